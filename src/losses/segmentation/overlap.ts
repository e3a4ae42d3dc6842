import { sigmoid } from "../../core/activation.ts";
import { elementwise, wholeRows } from "../../core/layout.ts";
import type { Layout, Output, Range, Role, Watch, Whole } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { Params } from "../../core/param.ts";
import { binaryRanges } from "../classification/binary.ts";
import { probabilitiesAsLogits } from "../classification/binary-watches.ts";
import { type From, fromParam, withinUnit } from "../classification/from.ts";
import { everyRow, rowWatch } from "../watch.ts";

type Roles = "pred" | "target";

export const maskRoles = {
  pred: { kind: "real", about: "what is said of each pixel of a mask, one mask a row", grad: true },
  target: { kind: "label", about: "the true mask: 0 or 1 for each pixel, or a share in between" },
} as const satisfies Record<Roles, Role>;

export const maskParams = {
  from: fromParam("probs"),
  smooth: { kind: "number", min: 0, default: 0, about: "added above and below, so that empty masks agree" },
  eps: { kind: "number", min: 0, default: 1e-7, about: "added below only" },
  per: {
    kind: "choice",
    choices: ["sample", "batch"],
    default: "sample",
    about: "what has a loss: each mask, or all of them together",
  },
} as const satisfies Params;

type Per = "sample" | "batch";

/** All masks together are given at once and have one loss; a row may then be a single pixel. */
export const maskWhole = ({ per }: { readonly per: Per }): Whole | undefined =>
  per === "batch" ? "value" : undefined;

export function maskLayout(shapes: Parameters<typeof wholeRows>[0], { per }: { readonly per: Per }): Layout {
  if (per === "sample") return wholeRows(shapes);
  elementwise(shapes);
  return { out: [] };
}

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

const nothingThere = everyRow<Roles>({
  role: "target",
  still: ({ target }) => target.every((t) => t === 0),
  says: () => "all of target is empty: the loss is 1 whatever is predicted, unless --smooth is above 0",
});

export function maskWatches({
  from,
  smooth,
  per,
}: {
  readonly from: From;
  readonly smooth: number;
  readonly per: Per;
}): readonly Watch<Roles>[] {
  const empty = per === "sample" ? emptyMasks : nothingThere;
  return [
    ...(from === "logits" ? [probabilitiesAsLogits("use --from probs")] : []),
    ...(smooth > 0 ? [] : [empty]),
  ];
}

interface Overlap {
  readonly smooth: number;
  readonly eps: number;
  readonly alpha: number;
  readonly beta: number;
}

/** The loss of masks, each of a row or, where there is one loss, of all rows. */
export function overlapKernel(
  { pred, target }: Readonly<Record<Roles, Float64Array>>,
  { from, ...params }: Overlap & { readonly from: From },
  { loss, grad }: Output<Roles>,
): void {
  const presence =
    from === "logits" ? sigmoid : from === "probs" ? withinUnit : (l: number) => Math.exp(Math.min(l, 0));
  const p = pred.map(presence);
  const q = from === "logits" ? pred.map((x) => sigmoid(-x)) : p.map((x) => 1 - x);
  const g = grad.pred;
  overlaps(p, q, target, params, loss, g);
  if (!g || from === "probs") return;
  for (let i = 0; i < g.length; i++) g[i]! *= from === "logits" ? p[i]! * q[i]! : p[i]!;
}

/**
 * 1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth + eps), the sums taken over as many equal parts as there are
 * losses; from what each pixel is predicted to be of the mask (p) and not to be (q). Gradients are by p.
 */
export function overlaps(
  p: Float64Array,
  q: Float64Array,
  target: Float64Array,
  { smooth, eps, alpha, beta }: Overlap,
  loss: Float64Array,
  g?: Float64Array,
): void {
  const width = p.length / loss.length;
  for (let part = 0; part < loss.length; part++) {
    const end = (part + 1) * width;
    let hit = 0;
    let wrong = 0;
    for (let i = part * width; i < end; i++) {
      const t = target[i]!;
      hit += p[i]! * t;
      wrong += alpha * p[i]! * (1 - t) + beta * q[i]! * t;
    }
    const above = hit + smooth;
    const below = above + wrong + eps;
    // 1 - above / below without a cancellation
    loss[part] = (wrong + eps) / below;
    if (!g) continue;
    for (let i = part * width; i < end; i++) {
      const t = target[i]!;
      g[i] = (above * (alpha * (1 - t) - beta * t) - t * (wrong + eps)) / (below * below);
    }
  }
}
