import { defineLoss } from "../../core/loss.ts";
import { logFactorial } from "./log-gamma.ts";
import { overflowWatch } from "./overflow.ts";
import { counts, floorParam, floorWatches, logInput, meansOrLogs, perElement } from "./per-element.ts";

/** Stirling's approximation of log(t!), which torch takes as 0 up to 1. */
const stirling = (t: number): number => (t <= 1 ? 0 : t * Math.log(t) - t + 0.5 * Math.log(2 * Math.PI * t));

export const poissonNll = defineLoss({
  ...perElement,
  name: "poisson-nll",
  aliases: [
    "PoissonNLLLoss",
    "poisson",
    "poisson-loss",
    "half-poisson-loss",
    "count:poisson",
    "poisson-nloglik",
  ],
  summary: "Negative log-likelihood of counts under a Poisson distribution.",
  formula:
    "exp(p) - t p;  with --no-log-input  p - t log(p + eps), with floor of max(p, floor) for p;  with --full  + t log t - t + log(2 pi t) / 2 where t > 1, or with --constant exact  + log(t!)",
  gradient: "exp(p) - t;  with --no-log-input  1 - t / (p + eps);  with floor 0 up to it",
  relations: ["half of poisson-deviance, up to a term of the target alone"],
  notes: [
    "pred is the logarithm of the mean by default, as in torch and the gradient boosters' objectives; Keras, TensorFlow.js and the boosters' metrics take the mean itself: --no-log-input. The metric of XGBoost takes a mean for 1e-16 at least, that of LightGBM for 1e-10: --floor.",
    "Without --full the term of the target alone is left out, so the loss may be negative.",
    "torch's --full is Stirling's approximation for targets above 1 and 0 up to 1: too low by about 1 / (12 t). --constant exact gives log(t!), as XGBoost does.",
  ],
  libraries: {
    PyTorch: "torch.nn.PoissonNLLLoss",
    Keras: "keras.losses.Poisson (means, eps 1e-7)",
    "TensorFlow.js": "poisson (layers; means, eps 1e-7)",
    "scikit-learn": "sklearn._loss.HalfPoissonLoss (logarithms)",
    CatBoost: "Poisson (logarithms)",
    XGBoost: "count:poisson (logarithms); poisson-nloglik (means, exact constant)",
    LightGBM: "poisson (objective: logarithms; metric: means)",
  },
  reference: "Nelder and Wedderburn, Generalized linear models, 1972",
  example: "fixtures/data/diabetes.csv --no-log-input",
  roles: { pred: meansOrLogs, target: counts },
  params: {
    log_input: logInput,
    full: { kind: "flag", default: false, about: "add the term of the target alone" },
    constant: {
      kind: "choice",
      choices: ["stirling", "exact"],
      default: "stirling",
      about: "how --full takes log(t!): torch's approximation, or as it is",
    },
    eps: { kind: "number", min: 0, default: 1e-8, about: "added to means before the logarithm" },
    floor: floorParam,
  },
  like: {
    torch: { log_input: true, full: false, constant: "stirling", eps: 1e-8 },
    keras: { log_input: false, full: false, eps: 1e-7 },
    tfjs: { log_input: false, full: false, eps: 1e-7 },
    sklearn: { log_input: true, full: false },
    catboost: { log_input: true, full: false },
    xgboost: { log_input: false, full: true, constant: "exact", eps: 0, floor: 1e-16 },
    lightgbm: { log_input: false, full: false, eps: 0, floor: 1e-10 },
  },
  ranges: ({ log_input, floor }) => ({
    ...(!log_input &&
      floor === undefined && {
        pred: { min: 0, hint: "a mean is not negative; if these are logarithms of means: --log-input" },
      }),
    target: { min: 0, hint: "counts are not negative" },
  }),
  watches: ({ log_input, floor }) => (log_input ? [overflowWatch] : floorWatches(floor)),
  kernel({ pred, target }, { log_input, full, constant, eps, floor = -Infinity }, { loss, grad }) {
    const g = grad.pred;
    const addend = constant === "exact" ? logFactorial : stirling;
    for (let i = 0; i < loss.length; i++) {
      const p = log_input ? pred[i]! : Math.max(pred[i]!, floor);
      const t = target[i]!;
      const mean = log_input ? Math.exp(p) : p;
      // 0 log 0 is 0
      const weighted = log_input ? t * p : t === 0 ? t * p : t * Math.log(p + eps);
      loss[i] = full ? mean - weighted + addend(t) : mean - weighted;
      if (!g) continue;
      if (log_input) g[i] = mean - t;
      // 1 - t / (p + eps), of which nothing cancels where p is close to t
      else g[i] = p === floor ? 0 : t === 0 ? 1 : (p - t + eps) / (p + eps);
    }
  },
});
