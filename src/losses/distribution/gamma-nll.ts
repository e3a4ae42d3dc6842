import { defineLoss } from "../../core/loss.ts";
import { overflowWatch } from "./overflow.ts";
import { amounts, floorParam, floorWatches, logInput, MEAN, meansOrLogs, perElement } from "./per-element.ts";

export const gammaNll = defineLoss({
  ...perElement,
  name: "gamma-nll",
  aliases: ["gamma", "gamma-loss", "half-gamma-loss", "reg:gamma", "gamma-nloglik"],
  summary: "Negative log-likelihood of positive amounts under a gamma distribution of shape 1.",
  formula: "p + t exp(-p);  with --no-log-input  log(p) + t / p, with floor of max(p, floor) for p",
  gradient: "1 - t exp(-p);  with --no-log-input  (p - t) / p^2;  with floor 0 up to it",
  relations: ["half of gamma-deviance, up to a term of the target alone"],
  notes: [
    "pred is the logarithm of the mean by default, as in scikit-learn and the gradient boosters' objectives; their metrics take the mean itself: --no-log-input. XGBoost's takes a mean for 1e-6 at least: --floor.",
    "Terms of the target alone are left out, so the loss may be negative.",
  ],
  libraries: {
    "scikit-learn": "sklearn._loss.HalfGammaLoss (logarithms)",
    XGBoost: "reg:gamma (logarithms); gamma-nloglik (means, floor 1e-6)",
    LightGBM: "gamma (objective: logarithms; metric: means)",
  },
  reference: "McCullagh and Nelder, Generalized Linear Models, 1989, chapter 8",
  example: "fixtures/data/diabetes.csv --no-log-input",
  roles: { pred: meansOrLogs, target: amounts },
  params: { log_input: logInput, floor: floorParam },
  like: {
    sklearn: { log_input: true },
    xgboost: { log_input: false, floor: 1e-6 },
    lightgbm: { log_input: false },
  },
  ranges: ({ log_input, floor }) => ({
    ...(!log_input && floor === undefined && { pred: MEAN }),
    target: { above: 0 },
  }),
  watches: ({ log_input, floor }) => (log_input ? [overflowWatch] : floorWatches(floor)),
  kernel({ pred, target }, { log_input, floor = 0 }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      if (log_input) {
        const ratio = t * Math.exp(-p);
        loss[i] = p + ratio;
        if (g) g[i] = 1 - ratio;
      } else {
        const mean = Math.max(p, floor);
        loss[i] = Math.log(mean) + t / mean;
        if (g) g[i] = p <= floor ? 0 : (p - t) / p / p;
      }
    }
  },
});
