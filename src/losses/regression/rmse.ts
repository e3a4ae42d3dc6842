import { defineLoss } from "../../core/loss.ts";
import { ofColumns, onRoots, rootKernel, rootNotes } from "./root.ts";
import { perfectFit, residuals } from "./whole-residual.ts";

export const rmse = defineLoss({
  ...onRoots,
  name: "rmse",
  aliases: ["root-mean-squared-error", "root-mean-square-error", "rmsd", "l2-root", "multi-rmse"],
  summary: "Root of the mean squared error: an error in the target's own unit.",
  formula: `sqrt(mean (p - t)^2), with sample weights w  sqrt(sum w (p - t)^2 / sum w);  ${ofColumns}`,
  gradient:
    "w (p - t) / (W rmse),  W the sum of the weights w, or of as many 1 as rows; 0 where the fit is perfect",
  relations: ["for one column the root of mse"],
  notes: rootNotes(
    "Of several columns scikit-learn averages the roots, XGBoost takes the root of the mean of all elements, and CatBoost's MultiRMSE that of the mean over the rows of their sums: --mean-over columns, elements, rows.",
  ),
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
    lightgbm: { mean_over: "columns" },
  },
  watches: ({ mean_over }) => [perfectFit(mean_over === "columns", "mse")],
  kernel(values, { mean_over }, out, dims) {
    rootKernel(residuals(values), mean_over, out, dims);
  },
});
