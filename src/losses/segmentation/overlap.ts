import { sigmoid } from "../../core/activation.ts";
import { wholeRows } from "../../core/layout.ts";
import type { Dims, Output, Range, Role, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { Params } from "../../core/param.ts";
import { binaryRanges } from "../classification/binary.ts";
import { type From, fromParam, withinUnit } from "../classification/from.ts";
import { rowWatch } from "../row-watch.ts";

type Roles = "pred" | "target";

export const maskRoles = {
  pred: { kind: "real", about: "what is said of each pixel of a mask, one mask a row", grad: true },
  target: { kind: "label", about: "the true mask: 0 or 1 for each pixel, or a share in between" },
} as const satisfies Record<Roles, Role>;

export const maskParams = {
  from: fromParam("probs"),
  smooth: { kind: "number", min: 0, default: 0, about: "added above and below, so that empty masks agree" },
  eps: { kind: "number", min: 0, default: 1e-7, about: "added below only" },
  per: { kind: "choice", choices: ["sample"], default: "sample", about: "what has a loss of its own" },
} as const satisfies Params;

export const maskLayout = (shapes: Parameters<typeof wholeRows>[0]) => wholeRows(shapes);

export const maskRanges = ({ from }: { readonly from: From }): { pred?: Range; target: Range } =>
  binaryRanges(from);

const emptyMasks = rowWatch<Roles>({
  role: "target",
  rows: "any",
  find({ target }, row, width) {
    for (let i = row * width; i < (row + 1) * width; i++) if (target[i] !== 0) return -1;
    return row * width;
  },
  says: (count) =>
    `${plural(count, "row")} of target ${count === 1 ? "is an empty mask" : "are empty masks"}: the loss is 1 whatever is predicted, unless --smooth is above 0`,
});

export const maskWatches = ({ smooth }: { readonly smooth: number }): readonly Watch<Roles>[] =>
  smooth === 0 ? [emptyMasks] : [];

interface Overlap {
  readonly from: From;
  readonly smooth: number;
  readonly eps: number;
  readonly alpha: number;
  readonly beta: number;
}

/** 1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth + eps), the sums taken over a row. */
export function overlapKernel(
  { pred, target }: Readonly<Record<Roles, Float64Array>>,
  { from, smooth, eps, alpha, beta }: Overlap,
  { loss, grad }: Output<Roles>,
  { rows }: Dims<Roles>,
): void {
  const width = pred.length / rows;
  const g = grad.pred;
  const probability =
    from === "logits" ? sigmoid : from === "probs" ? withinUnit : (l: number) => Math.exp(Math.min(l, 0));
  const absence = from === "logits" ? (x: number) => sigmoid(-x) : (x: number) => 1 - probability(x);
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * width;
    let hit = 0;
    let wrong = 0;
    for (let i = row * width; i < end; i++) {
      const p = probability(pred[i]!);
      const t = target[i]!;
      hit += p * t;
      wrong += alpha * p * (1 - t) + beta * absence(pred[i]!) * t;
    }
    const above = hit + smooth;
    const below = above + wrong + eps;
    // 1 - above / below without a cancellation
    loss[row] = (wrong + eps) / below;
    if (!g) continue;
    for (let i = row * width; i < end; i++) {
      const p = probability(pred[i]!);
      const t = target[i]!;
      const slope = (above * (alpha * (1 - t) - beta * t) - t * (wrong + eps)) / (below * below);
      g[i] = slope * (from === "logits" ? p * absence(pred[i]!) : from === "probs" ? 1 : p);
    }
  }
}
