import { classDims, positionOf } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { expm1Minus } from "../../core/remainder.ts";
import { perElement } from "./per-element.ts";
import { perDistribution } from "./rows.ts";

export const generalizedKl = defineLoss({
  ...perElement,
  name: "generalized-kl",
  aliases: ["generalized-kl-divergence", "convex-kl-divergence", "i-divergence"],
  summary: "Kullback-Leibler divergence for masses that need not sum to 1; one number a row.",
  formula: "sum over the row of t log t - t p + exp(p) - t, p logarithms of masses",
  gradient: "exp(p) - t",
  denominator: "rows",
  relations: [
    "kl-div summed over a row where both sum to 1",
    "half of poisson-deviance summed over a row, of exp(pred)",
  ],
  libraries: { optax: "optax.losses.generalized_kl_divergence" },
  reference: "Csiszár, Why least squares and maximum entropy?, 1991",
  example: "'[[-1.6,-0.2],[0.7,0]]' '[[0.3,0.7],[2,0]]'",
  roles: {
    pred: { kind: "real", about: "logarithms of predicted masses", grad: true },
    target: { kind: "real", about: "true masses, not negative" },
  },
  params: {},
  layout: perDistribution,
  ranges: () => ({ target: { min: 0, hint: "masses are not negative" } }),
  kernel({ pred, target }, _, { loss, grad }, { shapes }) {
    const dims = classDims(shapes.pred);
    const g = grad.pred;
    loss.fill(0);
    for (let i = 0; i < pred.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      const position = positionOf(i, dims);
      const v = p - Math.log(t);
      if (Math.abs(v) < 1) {
        // in v nothing cancels where exp(p) is close to t
        loss[position]! += t * expm1Minus(v);
        if (g) g[i] = t * Math.expm1(v);
      } else {
        const mass = Math.exp(p);
        loss[position]! += t === 0 ? mass : mass - t * (1 + v);
        if (g) g[i] = mass - t;
      }
    }
  },
});
