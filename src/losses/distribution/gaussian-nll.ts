import { defineLoss } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { cellWatch } from "../watch.ts";
import { HALF_LOG_TWO_PI } from "./log-gamma.ts";
import { means, perElement, trueValues } from "./per-element.ts";

export const gaussianNll = defineLoss({
  ...perElement,
  name: "gaussian-nll",
  aliases: ["GaussianNLLLoss", "heteroscedastic-gaussian"],
  summary: "Negative log-likelihood under a normal distribution of predicted mean and variance.",
  formula: "v = max(var, eps);  0.5 (log v + (p - t)^2 / v);  with --full  + 0.5 log(2 pi)",
  gradient: "by pred (p - t) / v;  by var 0.5 (1 / v - (p - t)^2 / v^2), also where eps is the floor",
  relations: ["gaussian-nll-log-sigma with var = exp(2 log_sigma), up to the constant"],
  notes: [
    "var is a variance, not a standard deviation.",
    "eps is a floor, and not added; the gradient by var passes through it as in torch. A warning counts the variances below it.",
    "Without --full the constant 0.9189 is left out.",
  ],
  libraries: { PyTorch: "torch.nn.GaussianNLLLoss", MLX: "mlx.nn.losses.gaussian_nll_loss" },
  reference: "Nix and Weigend, Estimating the mean and variance of the target distribution, 1994",
  example: "1,2,3 1.5,2,2 0.5,1,2",
  roles: {
    pred: means,
    target: trueValues,
    var: { kind: "real", about: "predicted variances, not negative", grad: true },
  },
  params: {
    full: { kind: "flag", default: false, about: "add the constant 0.5 log(2 pi)" },
    eps: { kind: "number", above: 0, default: 1e-6, about: "smallest variance; smaller ones count as this" },
  },
  like: { torch: { full: false, eps: 1e-6 }, mlx: { full: false, eps: 1e-6 } },
  ranges: () => ({
    var: {
      min: 0,
      hint: "a variance is not negative; logarithms of deviations go to gaussian-nll-log-sigma",
    },
  }),
  watches: ({ eps }) => [
    cellWatch(
      "var",
      (v) => v < eps,
      (count) =>
        `${plural(count, "value")} of var ${count === 1 ? "is" : "are"} below eps, ${eps}, and taken as eps`,
    ),
  ],
  kernel({ pred, target, var: variance }, { full, eps }, { loss, grad }) {
    const { pred: g, var: h } = grad;
    const constant = full ? HALF_LOG_TWO_PI : 0;
    for (let i = 0; i < loss.length; i++) {
      const v = Math.max(variance[i]!, eps);
      const d = pred[i]! - target[i]!;
      const slope = d / v;
      loss[i] = 0.5 * (Math.log(v) + d * slope) + constant;
      if (g) g[i] = slope;
      if (h) h[i] = 0.5 * (1 / v - slope * slope);
    }
  },
});
