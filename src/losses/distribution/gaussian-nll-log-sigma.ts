import { defineLoss } from "../../core/loss.ts";
import { HALF_LOG_TWO_PI } from "./log-gamma.ts";
import { means, perElement, trueValues } from "./per-element.ts";

export const gaussianNllLogSigma = defineLoss({
  ...perElement,
  name: "gaussian-nll-log-sigma",
  aliases: ["rmse-with-uncertainty"],
  summary: "Negative log-likelihood under a normal distribution, from the logarithm of its deviation.",
  formula: "0.5 log(2 pi) + s + 0.5 exp(-2 s) (p - t)^2,  s = log_sigma",
  gradient: "by pred exp(-2 s) (p - t);  by log_sigma 1 - exp(-2 s) (p - t)^2",
  relations: ["gaussian-nll --full with var = exp(2 log_sigma)"],
  notes: ["log_sigma is the logarithm of the standard deviation, half of the logarithm of the variance."],
  libraries: {
    CatBoost: "RMSEWithUncertainty",
    PyTorch: "-torch.distributions.Normal(p, exp(s)).log_prob(t)",
  },
  reference: "Nix and Weigend, Estimating the mean and variance of the target distribution, 1994",
  example: "1,2,3 1.5,2,2 -0.3,0,0.3",
  roles: {
    pred: means,
    target: trueValues,
    log_sigma: { kind: "real", about: "logarithms of predicted standard deviations", grad: true },
  },
  params: {},
  kernel({ pred, target, log_sigma: logSigma }, _, { loss, grad }) {
    const { pred: g, log_sigma: h } = grad;
    for (let i = 0; i < loss.length; i++) {
      const s = logSigma[i]!;
      const scale = Math.exp(-s);
      const d = (pred[i]! - target[i]!) * scale;
      loss[i] = HALF_LOG_TWO_PI + s + 0.5 * d * d;
      if (g) g[i] = d * scale;
      if (h) h[i] = 1 - d * d;
    }
  },
});
