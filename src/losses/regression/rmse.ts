import { ExactSum } from "../../core/exact-sum.ts";
import { defineLoss } from "../../core/loss.ts";
import { column, hasNaN, onAllResiduals, perfectFit } from "./whole-residual.ts";

export const rmse = defineLoss({
  ...onAllResiduals,
  name: "rmse",
  aliases: ["root-mean-squared-error", "root-mean-square-error", "rmsd", "l2-root", "multi-rmse"],
  summary: "Root of the mean squared error: an error in the target's own unit.",
  formula:
    "sqrt(mean (p - t)^2), with sample weights w  sqrt(sum w (p - t)^2 / sum w);  of several columns the mean of their roots, or one root: --mean-over",
  gradient:
    "w (p - t) / (W rmse),  W the sum of the weights w, or of as many 1 as rows; 0 where the fit is perfect",
  relations: ["for one column the root of mse"],
  notes: [
    "It needs all rows at once: rows have no loss of their own, and the mean of the roots of parts is not the root of the whole.",
    "Of several columns scikit-learn averages the roots, XGBoost takes the root of the mean of all elements, and CatBoost's MultiRMSE that of the mean over the rows of their sums: --mean-over columns, elements, rows.",
    "At a perfect fit there is no gradient: autograd gives NaN, here it is 0, with a warning.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.root_mean_squared_error",
    CatBoost: "RMSE (optimised as mse), MultiRMSE",
    XGBoost: "rmse (metric)",
    LightGBM: "rmse, l2_root (metric)",
  },
  reference: "Gauss 1821",
  example: "fixtures/data/diabetes.csv",
  params: {
    mean_over: {
      kind: "choice",
      choices: ["columns", "elements", "rows"],
      default: "columns",
      about:
        "of several columns: the mean of their roots; or the root of the mean over all elements, or over the rows",
    },
  },
  like: {
    sklearn: { mean_over: "columns" },
    xgboost: { mean_over: "elements" },
    catboost: { mean_over: "rows" },
  },
  watches: ({ mean_over }) => [perfectFit(mean_over === "columns")],
  weighted: true,
  kernel({ pred, target }, { mean_over }, { loss, grad }, { rows, weights }) {
    const width = mean_over === "columns" ? pred.length / rows : 1;
    // a root of sums over the columns, not of their mean
    const scale = mean_over === "rows" ? Math.sqrt(pred.length / rows) : 1;
    const factors = weights && factorsOf(weights, pred.length / rows / width);
    const total = factors ? sumOf(factors) : pred.length / width;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const errors = column(pred, target, width, at);
      const root = rootMeanSquare(errors, factors, total);
      sum += scale * root;
      if (!grad.pred) continue;
      for (let i = 0; i < errors.length; i++) {
        const share = root === 0 || total === 0 ? 0 : ((factors?.[i] ?? 1) * errors[i]!) / root;
        grad.pred[i * width + at] = (scale * share) / (total || 1) / width + 0;
      }
    }
    loss[0] = sum / width;
  },
});

/** What the weight of each row is to the largest, for each of its elements. */
function factorsOf(weights: Float64Array, elements: number): Float64Array {
  const unit = weights.reduce((top, w) => Math.max(top, w), 0) || 1;
  return Float64Array.from(
    { length: weights.length * elements },
    (_, i) => weights[Math.floor(i / elements)]! / unit,
  );
}

function sumOf(values: Float64Array): number {
  const sum = new ExactSum();
  sum.addAll(values);
  return sum.value();
}

function rootMeanSquare(errors: Float64Array, factors: Float64Array | undefined, total: number): number {
  if (hasNaN(errors) || total === 0) return Number.NaN;
  let top = 0;
  for (let i = 0; i < errors.length; i++) if (factors?.[i] !== 0) top = Math.max(top, Math.abs(errors[i]!));
  if (top === 0 || top === Infinity) return top;
  // the size is taken out where squares overflow or vanish
  const unit = top > 1e150 || top < 1e-140 ? top : 1;
  const sum = new ExactSum();
  for (let i = 0; i < errors.length; i++) {
    const e = errors[i]! / unit;
    if (factors?.[i] !== 0) sum.add((factors?.[i] ?? 1) * (e * e));
  }
  return unit * Math.sqrt(sum.value() / total);
}
