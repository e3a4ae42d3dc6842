import { defineLoss } from "../../core/loss.ts";
import { minusLog1p } from "../../core/remainder.ts";
import { digammaRise, logFactorial, logRising } from "./log-gamma.ts";
import { counts, means, perElement } from "./per-element.ts";

/** -log of the probability of k, of mean m and variance m + a m^2. */
function nll(m: number, k: number, a: number): number {
  const r = 1 / a;
  // log gamma(r + k) - log gamma(r), without the k log r that k log(m a) takes away again
  const counting = logFactorial(k) - logRising(r, k) - (k === 0 ? 0 : k * Math.log(m));
  return counting + (r + k) * Math.log1p(m * a);
}

/** Its slope by a, through r = 1 / a. */
function byDispersion(m: number, k: number, a: number): number {
  const r = 1 / a;
  const u = (m - k) / (r + k);
  // log(1 + u) - u / (1 + u), of which both go to 0 as r grows
  const gap = (u * u) / (1 + u) - minusLog1p(u);
  return (digammaRise(r, k) - gap) * r * r;
}

export const negativeBinomialNll = defineLoss({
  ...perElement,
  name: "negative-binomial-nll",
  aliases: ["negative-binomial", "nb-nll"],
  summary: "Negative log-likelihood of counts that vary more than Poisson's.",
  formula:
    "r = 1 / a;  log gamma(r) + log(t!) - log gamma(t + r) + (t + r) log(1 + a p) - t log(a p),  a = dispersion",
  gradient:
    "by pred (t + r) / (r + p) - t / p;  by dispersion r^2 (digamma(t + r) - digamma(r) - log(1 + a p) + (p - t) / (r + p))",
  relations: ["goes to poisson-nll --no-log-input --full --constant exact as dispersion goes to 0"],
  notes: [
    "dispersion is a in the variance p + a p^2. Others call r = 1 / a the dispersion, size or total_count, or use the probability p / (r + p).",
  ],
  libraries: {
    PyTorch: "-torch.distributions.NegativeBinomial(1 / a, logits=log(a p)).log_prob(t)",
    statsmodels: "NegativeBinomial (nb2)",
  },
  reference: "Hilbe, Negative Binomial Regression, 2011",
  example: "2.5,4,0.7 3,2,0 0.5,0.5,0.5",
  roles: {
    pred: means,
    target: counts,
    dispersion: { kind: "real", about: "predicted dispersions a, above 0", grad: true },
  },
  params: {},
  ranges: () => ({
    pred: { above: 0 },
    target: { min: 0, hint: "counts are not negative" },
    dispersion: { above: 0 },
  }),
  kernel({ pred, target, dispersion }, _, { loss, grad }) {
    const { pred: g, dispersion: h } = grad;
    for (let i = 0; i < loss.length; i++) {
      const m = pred[i]!;
      const k = target[i]!;
      const a = dispersion[i]!;
      loss[i] = nll(m, k, a);
      if (g) g[i] = (m - k) / m / (1 + a * m);
      if (h) h[i] = byDispersion(m, k, a);
    }
  },
});
