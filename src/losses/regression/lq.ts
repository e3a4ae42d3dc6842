import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const lq = defineLoss({
  ...onResidual,
  name: "lq",
  aliases: ["lq-loss", "lp-loss", "power-loss"],
  summary: "A power of the absolute error.",
  formula: "|p - t|^q",
  gradient: "q |d|^(q - 1) sign(d),  d = p - t; 0 where d = 0",
  relations: ["mae at q 1, mse at q 2"],
  notes: ["The q-th root is not taken. CatBoost has no default for q."],
  libraries: { CatBoost: "Lq (q has no default)" },
  reference: "Nyquist, The optimal Lp norm estimator in linear regression models, 1983",
  example: "fixtures/data/diabetes.csv --q 1.5",
  params: { q: { kind: "number", min: 1, default: 2, about: "the power" } },
  kernel({ pred, target }, { q }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      loss[i] = size ** q;
      if (g) g[i] = q * size ** (q - 1) * Math.sign(d);
    }
  },
});
