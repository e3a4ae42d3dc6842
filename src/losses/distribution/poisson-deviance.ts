import { defineLoss } from "../../core/loss.ts";
import { minusLog1p } from "../../core/remainder.ts";
import { logQuotient } from "./log-quotient.ts";
import { counts, MEAN, means, perElement } from "./per-element.ts";

/** 2 (t log(t / p) - t + p). */
export function poissonUnit(p: number, t: number): number {
  // written in v = (p - t) / t nothing cancels where p is close to t
  const v = (p - t) / t;
  if (Math.abs(v) < 0.5) return t * (2 * minusLog1p(v));
  return t === 0 ? 2 * p : 2 * (p - t - t * logQuotient(p, t));
}

export const poissonDeviance = defineLoss({
  ...perElement,
  name: "poisson-deviance",
  aliases: ["mean-poisson-deviance"],
  summary: "Deviance of counts under a Poisson distribution: 0 where the mean is right.",
  formula: "2 (t log(t / p) - t + p);  2 p where t = 0",
  gradient: "2 (1 - t / p)",
  relations: ["tweedie-deviance at power 1", "twice poisson-nll, less its least value"],
  notes: ["pred is the mean, not its logarithm."],
  libraries: { "scikit-learn": "sklearn.metrics.mean_poisson_deviance" },
  reference: "Nelder and Wedderburn, Generalized linear models, 1972",
  example: "fixtures/data/diabetes.csv",
  roles: { pred: means, target: counts },
  params: {},
  ranges: () => ({ pred: MEAN, target: { min: 0, hint: "counts are not negative" } }),
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      loss[i] = poissonUnit(p, t);
      if (g) g[i] = 2 * ((p - t) / p);
    }
  },
});
