import { classDims, positionOf } from "../../core/layout.ts";
import { defineLoss, type Range } from "../../core/loss.ts";
import { PROBABILITY } from "../classification/from.ts";
import { perElement } from "./per-element.ts";
import { distributionWatches, perDistribution } from "./rows.ts";

const RANGE: Range = { ...PROBABILITY, hint: "js-divergence takes probabilities" };

/** (t log(t / m) + p log(p / m)) / 2 where m is their middle. */
function divergence(p: number, t: number): number {
  const m = 0.5 * (p + t);
  const w = (t - p) / (p + t);
  // in w nothing cancels where p is close to t
  if (Math.abs(w) < 0.5) return 0.5 * m * (2 * w * Math.atanh(w) + Math.log1p(-w * w));
  return 0.5 * ((t === 0 ? 0 : t * Math.log(t / m)) + (p === 0 ? 0 : p * Math.log(p / m)));
}

function slope(p: number, t: number): number {
  if (p === 0 && t === 0) return 0;
  const w = (p - t) / (p + t);
  return 0.5 * (Math.abs(w) < 0.5 ? Math.log1p(w) : Math.log((2 * p) / (p + t)));
}

export const jsDivergence = defineLoss({
  ...perElement,
  name: "js-divergence",
  aliases: ["jensen-shannon", "jensen-shannon-divergence", "jsd"],
  summary: "Jensen-Shannon divergence of two distributions: symmetric, at most log 2; one number a row.",
  formula: "m = (p + t) / 2;  0.5 KL(t, m) + 0.5 KL(p, m), summed over the row",
  gradient: "0.5 log(2 p / (p + t))",
  denominator: "rows",
  relations: ["the mean of two kl-div, each from the middle of both"],
  notes: [
    "Natural logarithms. SciPy's jensenshannon is the square root of this: the distance, not the divergence.",
    "Both are taken as they are. SciPy makes them sum to 1 first.",
  ],
  libraries: { SciPy: "scipy.spatial.distance.jensenshannon(p, t) ** 2" },
  reference: "Lin, Divergence measures based on the Shannon entropy, 1991",
  example: "'[[0.2,0.8],[0.5,0.5]]' '[[0.3,0.7],[0.9,0.1]]'",
  roles: {
    pred: { kind: "real", about: "predicted probabilities", grad: true },
    target: { kind: "real", about: "true probabilities" },
  },
  params: {},
  layout: perDistribution,
  ranges: () => ({ pred: RANGE, target: RANGE }),
  watches: (_, shapes) => distributionWatches(shapes, { pred: "probs", target: "probs" }),
  kernel({ pred, target }, _, { loss, grad }, { shapes }) {
    const dims = classDims(shapes.pred);
    const g = grad.pred;
    loss.fill(0);
    for (let i = 0; i < pred.length; i++) {
      // rounding may have left them outside
      const p = Math.min(Math.max(pred[i]!, 0), 1);
      const t = Math.min(Math.max(target[i]!, 0), 1);
      const position = positionOf(i, dims);
      loss[position]! += divergence(p, t);
      if (g) g[i] = slope(p, t);
    }
  },
});
