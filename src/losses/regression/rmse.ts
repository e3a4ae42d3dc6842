import { defineLoss } from "../../core/loss.ts";
import { column, onAllResiduals, perfectFit, rootMeanSquare } from "./whole-residual.ts";

export const rmse = defineLoss({
  ...onAllResiduals,
  name: "rmse",
  aliases: ["root-mean-squared-error", "root-mean-square-error", "rmsd", "l2-root", "multi-rmse"],
  summary: "Root of the mean squared error: an error in the target's own unit.",
  formula: "sqrt(mean (p - t)^2);  of several columns the mean of their roots, or one root: --mean-over",
  gradient: "(p - t) / (N rmse),  N the rows; 0 where the fit is perfect",
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
  kernel({ pred, target }, { mean_over }, { loss, grad }, { rows }) {
    const width = mean_over === "columns" ? pred.length / rows : 1;
    // a root of sums over the columns, not of their mean
    const scale = mean_over === "rows" ? Math.sqrt(pred.length / rows) : 1;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const errors = column(pred, target, width, at);
      const root = rootMeanSquare(errors);
      sum += scale * root;
      if (!grad.pred) continue;
      for (let i = 0; i < errors.length; i++) {
        const share = root === 0 ? 0 : errors[i]! / root;
        grad.pred[i * width + at] = (scale * share) / errors.length / width + 0;
      }
    }
    loss[0] = sum / width;
  },
});
