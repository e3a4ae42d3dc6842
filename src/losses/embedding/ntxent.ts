import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { defineLoss } from "../../core/loss.ts";
import { LogSum } from "../log-sum.ts";
import { takeScaled } from "./cosine.ts";
import { addProductGradients, groupLayout, groupRoles, groupWatches, products } from "./groups.ts";
import { zeroVectors } from "./zero-vectors.ts";

export const ntxent = defineLoss({
  name: "ntxent",
  aliases: ["ntxent-loss", "simclr", "normalized-temperature-cross-entropy"],
  family: "embedding",
  summary: "Each of a group should be found by any other of it, among all that are not of the group.",
  formula:
    "mean over pairs i, j of the same group of  log(e^(s_ij) + sum_k e^(s_ik)) - s_ij,  s = cos / temperature, k of other groups",
  gradient:
    "by s_ij: -(1 - q), by s_ik: q times its share of the sum,  q = sum_k e^(s_ik) / (e^(s_ij) + sum_k e^(s_ik));  through the cosine to both vectors",
  denominator: "pairs of the same group, both ways round",
  relations: ["info-nce takes similarities that are there already, with the positive on the diagonal"],
  notes: [
    "It needs all rows at once: a row is compared with every other one, so the work grows with the square of the rows.",
    "The other rows of a group are not among those that a pair is told from; SimCLR has two rows a group, where it makes no difference.",
    "Vectors may have any length: it takes their cosines. optax takes squared lengths of at least the precision's epsilon (1.2e-7 in single precision), so it differs for very short ones.",
  ],
  libraries: { optax: "optax.losses.ntxent" },
  reference: "Chen, Kornblith, Norouzi and Hinton, SimCLR, 2020",
  example: "'[[1,0],[0.8,0.6],[0,1],[-0.6,0.8]]' 0,0,1,1 --temperature 0.5",
  roles: groupRoles,
  params: {
    temperature: { kind: "number", above: 0, default: 0.07, about: "what the cosines are divided by" },
  },
  reduction: "mean",
  like: { optax: { temperature: 0.07 } },
  whole: () => "value",
  layout: groupLayout,
  watches: () => [zeroVectors("pred"), ...groupWatches("there is nothing to average, and the loss is NaN")],
  kernel({ pred, target }, { temperature }, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    const { units, lengths } = directions(pred, width);
    const pairs = target.some(Number.isNaN) ? Number.NaN : countPairs(target);
    const gradient = grad.pred && new Float64Array(pred.length);
    const s = new Float64Array(rows);
    const away = new LogSum();
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      products(units, row, s);
      away.clear();
      for (let other = 0; other < rows; other++) {
        s[other]! /= temperature;
        if (target[other] !== target[row]) away.add(s[other]!);
      }
      const others = away.value();
      let pull = 0;
      for (let other = 0; other < rows; other++) {
        if (other === row || target[other] !== target[row]) continue;
        const u = others - s[other]!;
        sum += Math.max(u, 0) + log1pExpNegAbs(u);
        const q = sigmoid(u);
        pull += q;
        // in its place the slope by the product
        s[other] = -q / pairs / temperature;
      }
      if (!gradient) continue;
      s[row] = 0;
      for (let other = 0; other < rows; other++)
        if (target[other] !== target[row])
          s[other] = pull === 0 ? 0 : (pull * away.share(s[other]!)) / pairs / temperature;
      addProductGradients(units, row, s, gradient);
    }
    loss[0] = sum / pairs;
    if (grad.pred && gradient) throughDirections(units, lengths, gradient, grad.pred);
  },
});

/** The vectors brought to length 1; those of length 0 stay. */
function directions(vectors: Float64Array, width: number) {
  const units = new Float64Array(vectors.length);
  const lengths = new Float64Array(vectors.length / width);
  for (const row of lengths.keys()) {
    const vector = units.subarray(row * width, (row + 1) * width);
    const scale = takeScaled(vectors, row * width, vector);
    let square = 0;
    for (const x of vector) square += x * x;
    const root = Math.sqrt(square);
    if (root === 0) continue;
    for (const [i, x] of vector.entries()) vector[i] = x / root;
    lengths[row] = scale * root;
  }
  return { units, lengths };
}

/** From gradients by the directions those by the vectors: what points along a vector does not turn it. */
function throughDirections(
  units: Float64Array,
  lengths: Float64Array,
  gradient: Float64Array,
  into: Float64Array,
): void {
  const width = units.length / lengths.length;
  for (const [row, length] of lengths.entries()) {
    const start = row * width;
    let along = 0;
    for (let i = start; i < start + width; i++) along += units[i]! * gradient[i]!;
    for (let i = start; i < start + width; i++)
      into[i] = length === 0 ? 0 : (gradient[i]! - along * units[i]!) / length + 0;
  }
}

function countPairs(labels: Float64Array): number {
  const sizes = new Map<number, number>();
  for (const label of labels) sizes.set(label, (sizes.get(label) ?? 0) + 1);
  let pairs = 0;
  for (const size of sizes.values()) pairs += size * (size - 1);
  return pairs;
}
