import { defineLoss } from "../../core/loss.ts";
import { minusLog1p } from "../../core/remainder.ts";
import { onResidual, TINY } from "./residual.ts";

export const fair = defineLoss({
  ...onResidual,
  name: "fair",
  aliases: ["fair-loss"],
  summary: "Between squared and absolute error, with a smooth slope that never exceeds c.",
  formula: "a = |p - t| / c;  c^2 (a - log(1 + a))",
  gradient: "c d / (|d| + c),  d = p - t",
  relations: ["half-squared-error where |d| is far below c; c times mae where it is far above"],
  libraries: { LightGBM: "fair (fair_c = 1)", CatBoost: "FairLoss (metric; smoothness = 1)" },
  reference: "Fair, On the robust estimation of econometric models, 1974",
  example: "fixtures/data/diabetes.csv --c 50",
  params: {
    c: { kind: "number", above: 0, default: 1, about: "scale: residuals far above it count linearly" },
  },
  like: { lightgbm: { c: 1 }, catboost: { c: 1 } },
  kernel({ pred, target }, { c }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      const a = size / c;
      // c^2 and a may overflow or vanish where the loss does not
      if (a < TINY) loss[i] = 0.5 * d * d;
      else loss[i] = a === Infinity ? c * size : c * (c * minusLog1p(a));
      if (g) g[i] = size === Infinity ? Math.sign(d) * c : c * (d / (size + c));
    }
  },
});
