import { ExactSum } from "../../core/exact-sum.ts";
import { defineLoss } from "../../core/loss.ts";
import { column, hasNaN, onAllResiduals, perfectFit } from "./whole-residual.ts";

export const rmse = defineLoss({
  ...onAllResiduals,
  name: "rmse",
  aliases: ["root-mean-squared-error", "root-mean-square-error", "rmsd", "l2-root"],
  summary: "Root of the mean squared error: an error in the target's own unit.",
  formula: "sqrt(mean (p - t)^2);  of several columns the mean of their roots",
  gradient: "(p - t) / (N rmse),  N the rows; 0 where the fit is perfect",
  relations: ["for one column the root of mse"],
  notes: [
    "It needs all rows at once: rows have no loss of their own, and the mean of the roots of parts is not the root of the whole.",
    "Of several columns scikit-learn averages the roots, CatBoost's MultiRMSE takes the root of the sum.",
    "At a perfect fit there is no gradient: autograd gives NaN, here it is 0, with a warning.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.root_mean_squared_error",
    CatBoost: "RMSE (optimised as mse)",
    XGBoost: "rmse (metric)",
    LightGBM: "rmse, l2_root (metric)",
  },
  reference: "Gauss 1821",
  example: "fixtures/data/diabetes.csv",
  watches: () => [perfectFit()],
  kernel({ pred, target }, _, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const errors = column(pred, target, width, at);
      const root = rootMeanSquare(errors);
      sum += root;
      if (!grad.pred) continue;
      for (let row = 0; row < rows; row++) {
        const share = root === 0 ? 0 : errors[row]! / root;
        grad.pred[row * width + at] = share / rows / width + 0;
      }
    }
    loss[0] = sum / width;
  },
});

function rootMeanSquare(errors: Float64Array): number {
  if (hasNaN(errors)) return Number.NaN;
  let top = 0;
  for (const e of errors) top = Math.max(top, Math.abs(e));
  if (top === 0 || top === Infinity) return top;
  // the size is taken out where squares overflow or vanish
  const unit = top > 1e150 || top < 1e-140 ? top : 1;
  const sum = new ExactSum();
  for (const e of errors) sum.add((e / unit) * (e / unit));
  return unit * Math.sqrt(sum.value() / errors.length);
}
