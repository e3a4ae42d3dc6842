import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { labelRange, labelsParam, signOf, signRole } from "../margin/labels.ts";
import { step } from "../margin/margin.ts";
import { Cosine } from "./cosine.ts";
import { zeroVectors } from "./zero-vectors.ts";

/** What torch adds to each squared norm. */
const EPS = 1e-12;

export const cosineEmbedding = defineLoss({
  name: "cosine-embedding",
  aliases: ["CosineEmbeddingLoss"],
  family: "embedding",
  summary: "Turns similar pairs to the same direction and others apart.",
  formula:
    "c = <a, b> / sqrt((|a|^2 + 1e-12)(|b|^2 + 1e-12));  1 - c  if y = 1;  max(c - margin, 0)  if y = -1",
  gradient:
    "dc/da = b / sqrt(A B) - c a / A, with A, B the norms under the root;  times -1 or, where c > margin, 1",
  denominator: "rows",
  relations: ["for y = 1 it is cosine-distance"],
  notes: [
    "Labels are -1 and 1; any other costs nothing in torch, so 0/1 labels are wrong without a word there.",
    "At c = margin torch gives the whole gradient; here it is 0.",
  ],
  libraries: { PyTorch: "torch.nn.CosineEmbeddingLoss" },
  reference: "Hadsell, Chopra and LeCun, Dimensionality reduction by learning an invariant mapping, 2006",
  example: "'[[1,0],[1,2]]' '[[1,1],[-1,0]]' 1,-1",
  roles: {
    input1: { kind: "real", about: "first vector of each pair", grad: true },
    input2: { kind: "real", about: "second vector of each pair", grad: true },
    target: signRole,
  },
  params: {
    margin: { kind: "number", min: -1, max: 1, default: 0, about: "cosine that dissimilar pairs may have" },
    labels: labelsParam,
  },
  reduction: "mean",
  like: { torch: { margin: 0, labels: "pm1" } },
  layout: (shapes) => vectors(shapes, ["target"]),
  ranges: ({ labels }) => ({ target: labelRange(labels) }),
  watches: () => [zeroVectors("input1"), zeroVectors("input2")],
  kernel({ input1, input2, target }, { margin, labels }, { loss, grad }, { rows }) {
    const width = input1.length / rows;
    const { input1: ga, input2: gb } = grad;
    const pair = new Cosine(width, { added: EPS });
    for (let row = 0; row < rows; row++) {
      const start = row * width;
      pair.read(input1, input2, start);
      const { cos, distance } = pair;
      const s = signOf(target[row]!, labels);
      loss[row] = s > 0 ? distance : s < 0 ? Math.max(cos - margin, 0) : Number.NaN;
      const slope = s > 0 ? 1 : s < 0 ? -step(cos - margin) : Number.NaN;
      for (let i = 0; i < width; i++) {
        if (ga) ga[start + i] = slope * pair.byFirst(i) + 0;
        if (gb) gb[start + i] = slope * pair.bySecond(i) + 0;
      }
    }
  },
});
