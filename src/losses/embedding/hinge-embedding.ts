import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { labelRange, labelsParam, signOf, signRole } from "../margin/labels.ts";
import { step } from "../margin/margin.ts";
import { distanceRole, negativeDistances } from "./distance-watch.ts";

export const hingeEmbedding = defineLoss({
  name: "hinge-embedding",
  aliases: ["HingeEmbeddingLoss"],
  family: "embedding",
  summary: "Pulls similar pairs together and pushes others a margin apart, by their distance.",
  formula: "x  if y = 1;  max(margin - x, 0)  if y = -1",
  gradient: "1  if y = 1;  -1  if y = -1 and x < margin;  else  0",
  denominator: "elements",
  relations: ["contrastive is the squared kind"],
  notes: [
    "It takes distances, not scores: a negative one makes a negative loss.",
    "torch adds both terms for any other label, so 0/1 labels give wrong numbers there; --labels 01 maps them.",
    "At x = margin torch's gradient is -1; here it is 0.",
  ],
  libraries: { PyTorch: "torch.nn.HingeEmbeddingLoss" },
  reference: "Norouzi, Fleet and Salakhutdinov, Hamming distance metric learning, 2012",
  example: "0.2,1.5,0.4 1,-1,-1",
  roles: { pred: distanceRole, target: signRole },
  params: {
    margin: { kind: "number", default: 1, about: "distance at which dissimilar pairs cost nothing" },
    labels: labelsParam,
  },
  reduction: "mean",
  like: { torch: { margin: 1, labels: "pm1" } },
  layout: elementwise,
  ranges: ({ labels }) => ({ target: labelRange(labels) }),
  watches: () => [negativeDistances],
  kernel({ pred, target }, { margin, labels }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const x = pred[i]!;
      const s = signOf(target[i]!, labels);
      const short = margin - x;
      // a NaN label is neither
      loss[i] = s > 0 ? x + 0 : s < 0 ? Math.max(short, 0) : Number.NaN;
      if (g) g[i] = s > 0 ? 1 : s < 0 ? 0 - step(short) : Number.NaN;
    }
  },
});
