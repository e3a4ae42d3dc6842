import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { defineLoss } from "../../core/loss.ts";
import { probabilitiesAsLogits, takeLogits } from "../classification/binary-watches.ts";
import { hasNaN } from "../regression/whole-residual.ts";
import { factorsWithin, groupRole, oneNumberARow, rowsByGroup, sameWithinGroups } from "./queries.ts";

/** How far CatBoost looks for a shift, both ways. */
const FARTHEST = 20;

export const queryCrossEntropy = defineLoss({
  name: "query-cross-entropy",
  aliases: [],
  family: "ranking",
  summary: "Cross-entropy on logits of which each query may shift its own to where they cost least.",
  formula:
    "(1 - alpha) H(x, t) + alpha H(x + s, t),  H(x, t) = t softplus(-x) + (1 - t) softplus(x),  s the shift in -20..20 by which the group costs least, by sample weights where there are any;  (1 - alpha) H(x, t) where all targets of a group are the same",
  gradient: "(1 - alpha)(sigmoid(x) - t) + alpha (sigmoid(x + s) - t)",
  denominator: "rows",
  relations: ["bce-with-logits at alpha 0"],
  notes: [
    "It needs all rows at once: a row's shift depends on its group.",
    "A group whose targets are all the same has no best shift: its part of alpha costs nothing, as in CatBoost.",
    "CatBoost finds the shift by 30 halvings, to 4e-8; here it is exact. The loss is the same to all digits, for it is flat there.",
    "Sample weights enter the shift, as in CatBoost; whether the targets of a group are the same they do not decide.",
  ],
  libraries: { CatBoost: "QueryCrossEntropy" },
  reference: "CatBoost, Ranking: objectives and metrics",
  example: "2,0.5,-1,0.3,1 1,0,0,1,0 1,1,1,2,2",
  roles: {
    pred: { kind: "real", about: "predicted logit of an item", grad: true },
    target: { kind: "label", about: "whether it is relevant: 0, 1 or a probability" },
    group: groupRole,
  },
  params: {
    alpha: {
      kind: "number",
      min: 0,
      max: 1,
      default: 0.95,
      about: "share of the cross-entropy after the shift",
    },
  },
  reduction: "mean",
  like: { catboost: { alpha: 0.95 } },
  whole: () => "rows",
  weighted: true,
  layout: (shapes) => oneNumberARow("query-cross-entropy", shapes),
  ranges: () => ({
    target: { min: 0, max: 1, hint: "targets are 0, 1 or a probability; are pred and target swapped?" },
  }),
  watches: ({ alpha }) => [
    probabilitiesAsLogits(takeLogits),
    ...(alpha === 0
      ? []
      : [
          sameWithinGroups(
            "target",
            ({ target }, row) => target[row]!,
            () =>
              "within each group all targets are the same: there is nothing to shift, and --alpha's share of the loss is 0",
          ),
        ]),
  ],
  kernel({ pred, target, group }, { alpha }, { loss, grad }, { weights }) {
    const g = grad.pred;
    const unknown = hasNaN(group);
    for (const rows of rowsByGroup(group)) {
      const mixed = rows.some((row) => target[row] !== target[rows[0]!]);
      const shift = unknown ? Number.NaN : mixed && alpha > 0 ? bestShift(pred, target, rows, weights) : 0;
      const share = mixed || unknown ? alpha : 0;
      for (const row of rows) {
        const [x, t] = [pred[row]!, target[row]!];
        loss[row] = mix(1 - alpha, crossEntropy(x, t), share, crossEntropy(x + shift, t));
        if (g) g[row] = mix(1 - alpha, slope(x, t), share, slope(x + shift, t));
      }
    }
    // without its group no row is known
    if (unknown) loss.fill(Number.NaN);
  },
});

/** The sum of two, of which one that does not count may be infinite. */
const mix = (a: number, u: number, b: number, v: number): number =>
  (a === 0 ? 0 : a * u) + (b === 0 ? 0 : b * v) + 0 * (Number.isNaN(u) ? u : 0);

function crossEntropy(x: number, t: number): number {
  const tail = log1pExpNegAbs(x);
  const miss = t === 0 ? 0 : t * (Math.max(-x, 0) + tail);
  return miss + (t === 1 ? 0 : (1 - t) * (Math.max(x, 0) + tail));
}

/** sigmoid(x) - t, in which nothing cancels. */
const slope = (x: number, t: number): number => (1 - t) * sigmoid(x) - t * sigmoid(-x);

/** Where the weighted slopes of a group add up to 0: Newton's steps, held by what is known to be on either side. */
function bestShift(
  pred: Float64Array,
  target: Float64Array,
  rows: readonly number[],
  weights?: Float64Array,
): number {
  const factor = factorsWithin(rows, weights);
  const at = (shift: number) => {
    let sum = 0;
    let bend = 0;
    for (const row of rows) {
      const w = factor(row);
      const x = pred[row]! + shift;
      sum += w * slope(x, target[row]!);
      bend += w * (sigmoid(x) * sigmoid(-x));
    }
    return { sum, bend };
  };
  let [low, high] = [-FARTHEST, FARTHEST];
  if (at(high).sum <= 0) return high;
  if (at(low).sum >= 0) return low;
  let shift = 0;
  // as many halvings as a double has bits, at the worst
  for (let step = 0; step < 200; step++) {
    const { sum, bend } = at(shift);
    if (Number.isNaN(sum)) return sum;
    if (sum === 0) break;
    if (sum < 0) low = shift;
    else high = shift;
    let next = shift - sum / bend;
    if (!(next > low && next < high)) next = low + (high - low) / 2;
    if (Math.abs(next - shift) <= 2 ** -52 * Math.max(Math.abs(shift), 2 ** -20)) return next;
    shift = next;
  }
  return shift;
}
