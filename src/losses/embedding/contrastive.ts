import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { distanceRole, negativeDistances } from "./distance-watch.ts";

export const contrastive = defineLoss({
  name: "contrastive",
  aliases: ["contrastive-loss"],
  family: "embedding",
  summary: "Squared distance for similar pairs, squared hinge for the others.",
  formula: "y d^2 + (1 - y) max(margin - d, 0)^2",
  gradient: "2 y d - 2 (1 - y) max(margin - d, 0)",
  denominator: "elements",
  relations: ["hinge-embedding --labels 01 is the same without squares: its own labels are -1 and 1"],
  notes: [
    "y = 1 is a similar pair; Hadsell, Chopra and LeCun write it the other way round, and with a factor 1/2.",
    "It takes distances, not squared distances.",
  ],
  libraries: { "TensorFlow Addons": "tfa.losses.ContrastiveLoss" },
  reference: "Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006",
  example: "0.2,1.5,0.4 1,0,0",
  roles: { pred: distanceRole, target: { kind: "label", about: "1 for a similar pair, 0 for another" } },
  params: {
    margin: { kind: "number", default: 1, about: "distance at which dissimilar pairs cost nothing" },
  },
  reduction: "mean",
  layout: elementwise,
  ranges: () => ({ target: { min: 0, max: 1, hint: "1 is a similar pair, 0 another" } }),
  watches: () => [negativeDistances],
  kernel({ pred, target }, { margin }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]!;
      const y = target[i]!;
      const short = Math.max(margin - d, 0);
      loss[i] = y * d * d + (1 - y) * short * short;
      if (g) g[i] = 2 * y * d - 2 * (1 - y) * short;
    }
  },
});
