import { defineLoss } from "../../core/loss.ts";
import {
  categoricalKernel,
  categoricalLayout,
  categoricalParams,
  categoricalRanges,
  categoricalRoles,
} from "./categorical.ts";
import { epsParams } from "./categorical-eps.ts";
import { categoricalWatches } from "./categorical-watches.ts";
import { fromParam } from "./from.ts";

export const crossEntropy = defineLoss({
  name: "cross-entropy",
  aliases: [
    "ce",
    "CrossEntropyLoss",
    "softmax-cross-entropy",
    "softmax",
    "categorical-crossentropy",
    "sparse-categorical-crossentropy",
    "softmax-cross-entropy-with-integer-labels",
    "safe-softmax-cross-entropy",
    "multiclass-logistic-loss",
    "half-multinomial-loss",
    "multinomial",
    "multiclass",
    "multi:softmax",
    "multi:softprob",
    "mlogloss",
  ],
  family: "classification",
  summary: "Log-softmax and negative log-likelihood in one stable step, from logits.",
  formula:
    "-w_y log softmax(z)_y;  for a distribution q:  -sum_c w_c q_c log softmax(z)_c;  with eps of probabilities p:  -w_y log max(eps, min(p_y, 1 - eps))",
  gradient: "w_y (softmax(z) - onehot_y);  for q:  softmax(z) sum_c w_c q_c - w q",
  denominator: "sum of the class weights of the rows that count; for distributions the number of rows",
  relations: [
    "cross-entropy is log-softmax, then nll",
    "label smoothing e: the target becomes (1 - e) q + e / C",
    "on two logits (0, x) it is bce-with-logits",
  ],
  notes: [
    "Under this name CatBoost and LightGBM have the binary one, on one logit a row: that is bce-with-logits.",
    "Softmax is part of it: probabilities go in with --from probs (scikit-learn's log loss).",
    "A probability of 0 costs infinity, with a warning, unless --eps keeps it from there. Keras takes probabilities by default and clips them to 1e-7..1-1e-7 (at most 16.118), scikit-learn to the double's epsilon (at most 36.04); the metrics of LightGBM and XGBoost take 1e-15 and 1e-16 for less: --eps-mode floor. By what is clipped the gradient is 0, as autograd gives it.",
    "Keras divides each row by its sum first, and its gradient includes that; on TensorFlow, for class indices, it divides by the sum after clipping instead, which moves a loss by up to 1e-7 a class. Here rows are taken as they are, and have to sum to 1.",
    "With class weights, index targets divide by the weights that count, distributions by the rows: the two means differ.",
    "--ignore-index is a value of the target, not a position; the ignored class still takes part in the softmax.",
  ],
  libraries: {
    PyTorch: "torch.nn.CrossEntropyLoss",
    Keras:
      "keras.losses.CategoricalCrossentropy, SparseCategoricalCrossentropy (probabilities, or from_logits=True)",
    optax: "optax.losses.softmax_cross_entropy, softmax_cross_entropy_with_integer_labels",
    "scikit-learn": "sklearn.metrics.log_loss (--from probs)",
    "TensorFlow.js": "tf.losses.softmaxCrossEntropy",
    MLX: "mlx.nn.losses.cross_entropy",
    CatBoost: "MultiClass",
    XGBoost: "multi:softprob; mlogloss (metric: probabilities)",
    LightGBM: "multiclass; multi_logloss (metric: probabilities)",
  },
  reference: "Goodfellow, Bengio and Courville, Deep Learning, 2016, section 6.2.2.3",
  example: "fixtures/data/digits.csv --target digit",
  roles: categoricalRoles,
  params: {
    from: fromParam("logits"),
    ...categoricalParams,
    label_smoothing: {
      kind: "number",
      min: 0,
      max: 1,
      default: 0,
      about: "share of the target that is spread over all classes",
    },
    ...epsParams,
  },
  reduction: "mean",
  like: {
    torch: { from: "logits", label_smoothing: 0 },
    keras: { from: "probs", label_smoothing: 0, eps: 1e-7, eps_mode: "clip" },
    optax: { from: "logits" },
    sklearn: { from: "probs", eps: Number.EPSILON, eps_mode: "clip" },
    tfjs: { from: "logits", label_smoothing: 0 },
    catboost: { from: "logits" },
    xgboost: { from: "probs", eps: 1e-16, eps_mode: "floor" },
    lightgbm: { from: "probs", eps: 1e-15, eps_mode: "floor" },
  },
  resolve: (params) => (params.eps === undefined ? { ...params, eps_mode: undefined } : params),
  layout: categoricalLayout,
  ranges: ({ from }) => categoricalRanges(from),
  watches: categoricalWatches,
  kernel: categoricalKernel,
});
