import { defineLoss, type Range } from "../../core/loss.ts";
import { raisedWatch } from "../watch.ts";
import { onResidual, residualRoles } from "./residual.ts";

export const ABOVE_MINUS_ONE: Range = { above: -1, hint: "log(1 + value) exists only above -1" };

export const rolesAboveMinusOne = {
  pred: { ...residualRoles.pred, about: "predictions f(x), above -1" },
  target: { ...residualRoles.target, about: "true values y, above -1" },
} as const;

/** log(1 + p) - log(1 + t), also where the two are close. */
export function logRatio(p: number, t: number): number {
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
  formula:
    "(log(1 + p) - log(1 + t))^2, half of it with --half;  with floor of max(p, floor) and max(t, floor)",
  gradient: "2 (log(1 + p) - log(1 + t)) / (1 + p), half of it with --half;  with floor 0 up to it",
  relations: ["mse of log1p of both", "rmsle is its root"],
  notes: [
    "Anything above -1 is taken, as in scikit-learn since 1.6, which refused negative values before. Keras and TensorFlow.js raise everything to at least 1e-7, with a gradient of 0 below it: --floor 1e-7.",
    "XGBoost's objective has a factor 1/2: --half. It refuses labels of -1 and below, as here, but takes predictions for -1 + 1e-6 at least; its metric is the root: rmsle.",
  ],
  libraries: {
    Keras: "keras.losses.MeanSquaredLogarithmicError",
    "TensorFlow.js": "meanSquaredLogarithmicError (layers)",
    "scikit-learn": "sklearn.metrics.mean_squared_log_error",
    CatBoost: "MSLE (metric)",
    XGBoost: "reg:squaredlogerror (half of it), rmsle (metric: the root of the mean)",
  },
  reference: "Törnqvist, Vartia and Vartia, How should relative changes be measured?, 1985",
  example: "fixtures/data/diabetes.csv",
  roles: rolesAboveMinusOne,
  params: {
    half: { kind: "flag", default: false, about: "half of it" },
    floor: { kind: "number", above: -1, about: "what smaller values of either count as" },
  },
  like: {
    keras: { half: false, floor: 1e-7 },
    tfjs: { half: false, floor: 1e-7 },
    sklearn: { half: false },
    catboost: { half: false },
    xgboost: { half: true },
  },
  ranges: ({ floor }) => (floor === undefined ? { pred: ABOVE_MINUS_ONE, target: ABOVE_MINUS_ONE } : {}),
  watches: ({ floor }) =>
    floor === undefined
      ? []
      : [raisedWatch("pred", floor, ": the gradient is 0 there"), raisedWatch("target", floor, "")],
  kernel({ pred, target }, { half, floor = -1 }, { loss, grad }) {
    const g = grad.pred;
    const scale = half ? 0.5 : 1;
    for (let i = 0; i < loss.length; i++) {
      const p = Math.max(pred[i]!, floor);
      const r = logRatio(p, Math.max(target[i]!, floor));
      loss[i] = scale * r * r;
      if (g) g[i] = p === floor ? 0 : (scale * 2 * r) / (1 + p);
    }
  },
});
