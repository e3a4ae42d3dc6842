import { UsageError } from "../../core/errors.ts";
import { defineLoss, type Range } from "../../core/loss.ts";
import { gammaUnit } from "./gamma-deviance.ts";
import { logQuotient } from "./log-quotient.ts";
import { MEAN, means, perElement, trueValues } from "./per-element.ts";
import { poissonUnit } from "./poisson-deviance.ts";

/** ((t / p)^a - 1 - a u) / (a (a - 1)) where u = t / p - 1, by the binomial series where u is small. */
function binomialRest(p: number, t: number, a: number): number {
  const u = (t - p) / p;
  if (!(Math.abs(u) < 0.1)) return (Math.expm1(a * logQuotient(t, p)) - a * u) / (a * (a - 1));
  let series = 1;
  for (let n = 18; n >= 3; n--) series = 1 + ((a - n + 1) / n) * u * series;
  return 0.5 * u * u * series;
}

/** The deviance of one value; powers 1 and 2 are limits and have their own forms. */
function unit(p: number, t: number, power: number): number {
  if (power === 0) return (p - t) * (p - t);
  if (power === 1) return poissonUnit(p, t);
  if (power === 2) return gammaUnit(p, t);
  const [a, b] = [1 - power, 2 - power];
  if (p === t) return 0;
  const ratio = t / p;
  if (ratio > 1e-100 && ratio < 1e100) return 2 * p ** b * binomialRest(p, t, b);
  // far apart nothing cancels, but the ratio may be no double, nor p^a
  const root = p ** (a / 2);
  const sum = (t > 0 ? t ** b / (a * b) : 0) - (t === 0 ? 0 : (t * root * root) / a) + p ** b / b;
  // of terms of both signs that overflow one is the largest by far
  return Number.isNaN(sum) && !Number.isNaN(ratio) ? Infinity : 2 * sum;
}

/** Its slope by p, of which neither factor overflows before the slope does. */
function slope(p: number, t: number, power: number): number {
  if (power < 1) return (p - t) * (2 * p ** -power);
  return p === t ? 0 : 2 * ((p - t) / p) * p ** (1 - power);
}

function targets(power: number): Range {
  if (power < 1) return {};
  return power < 2 ? { min: 0 } : { above: 0 };
}

export const tweedieDeviance = defineLoss({
  ...perElement,
  name: "tweedie-deviance",
  aliases: ["mean-tweedie-deviance"],
  summary: "Deviance of a Tweedie distribution: squared error, Poisson, gamma and what lies between.",
  formula:
    "2 (max(t, 0)^(2 - power) / ((1 - power) (2 - power)) - t p^(1 - power) / (1 - power) + p^(2 - power) / (2 - power))",
  gradient: "2 (p - t) / p^power",
  relations: ["at power 0 it is mse, at 1 poisson-deviance, at 2 gamma-deviance"],
  notes: [
    "pred is the mean, not its logarithm.",
    "No distribution has a power between 0 and 1. Targets may be anything below power 1, 0 or more below power 2, and are positive from there on; pred is positive except at power 0.",
  ],
  libraries: { "scikit-learn": "sklearn.metrics.mean_tweedie_deviance (power = 0)" },
  reference: "Jørgensen, Exponential dispersion models, 1987",
  example: "fixtures/data/diabetes.csv --power 1.5",
  roles: { pred: means, target: trueValues },
  params: {
    power: {
      kind: "number",
      default: 0,
      about: "the variance grows as the mean to this power; at most 0, or at least 1",
    },
  },
  like: { sklearn: { power: 0 } },
  resolve(params) {
    if (params.power > 0 && params.power < 1)
      throw new UsageError(`--power: ${params.power} is out of range; it must be at most 0 or at least 1`);
    return params;
  },
  ranges: ({ power }) => ({ ...(power !== 0 && { pred: MEAN }), target: targets(power) }),
  kernel({ pred, target }, { power }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      loss[i] = unit(p, t, power);
      if (g) g[i] = slope(p, t, power);
    }
  },
});
