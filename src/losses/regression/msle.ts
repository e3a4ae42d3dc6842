import { defineLoss, type Range } from "../../core/loss.ts";
import { onResidual, residualRoles } from "./residual.ts";

const ABOVE_MINUS_ONE: Range = { above: -1, hint: "log(1 + value) exists only above -1" };

/** log(1 + p) - log(1 + t), also where the two are close. */
function logRatio(p: number, t: number): number {
  const change = (p - t) / (1 + t);
  return Math.abs(change) < 0.5 ? Math.log1p(change) : Math.log1p(p) - Math.log1p(t);
}

export const msle = defineLoss({
  ...onResidual,
  name: "msle",
  aliases: [
    "mean-squared-logarithmic-error",
    "mean-squared-log-error",
    "squared-log-error",
    "reg:squaredlogerror",
  ],
  summary: "Mean squared error of log(1 + value): relative errors, for amounts that grow.",
  formula: "(log(1 + p) - log(1 + t))^2",
  gradient: "2 (log(1 + p) - log(1 + t)) / (1 + p)",
  relations: ["mse of log1p of both"],
  notes: [
    "Anything above -1 is taken. scikit-learn refuses negative values, and Keras and TensorFlow.js raise everything to at least 1e-7 (with a gradient of 0 below it).",
    "XGBoost's objective has a factor 1/2.",
  ],
  libraries: {
    Keras: "keras.losses.MeanSquaredLogarithmicError",
    "TensorFlow.js": "meanSquaredLogarithmicError (layers)",
    "scikit-learn": "sklearn.metrics.mean_squared_log_error",
    CatBoost: "MSLE (metric)",
    XGBoost: "reg:squaredlogerror (half of it)",
  },
  reference: "Törnqvist, Vartia and Vartia, How should relative changes be measured?, 1985",
  example: "fixtures/data/diabetes.csv",
  roles: {
    pred: { ...residualRoles.pred, about: "predictions f(x), above -1" },
    target: { ...residualRoles.target, about: "true values y, above -1" },
  },
  params: {},
  ranges: () => ({ pred: ABOVE_MINUS_ONE, target: ABOVE_MINUS_ONE }),
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const r = logRatio(p, target[i]!);
      loss[i] = r * r;
      if (g) g[i] = (2 * r) / (1 + p);
    }
  },
});
