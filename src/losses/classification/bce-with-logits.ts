import { defineLoss } from "../../core/loss.ts";
import {
  binaryKernel,
  binaryLayout,
  binaryRanges,
  binaryRoles,
  labelSmoothing,
  sigmoidFactor,
  smoothed,
} from "./binary.ts";
import { binaryWatches } from "./binary-watches.ts";
import { fromParam } from "./from.ts";

export const bceWithLogits = defineLoss({
  name: "bce-with-logits",
  aliases: [
    "BCEWithLogitsLoss",
    "sigmoid-cross-entropy",
    "sigmoid-binary-cross-entropy",
    "binary-cross-entropy-with-logits",
    "binary-logistic",
    "binary:logistic",
    "binary:logitraw",
    "reg:logistic",
    "logistic",
    "binary",
    "binary-logistic-loss",
    "half-binomial-loss",
    "xentropy",
  ],
  family: "classification",
  summary: "Sigmoid and binary cross-entropy in one stable step, from logits.",
  formula:
    "P t softplus(-z) + (1 - t) softplus(z),  P the positive weight;  with label smoothing s of (1 - s) t + s / 2 for t;  with --sigmoid a of a z for z",
  gradient: "(1 - t) sigmoid(z) - P t sigmoid(-z);  sigmoid(z) - t  where P = 1",
  denominator: "elements; --pos-weight is not in it",
  relations: ["bce-with-logits is sigmoid, then bce", "on two logits (0, z) cross-entropy is the same"],
  notes: [
    "LightGBM multiplies scores by its parameter sigmoid, 1 by default: --sigmoid.",
    "--pos-weight scales only the term of the positive label, and goes by the last dimension. XGBoost and LightGBM call it scale_pos_weight.",
    "torch's weight multiplies each element and is not in the mean's denominator. Here rows are weighted, by --sample-weight, and the mean divides by the weights; --reduction sum is the same in both.",
  ],
  libraries: {
    PyTorch: "torch.nn.BCEWithLogitsLoss",
    Keras: "keras.losses.BinaryCrossentropy(from_logits=True)",
    optax: "optax.losses.sigmoid_binary_cross_entropy",
    "TensorFlow.js": "tf.losses.sigmoidCrossEntropy",
    MLX: "mlx.nn.losses.binary_cross_entropy",
    CatBoost: "Logloss, CrossEntropy",
    XGBoost: "binary:logistic",
    LightGBM: "binary; cross_entropy (objective)",
  },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2",
  example: "fixtures/data/breast_cancer.csv --pred logit",
  roles: binaryRoles,
  params: {
    from: fromParam("logits"),
    label_smoothing: labelSmoothing,
    sigmoid: { ...sigmoidFactor, only: { from: "logits" } },
    pos_weight: {
      kind: "numbers",
      min: 0,
      about: "weight of the positive label: one number, or one for each entry of the last dimension",
    },
  },
  reduction: "mean",
  layout: binaryLayout,
  ranges: ({ from }) => binaryRanges(from),
  watches: ({ from, label_smoothing }) => binaryWatches(from, label_smoothing),
  kernel(values, params, out) {
    const { label_smoothing, sigmoid } = params;
    const { pred, target } = smoothed(values, label_smoothing);
    if (sigmoid === undefined) return binaryKernel({ pred, target }, params, out);
    binaryKernel({ pred: pred.map((z) => sigmoid * z), target }, params, out);
    const g = out.grad.pred;
    if (g) for (let i = 0; i < g.length; i++) g[i]! *= sigmoid;
  },
});
