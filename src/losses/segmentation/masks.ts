import { sigmoid } from "../../core/activation.ts";
import type { Shape } from "../../core/batch.ts";
import { classDims, elementwise, wholeRows } from "../../core/layout.ts";
import type { Dims, Layout, Output, Range, Role, Watch, Whole } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { Params } from "../../core/param.ts";
import { binaryRanges } from "../classification/binary.ts";
import { probabilitiesAsLogits } from "../classification/binary-watches.ts";
import { probabilityWatches } from "../classification/categorical-watches.ts";
import { type From, fromParam, withinUnit } from "../classification/from.ts";
import { everyRow, rowWatch } from "../watch.ts";
import { type ClassParams, classLayout, classMasks, classParams } from "./class-masks.ts";
import { type Overlap, overlaps } from "./overlap.ts";

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
    choices: ["sample", "class", "batch"],
    default: "sample",
    about: "what has a loss: each row, each class of rows of (C, ...), or all rows together",
  },
  ...classParams,
} as const satisfies Params;

interface Per extends ClassParams {
  readonly per: "sample" | "class" | "batch";
}

/** All masks together are given at once and have one loss; a row may then be a single pixel. */
export const maskWhole = ({ per }: Per): Whole | undefined => (per === "batch" ? "value" : undefined);

export function maskLayout(shapes: Readonly<Record<Roles, Shape>>, { per, ...params }: Per): Layout {
  if (per === "class") return classLayout(shapes, params);
  if (per === "sample") return wholeRows(shapes);
  elementwise(shapes);
  return { out: [] };
}

export const maskRanges = ({ from }: { readonly from: From }): { pred?: Range; target: Range } =>
  binaryRanges(from);

const IN_VAIN = "the loss is 1 whatever is predicted, unless --smooth is above 0";

const isEmpty = (target: Float64Array, from: number, to: number): boolean =>
  target.subarray(from, to).every((t) => t === 0);

const emptyMasks = rowWatch<Roles>({
  role: "target",
  rows: "any",
  find: ({ target }, row, width) => (isEmpty(target, row * width, (row + 1) * width) ? row * width : -1),
  says: (count) =>
    `${plural(count, "row")} of target ${count === 1 ? "is an empty mask" : "are empty masks"}: ${IN_VAIN}`,
});

const nothingThere = everyRow<Roles>({
  role: "target",
  still: ({ target }) => target.every((t) => t === 0),
  says: () => `all of target is empty: ${IN_VAIN}`,
});

/** Rows in which a class that counts is nowhere. */
function emptyClasses({ pred }: Readonly<Record<Roles, Shape>>, first: number): Watch<Roles> {
  const { inner } = classDims(pred);
  return rowWatch<Roles>({
    role: "target",
    rows: "any",
    find({ target }, row, width) {
      for (let at = row * width + first * inner; at < (row + 1) * width; at += inner)
        if (isEmpty(target, at, at + inner)) return at;
      return -1;
    },
    says: (count, samples) =>
      `in ${count} of ${plural(samples, "row")} a class is nowhere in target: there ${IN_VAIN}`,
  });
}

export function maskWatches(
  { from, smooth, per, ignore_background = false }: Per & { readonly from: From; readonly smooth: number },
  shapes: Readonly<Record<Roles, Shape>>,
): readonly Watch<Roles>[] {
  const kinds = {
    sample: () => emptyMasks,
    class: () => emptyClasses(shapes, ignore_background ? 1 : 0),
    batch: () => nothingThere,
  };
  const asLogits = from === "logits" ? [probabilitiesAsLogits("use --from probs")] : [];
  return [
    ...(per === "class" ? probabilityWatches(from, shapes) : asLogits),
    ...(smooth > 0 ? [] : [kinds[per]()]),
  ];
}

/** The loss of masks, each of a row, or of a class in a row, or where there is one loss, of all rows. */
export function maskKernel(
  values: Readonly<Record<Roles, Float64Array>>,
  { from, per, ...params }: Overlap & Per & { readonly from: From },
  { loss, grad }: Output<Roles>,
  dims: Dims<Roles>,
): void {
  const g = grad.pred;
  if (per === "class") {
    classMasks(values, { from, ...params }, { loss, g }, dims);
    return;
  }
  const { pred, target } = values;
  const presence =
    from === "logits" ? sigmoid : from === "probs" ? withinUnit : (l: number) => Math.exp(Math.min(l, 0));
  const p = pred.map(presence);
  const q = from === "logits" ? pred.map((x) => sigmoid(-x)) : p.map((x) => 1 - x);
  overlaps(p, q, target, params, loss, g);
  if (!g || from === "probs") return;
  for (let i = 0; i < g.length; i++) g[i]! *= from === "logits" ? p[i]! * q[i]! : p[i]!;
}
