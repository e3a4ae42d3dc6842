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
  formula: "[argmax x != y];  [(p > threshold) != t]  where there is one number a row",
  gradient: "none: it counts",
  denominator: "rows",
  relations: ["1 - accuracy", "hamming counts each label of a row by itself"],
  notes: ["Of scores that are equally large the first class counts, as in NumPy."],
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
  },
  reduction: "mean",
  layout: (shapes) =>
    isBinary(shapes.pred) && isBinary(shapes.target) ? { out: [], classes: 2 } : perClassIndex(shapes),
  kernel(values, { threshold }, out, dims) {
    const { pred, target } = values;
    if (!isBinary(dims.shapes.pred)) {
      perIndex(values, out, dims, (x, y) => wrong(largest(x), y));
      return;
    }
    out.mass?.fill(1);
    for (let i = 0; i < out.loss.length; i++)
      out.loss[i] = Number.isNaN(pred[i]!) ? Number.NaN : wrong(Number(pred[i]! > threshold), target[i]!);
  },
});

const isBinary = (shape: readonly number[]): boolean =>
  shape.length === 0 || (shape.length === 1 && shape[0] === 1);

const wrong = (decided: number, y: number): number =>
  Number.isNaN(decided) ? Number.NaN : Number(decided !== y);

/** Index of the largest score; NaN where there is one. */
function largest(x: Float64Array): number {
  let top = 0;
  for (let c = 0; c < x.length; c++) {
    if (Number.isNaN(x[c]!)) return Number.NaN;
    if (x[c]! > x[top]!) top = c;
  }
  return top;
}
