import { defineLoss } from "../../core/loss.ts";
import { overflowWatch } from "./overflow.ts";
import { floorParam, floorWatches, logInput, MEAN, meansOrLogs, perElement } from "./per-element.ts";

export const tweedieNll = defineLoss({
  ...perElement,
  name: "tweedie-nll",
  aliases: ["tweedie", "tweedie-loss", "half-tweedie-loss", "reg:tweedie", "tweedie-nloglik"],
  summary: "Negative log-likelihood of amounts that may be 0, between Poisson and gamma.",
  formula:
    "-t exp((1 - power) p) / (1 - power) + exp((2 - power) p) / (2 - power);  with --no-log-input log(p) for p, with floor log(max(p, floor))",
  gradient:
    "exp((2 - power) p) - t exp((1 - power) p);  with --no-log-input  (p - t) / p^power;  with floor 0 up to it",
  relations: ["half of tweedie-deviance, up to a term of the target alone"],
  notes: [
    "pred is the logarithm of the mean; with --no-log-input it is the mean itself, as the gradient boosters' metrics take it. LightGBM's takes a mean for 1e-10 at least: --floor.",
    "Terms of the target alone are left out. CatBoost has no default for the power.",
  ],
  libraries: {
    "scikit-learn": "sklearn._loss.HalfTweedieLoss (power = 1.5)",
    CatBoost: "Tweedie (variance_power has no default)",
    XGBoost: "reg:tweedie (tweedie_variance_power = 1.5); tweedie-nloglik@1.5 (means)",
    LightGBM: "tweedie (tweedie_variance_power = 1.5)",
  },
  reference: "Jørgensen, Exponential dispersion models, 1987",
  example: "fixtures/data/diabetes.csv --no-log-input",
  roles: { pred: meansOrLogs, target: { kind: "real", about: "true amounts y, not negative" } },
  params: {
    power: {
      kind: "number",
      above: 1,
      below: 2,
      default: 1.5,
      about: "the variance grows as the mean to this power",
    },
    log_input: logInput,
    floor: floorParam,
  },
  like: {
    sklearn: { power: 1.5, log_input: true },
    xgboost: { power: 1.5, log_input: false },
    lightgbm: { power: 1.5, log_input: false, floor: 1e-10 },
    catboost: { log_input: true },
  },
  ranges: ({ log_input, floor }) => ({
    ...(!log_input && floor === undefined && { pred: MEAN }),
    target: { min: 0 },
  }),
  watches: ({ log_input, floor }) => (log_input ? [overflowWatch] : floorWatches(floor)),
  kernel({ pred, target }, { power, log_input, floor = 0 }, { loss, grad }) {
    const g = grad.pred;
    const [a, b] = [1 - power, 2 - power];
    for (let i = 0; i < loss.length; i++) {
      const p = log_input ? pred[i]! : Math.max(pred[i]!, floor);
      const t = target[i]!;
      const low = log_input ? Math.exp(a * p) : p ** a;
      const high = log_input ? Math.exp(b * p) : p ** b;
      // low may be infinite where there is nothing of it
      const weighted = t === 0 ? 0 : t * low;
      loss[i] = high / b - weighted / a;
      if (!g) continue;
      if (log_input) g[i] = high - weighted;
      // in this form nothing cancels where p is close to t
      else g[i] = p === floor || p === t ? 0 : ((p - t) / p) * low;
    }
  },
});
