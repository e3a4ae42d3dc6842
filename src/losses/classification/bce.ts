import { defineLoss } from "../../core/loss.ts";
import { binaryKernel, binaryLayout, binaryRanges, binaryRoles, labelSmoothing, smoothed } from "./binary.ts";
import { boundedKernel, boundedWatches, EPS_MODES } from "./binary-eps.ts";
import { binaryWatches, swapped } from "./binary-watches.ts";
import { fromParam } from "./from.ts";

export const bce = defineLoss({
  name: "bce",
  aliases: ["BCELoss", "binary-cross-entropy", "log-loss", "binary-logloss"],
  family: "classification",
  summary: "Binary cross-entropy, from probabilities.",
  formula:
    "-(t log p + (1 - t) log(1 - p)), each log at least -100;  with eps p is first clipped to eps..1-eps;  with label smoothing s of (1 - s) t + s / 2 for t",
  gradient: "(p - t) / max(p (1 - p), 1e-12);  with eps 0 where p is clipped",
  denominator: "elements",
  relations: ["bce-with-logits is sigmoid, then bce"],
  notes: [
    "torch's weight multiplies each element and is not in the mean's denominator. Here rows are weighted, by --sample-weight, and the mean divides by the weights; --reduction sum is the same in both.",
    "log is clamped at -100 as torch does, so a certain and wrong prediction costs 100, not infinity; a warning counts them.",
    "Keras clips p to 1e-7..1-1e-7 (at most 16.118), scikit-learn to the double's epsilon (at most 36.04): --eps. LightGBM and XGBoost take 1e-15 and 1e-16 for less, on either side: --eps-mode floor. TensorFlow.js adds 1e-7 inside the logs: --eps-mode add.",
  ],
  libraries: {
    PyTorch: "torch.nn.BCELoss",
    Keras: "keras.losses.BinaryCrossentropy",
    "scikit-learn": "sklearn.metrics.log_loss",
    "TensorFlow.js": "tf.losses.logLoss",
    MLX: "mlx.nn.losses.binary_cross_entropy(with_logits=False)",
    CatBoost: "Logloss, CrossEntropy (metric)",
    XGBoost: "logloss (metric)",
    LightGBM: "binary_logloss (metric)",
  },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.2",
  example: "fixtures/data/breast_cancer.csv --pred prob",
  roles: binaryRoles,
  params: {
    from: fromParam("probs"),
    label_smoothing: labelSmoothing,
    eps: {
      kind: "number",
      min: 0,
      below: 0.5,
      only: { from: "probs" },
      about:
        "how close a probability may come to 0 and 1, instead of logs of at least -100; with --from probs",
    },
    eps_mode: {
      kind: "choice",
      choices: EPS_MODES,
      default: "clip",
      only: { from: "probs" },
      about: "clip to eps..1-eps; or take eps for less, p or 1 - p, in either log; or add it in both",
    },
  },
  reduction: "mean",
  like: {
    torch: { from: "probs" },
    keras: { from: "probs", eps: 1e-7, eps_mode: "clip" },
    sklearn: { from: "probs", eps: Number.EPSILON, eps_mode: "clip" },
    tfjs: { from: "probs", eps: 1e-7, eps_mode: "add" },
    lightgbm: { from: "probs", eps: 1e-15, eps_mode: "floor" },
    xgboost: { from: "probs", eps: 1e-16, eps_mode: "floor" },
  },
  layout: (shapes) => binaryLayout(shapes, { pos_weight: undefined }),
  ranges: ({ from }) => binaryRanges(from),
  watches: ({ from, label_smoothing, eps, eps_mode }) => [
    ...(eps === undefined ? binaryWatches(from, label_smoothing) : boundedWatches({ eps, eps_mode })),
    ...(from === "probs" ? [swapped] : []),
  ],
  kernel(given, { from, label_smoothing, eps, eps_mode }, out) {
    const values = smoothed(given, label_smoothing);
    if (eps === undefined) binaryKernel(values, { from, pos_weight: undefined }, out);
    else boundedKernel(values, { eps, eps_mode }, out);
  },
});
