import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { rowWatch } from "../watch.ts";
import { between } from "./interval.ts";
import { LIFETIMES, type Lifetime } from "./lifetimes.ts";

export const aft = defineLoss({
  name: "aft",
  aliases: ["aft-nloglik", "survival-aft", "survival:aft", "accelerated-failure-time"],
  family: "survival",
  summary: "Accelerated failure time: likelihood of a lifetime that may be known only within bounds.",
  formula:
    "u = (log T - f) / s;  -log(density(u) / (s T))  where both bounds are T,  else  -log(F(u_upper) - F(u_lower))",
  gradient:
    "density'(u) / (s density(u));  (density(u_upper) - density(u_lower)) / (s (F(u_upper) - F(u_lower)))",
  denominator: "elements",
  notes: [
    "Predictions are logarithms of times; the bounds are times.",
    "Equal bounds are an observed end, an infinite upper bound a lifetime that was still going on, a lower bound of 0 one that ended before.",
    "CatBoost writes -1 for a missing bound: here it is 0 or Infinity.",
    "XGBoost takes a density or a probability for 1e-12 at least, so a loss is at most 27.6 there, and holds the gradient within -15..15. Here both are as they are.",
  ],
  libraries: { XGBoost: "survival:aft, aft-nloglik", CatBoost: "SurvivalAft" },
  reference: "Wei, The accelerated failure time model, 1992; Barnwal, Cho and Hocking, 2022",
  example: "'[0.4,-0.2,2.6]' '[1.5,2,0]' '[1.5,7,2.5]'",
  roles: {
    pred: { kind: "real", about: "predicted logarithm of the time", grad: true },
    lower: { kind: "real", about: "time that was at least reached" },
    upper: {
      kind: "real",
      about: "time that was not exceeded; Infinity if it is not known",
      infinite: true,
    },
  },
  params: {
    distribution: {
      kind: "choice",
      choices: ["normal", "logistic", "extreme"],
      default: "normal",
      about: "how the logarithm of the time is distributed around the prediction",
    },
    scale: { kind: "number", above: 0, default: 1, about: "how widely it is spread" },
  },
  reduction: "mean",
  like: { xgboost: { distribution: "normal", scale: 1 }, catboost: { distribution: "normal", scale: 1 } },
  layout: elementwise,
  ranges: () => ({
    lower: { min: 0, hint: "times are at least 0; predictions are their logarithms" },
    upper: { above: 0, hint: "times are above 0; Infinity where no upper bound is known" },
  }),
  watches: () => [
    rowWatch<"pred" | "lower" | "upper">({
      role: "upper",
      rows: "never",
      find({ lower, upper }, row, width) {
        for (let i = row * width; i < (row + 1) * width; i++) if (upper[i]! < lower[i]!) return i;
        return -1;
      },
      says: () => "upper is below lower",
    }),
  ],
  kernel({ pred, lower, upper }, { distribution, scale }, { loss, grad }) {
    const life: Lifetime = LIFETIMES[distribution];
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const low = (Math.log(lower[i]!) - pred[i]!) / scale;
      const high = (Math.log(upper[i]!) - pred[i]!) / scale;
      if (lower[i] === upper[i]) {
        loss[i] = Math.log(scale) + Math.log(lower[i]!) - life.density(low);
        if (g) g[i] = life.slope(low) / scale;
        continue;
      }
      const wide = Math.log1p((upper[i]! - lower[i]!) / lower[i]!) / scale;
      const { log, slope } = between(life, low, high, wide);
      loss[i] = 0 - log;
      if (g) g[i] = slope / scale;
    }
  },
});
