import { perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";

export const zeroOne = defineLoss({
  name: "zero-one",
  aliases: [
    "zero-one-loss",
    "misclassification",
    "error",
    "error-rate",
    "binary-error",
    "multi-error",
    "merror",
  ],
  family: "classification",
  summary: "Share of wrong decisions.",
  formula:
    "[argmax x != y], with top_k  [y is not among the k largest of x];  [(p > threshold) != t]  where there is one number a row",
  gradient: "none: it counts",
  denominator: "rows",
  relations: ["1 - accuracy", "hamming counts each label of a row by itself"],
  notes: [
    "Of scores that are equally large the first class counts, as in NumPy. LightGBM counts a tie as wrong where it leaves the place open.",
    "--top-k 5 is 1 - scikit-learn's top_k_accuracy_score, and LightGBM's multi_error_top_k.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.zero_one_loss",
    CatBoost: "ZeroOneLoss (metric)",
    XGBoost: "error, merror (metric)",
    LightGBM: "binary_error, multi_error (metric)",
  },
  reference: "Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 2009, section 2.4",
  example: "fixtures/data/digits.csv --target digit",
  roles: {
    pred: { kind: "real", about: "a score for each class, or the probability of label 1" },
    target: { kind: "class", about: "class indices from 0, or class names; 0 or 1" },
  },
  params: {
    threshold: {
      kind: "number",
      default: 0.5,
      about: "what is above it is decided as 1, where there is one number",
    },
    top_k: {
      kind: "number",
      integer: true,
      min: 1,
      default: 1,
      about: "how many of the largest scores the true class may be among",
    },
  },
  reduction: "mean",
  layout: (shapes) =>
    isBinary(shapes.pred) && isBinary(shapes.target) ? { out: [], classes: 2 } : perClassIndex(shapes),
  kernel(values, { threshold, top_k }, out, dims) {
    const { pred, target } = values;
    if (!isBinary(dims.shapes.pred)) {
      perIndex(values, out, dims, (x, y) => missed(x, y, top_k));
      return;
    }
    out.mass?.fill(1);
    for (let i = 0; i < out.loss.length; i++) {
      const p = pred[i]!;
      out.loss[i] = Number.isNaN(p) ? p : Number(Number(p > threshold) !== target[i]!);
    }
  },
});

const isBinary = (shape: readonly number[]): boolean =>
  shape.length === 0 || (shape.length === 1 && shape[0] === 1);

/** Whether a class is not among the k that come first; NaN where a score is. */
function missed(x: Float64Array, y: number, k: number): number {
  let before = 0;
  for (let c = 0; c < x.length; c++) {
    if (Number.isNaN(x[c]!)) return Number.NaN;
    if (x[c]! > x[y]! || (x[c]! === x[y]! && c < y)) before++;
  }
  return Number(before >= k);
}
