import { defineLoss } from "../../core/loss.ts";
import { minusLog1p } from "../../core/remainder.ts";
import { logQuotient } from "./log-quotient.ts";
import { amounts, MEAN, means, perElement } from "./per-element.ts";

/** 2 (log(p / t) + t / p - 1). */
export function gammaUnit(p: number, t: number): number {
  // written in u = (t - p) / p nothing cancels where p is close to t
  const u = (t - p) / p;
  return u > -0.5 ? 2 * minusLog1p(u) : 2 * (u + logQuotient(p, t));
}

export const gammaDeviance = defineLoss({
  ...perElement,
  name: "gamma-deviance",
  aliases: ["mean-gamma-deviance"],
  summary: "Deviance of positive amounts under a gamma distribution: 0 where the mean is right.",
  formula: "2 (log(p / t) + t / p - 1);  with eps of p + eps and t + eps, or t",
  gradient: "2 (p - t) / p^2;  with eps by what stands for p and t",
  relations: ["tweedie-deviance at power 2", "twice gamma-nll, less its least value"],
  notes: [
    "pred is the mean, not its logarithm.",
    "XGBoost's metric adds 1e-6 to pred and to target: --eps. LightGBM's adds 1e-9 to pred alone: --eps-mode pred; and it is the sum, not the mean.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.mean_gamma_deviance",
    XGBoost: "gamma-deviance (adds 1e-6 to both)",
    LightGBM: "gamma_deviance (summed, adds 1e-9 to pred)",
  },
  reference: "McCullagh and Nelder, Generalized Linear Models, 1989, chapter 8",
  example: "fixtures/data/diabetes.csv",
  roles: { pred: means, target: amounts },
  params: {
    eps: { kind: "number", min: 0, about: "added to both, which may then be 0" },
    eps_mode: {
      kind: "choice",
      choices: ["both", "pred"],
      about: "what eps is added to: both, unless told otherwise, or pred alone",
    },
  },
  like: {
    sklearn: { reduction: "mean" },
    lightgbm: { eps: 1e-9, eps_mode: "pred", reduction: "sum" },
    xgboost: { eps: 1e-6 },
  },
  ranges: ({ eps = 0, eps_mode }) => ({
    pred: eps > 0 ? { min: 0, hint: MEAN.hint } : MEAN,
    target: eps > 0 && eps_mode !== "pred" ? { min: 0 } : { above: 0 },
  }),
  kernel({ pred, target }, { eps = 0, eps_mode }, { loss, grad }) {
    const g = grad.pred;
    const added = eps_mode === "pred" ? 0 : eps;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]! + eps;
      const t = target[i]! + added;
      loss[i] = gammaUnit(p, t);
      // what is added to both would take digits of a difference that is smaller
      const d = added === eps ? pred[i]! - target[i]! : p - t;
      if (g) g[i] = (2 * (d / p)) / p;
    }
  },
});
