import { defineLoss } from "../../core/loss.ts";
import { binaryKernel, binaryLayout, binaryRanges, binaryRoles } from "./binary.ts";
import { binaryWatches } from "./binary-watches.ts";
import { fromParam } from "./from.ts";

export const bce = defineLoss({
  name: "bce",
  aliases: ["BCELoss", "binary-cross-entropy", "log-loss", "binary-logloss"],
  family: "classification",
  summary: "Binary cross-entropy, from probabilities.",
  formula: "-(t log p + (1 - t) log(1 - p)), each log at least -100",
  gradient: "(p - t) / max(p (1 - p), 1e-12)",
  denominator: "elements",
  relations: ["bce-with-logits is sigmoid, then bce"],
  notes: [
    "log is clamped at -100 as torch does, so a certain and wrong prediction costs 100, not infinity; a warning counts them.",
    "Keras clips p to 1e-7..1-1e-7 (at most 16.118), scikit-learn to the double's epsilon (at most 36.04).",
  ],
  libraries: {
    PyTorch: "torch.nn.BCELoss",
    Keras: "keras.losses.BinaryCrossentropy",
    "scikit-learn": "sklearn.metrics.log_loss",
    "TensorFlow.js": "tf.losses.logLoss",
    CatBoost: "Logloss, CrossEntropy (metric)",
    XGBoost: "logloss (metric)",
    LightGBM: "binary_logloss (metric)",
  },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2",
  example: "fixtures/data/breast_cancer.csv --pred prob",
  roles: binaryRoles,
  params: { from: fromParam("probs") },
  reduction: "mean",
  layout: (shapes) => binaryLayout(shapes, { pos_weight: undefined }),
  ranges: ({ from }) => binaryRanges(from),
  watches: ({ from }) => binaryWatches(from),
  kernel: (values, { from }, out) => binaryKernel(values, { from, pos_weight: undefined }, out),
});
