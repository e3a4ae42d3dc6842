import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

/** CatBoost has it, for one quantile and for several. */
export const deltaParam = {
  kind: "number",
  min: 0,
  default: 0,
  about: "what is taken off the size of every residual",
} as const;

export const quantile = defineLoss({
  ...onResidual,
  name: "quantile",
  aliases: [
    "pinball",
    "pinball-loss",
    "mean-pinball-loss",
    "quantile-loss",
    "quantile-error",
    "reg:quantileerror",
    "check-loss",
    "tilted-l1",
  ],
  summary: "Absolute error that weighs the two directions differently; its minimum is a quantile.",
  formula: "alpha (t - p)  if t > p,  else  (1 - alpha) (p - t);  with delta of max(|p - t| - delta, 0)",
  gradient: "-alpha  if t > p,  1 - alpha  if t < p,  0 where they are within delta of each other",
  relations: ["half of mae at alpha 0.5", "multi-quantile is that of several quantiles at once"],
  notes: [
    "alpha weighs predictions that are too low: for the 90 % quantile, alpha is 0.9.",
    "CatBoost's metric takes 1e-6 off the size of every residual: --delta.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.mean_pinball_loss (alpha = 0.5)",
    CatBoost: "Quantile (alpha = 0.5)",
    XGBoost: "reg:quantileerror (quantile_alpha has no default)",
    LightGBM: "quantile (alpha = 0.9)",
  },
  reference: "Koenker and Bassett, Regression quantiles, 1978",
  example: "fixtures/data/diabetes.csv --pred q90 --alpha 0.9",
  params: {
    alpha: { kind: "number", min: 0, max: 1, default: 0.5, about: "the quantile; weighs t > p" },
    delta: deltaParam,
  },
  like: {
    sklearn: { alpha: 0.5, delta: 0 },
    catboost: { alpha: 0.5, delta: 1e-6 },
    lightgbm: { alpha: 0.9, delta: 0 },
  },
  kernel({ pred, target }, { alpha, delta }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const weight = d < 0 ? alpha : 1 - alpha;
      const size = Math.max(Math.abs(d) - delta, 0);
      loss[i] = weight * size;
      if (g) g[i] = size === 0 ? 0 : weight * Math.sign(d);
    }
  },
});
