import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const expectile = defineLoss({
  ...onResidual,
  name: "expectile",
  aliases: ["expectile-loss", "reg:expectileerror", "asymmetric-squared-error", "asymmetric-least-squares"],
  summary: "Squared error that weighs the two directions differently.",
  formula: "alpha (p - t)^2  if t > p,  else  (1 - alpha) (p - t)^2",
  gradient: "2 alpha (p - t)  if t > p,  else  2 (1 - alpha) (p - t)",
  relations: ["half of mse at alpha 0.5", "what quantile is to mae, expectile is to mse"],
  notes: ["alpha weighs predictions that are too low."],
  libraries: {
    CatBoost: "Expectile (alpha = 0.5)",
    XGBoost: "reg:expectileerror (expectile_alpha has no default)",
  },
  reference: "Newey and Powell, Asymmetric least squares estimation and testing, 1987",
  example: "fixtures/data/diabetes.csv --alpha 0.8",
  params: { alpha: { kind: "number", min: 0, max: 1, default: 0.5, about: "the weight of t > p" } },
  like: { catboost: { alpha: 0.5 } },
  kernel({ pred, target }, { alpha }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const weight = d < 0 ? alpha : 1 - alpha;
      loss[i] = weight * d * d;
      if (g) g[i] = 2 * weight * d;
    }
  },
});
