import { defineLoss } from "../../core/loss.ts";
import { onResidual, residualRoles } from "./residual.ts";

export const logLinQuantile = defineLoss({
  ...onResidual,
  name: "log-lin-quantile",
  aliases: ["log-linear-quantile"],
  summary: "Quantile loss of exp(p), for models that predict a logarithm.",
  formula: "d = exp(p) - t;  -alpha d  if d < 0,  else  (1 - alpha) d",
  gradient: "-alpha exp(p)  if d < 0,  (1 - alpha) exp(p)  if d > 0,  0 where d = 0",
  relations: ["quantile of exp(pred)"],
  notes: ["pred is the logarithm of the prediction; target is not."],
  libraries: { CatBoost: "LogLinQuantile (alpha = 0.5)" },
  reference: "Koenker and Bassett, Regression quantiles, 1978; CatBoost, LogLinQuantile",
  example: "5.3,4.2,5.1 151,75,141 --alpha 0.5",
  roles: {
    pred: { ...residualRoles.pred, about: "logarithms of the predictions" },
    target: { ...residualRoles.target, about: "true values y, not negative" },
  },
  params: {
    alpha: { kind: "number", min: 0, max: 1, default: 0.5, about: "the quantile; weighs t > exp(p)" },
  },
  like: { catboost: { alpha: 0.5 } },
  ranges: () => ({ target: { min: 0 } }),
  kernel({ pred, target }, { alpha }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const level = Math.exp(pred[i]!);
      const d = level - target[i]!;
      const weight = d < 0 ? alpha : 1 - alpha;
      loss[i] = weight * Math.abs(d);
      if (g) g[i] = weight * Math.sign(d) * level;
    }
  },
});
