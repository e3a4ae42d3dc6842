import { defineLoss } from "../../core/loss.ts";
import { ABOVE_MINUS_ONE, logRatio, rolesAboveMinusOne } from "./msle.ts";
import { ofColumns, onRoots, rootKernel, rootNotes } from "./root.ts";
import { perfectFit } from "./whole-residual.ts";

export const rmsle = defineLoss({
  ...onRoots,
  name: "rmsle",
  aliases: ["root-mean-squared-log-error", "root-mean-squared-logarithmic-error"],
  summary:
    "Root of the mean squared error of log(1 + value): about the relative error, for amounts that grow.",
  formula: `sqrt(mean (log(1 + p) - log(1 + t))^2), by sample weights where there are any;  ${ofColumns}`,
  gradient: "w (log(1 + p) - log(1 + t)) / (W rmsle (1 + p)),  as in rmse; 0 where the fit is perfect",
  relations: ["rmse of log1p of both", "for one column the root of msle"],
  notes: rootNotes(
    "Of several columns scikit-learn averages the roots, and XGBoost takes the root of the mean of all elements: --mean-over columns, elements.",
  ),
  libraries: {
    "scikit-learn": "sklearn.metrics.root_mean_squared_log_error",
    XGBoost: "rmsle (metric)",
  },
  reference: "Törnqvist, Vartia and Vartia, How should relative changes be measured?, 1985",
  example: "fixtures/data/diabetes.csv",
  roles: rolesAboveMinusOne,
  params: {
    mean_over: {
      kind: "choice",
      choices: ["columns", "elements"],
      default: "columns",
      about: "of several columns: the mean of their roots, or the root of the mean over all elements",
    },
  },
  like: { sklearn: { mean_over: "columns" }, xgboost: { mean_over: "elements" } },
  ranges: () => ({ pred: ABOVE_MINUS_ONE, target: ABOVE_MINUS_ONE }),
  watches: ({ mean_over }) => [perfectFit(mean_over === "columns", "msle")],
  kernel({ pred, target }, { mean_over }, out, dims) {
    const ratios = pred.map((p, i) => logRatio(p, target[i]!));
    rootKernel(ratios, mean_over, out, dims);
    const g = out.grad.pred;
    if (g) for (let i = 0; i < g.length; i++) g[i] = g[i]! / (1 + pred[i]!);
  },
});
