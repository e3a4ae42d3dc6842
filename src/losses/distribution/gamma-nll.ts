import { defineLoss } from "../../core/loss.ts";
import { overflowWatch } from "./overflow.ts";
import { amounts, logInput, MEAN, meansOrLogs, perElement } from "./per-element.ts";

export const gammaNll = defineLoss({
  ...perElement,
  name: "gamma-nll",
  aliases: ["gamma", "gamma-loss", "half-gamma-loss", "reg:gamma", "gamma-nloglik"],
  summary: "Negative log-likelihood of positive amounts under a gamma distribution of shape 1.",
  formula: "p + t exp(-p);  with --no-log-input  log(p) + t / p",
  gradient: "1 - t exp(-p);  with --no-log-input  (p - t) / p^2",
  relations: ["half of gamma-deviance, up to a term of the target alone"],
  notes: [
    "pred is the logarithm of the mean by default, as in scikit-learn and the gradient boosters' objectives; their metrics take the mean itself: --no-log-input.",
    "Terms of the target alone are left out, so the loss may be negative.",
  ],
  libraries: {
    "scikit-learn": "sklearn._loss.HalfGammaLoss (logarithms)",
    XGBoost: "reg:gamma (logarithms); gamma-nloglik (means)",
    LightGBM: "gamma (objective: logarithms; metric: means)",
  },
  reference: "McCullagh and Nelder, Generalized Linear Models, 1989, chapter 8",
  example: "fixtures/data/diabetes.csv --no-log-input",
  roles: { pred: meansOrLogs, target: amounts },
  params: { log_input: logInput },
  like: { sklearn: { log_input: true }, xgboost: { log_input: false }, lightgbm: { log_input: false } },
  ranges: ({ log_input }) => ({ ...(!log_input && { pred: MEAN }), target: { above: 0 } }),
  watches: ({ log_input }) => (log_input ? [overflowWatch] : []),
  kernel({ pred, target }, { log_input }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      if (log_input) {
        const ratio = t * Math.exp(-p);
        loss[i] = p + ratio;
        if (g) g[i] = 1 - ratio;
      } else {
        loss[i] = Math.log(p) + t / p;
        if (g) g[i] = (p - t) / p / p;
      }
    }
  },
});
