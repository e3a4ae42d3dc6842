import { InputError } from "../../core/errors.ts";
import { checkClassWeights, classDims, wholeRows } from "../../core/layout.ts";
import type { Dims, Layout } from "../../core/loss.ts";
import type { Params } from "../../core/param.ts";
import type { From } from "../classification/from.ts";
import { probabilitiesOf, pullBack, read } from "../classification/softmax.ts";
import { type Overlap, overlaps } from "./overlap.ts";

type Roles = "pred" | "target";

export const ignoreBackground = {
  kind: "flag",
  about: "leave the first class, of the background, out of the mean",
} as const;

/** What is asked of a mask for each class. */
export const classParams = {
  weight: {
    kind: "numbers",
    min: 0,
    only: { per: "class" },
    about: "class weights, one a class: 1,2,3 or @file; with --per class",
  },
  ignore_background: {
    ...ignoreBackground,
    only: { per: "class" },
    about: `${ignoreBackground.about}; with --per class`,
  },
} as const satisfies Params;

export interface ClassParams {
  readonly weight?: readonly number[] | undefined;
  readonly ignore_background?: boolean | undefined;
}

/** Rows of (C, ...), of which each class that counts has a loss. */
export function classLayout(
  shapes: Parameters<typeof wholeRows>[0],
  { weight, ignore_background = false }: ClassParams,
): Layout {
  wholeRows(shapes);
  const classes = shapes.pred![0]!;
  if (classes < 2) throw new InputError("pred has one class, where this loss takes several");
  checkClassWeights(weight, classes);
  return { out: [ignore_background ? classes - 1 : classes] };
}

/**
 * The overlap loss of each class's mask in each row, times the weight of the class, and by the predictions the gradient
 * of their sum. Logits are those of a softmax over the classes.
 */
export function classOverlaps(
  { pred, target }: Readonly<Record<Roles, Float64Array>>,
  { from, ...overlap }: Overlap & { readonly from: From },
  weights: Float64Array,
  { rows, shapes }: Dims<Roles>,
  g?: Float64Array,
): Float64Array {
  const { classes, inner } = classDims(shapes.pred);
  const parts = new Float64Array(rows * classes);
  const array = () => new Float64Array(pred.length);
  const [p, q, slopes] = [array(), array(), g && array()];
  const row = probabilitiesOf(classes);
  const x = new Float64Array(classes);
  /** Calls `visit` with where each pixel stands in the first class. */
  const positions = (visit: (at: number) => void): void => {
    for (let r = 0; r < rows; r++) for (let k = 0; k < inner; k++) visit(r * classes * inner + k);
  };
  positions((at) => {
    for (let c = 0; c < classes; c++) x[c] = pred[at + c * inner]!;
    read(from, x, row);
    for (let c = 0; c < classes; c++) {
      p[at + c * inner] = row.p[c]!;
      q[at + c * inner] = row.rest[c]!;
    }
  });
  overlaps(p, q, target, overlap, parts, slopes);
  for (let i = 0; i < parts.length; i++) parts[i]! *= weights[i % classes]!;
  if (!g || !slopes) return parts;
  const w = new Float64Array(classes);
  const back = new Float64Array(classes);
  positions((at) => {
    for (let c = 0; c < classes; c++) {
      const i = at + c * inner;
      row.p[c] = p[i]!;
      row.rest[c] = q[i]!;
      back[c] = weights[c]! * slopes[i]!;
      w[c] = p[i]! * back[c]!;
    }
    if (from !== "probs") pullBack(from, w, row, back);
    for (let c = 0; c < classes; c++) g[at + c * inner] = back[c]! + 0;
  });
  return parts;
}

/** Writes what each class that counts has; a background that is left out is the first class of each row. */
export function classMasks(
  values: Readonly<Record<Roles, Float64Array>>,
  { weight, ignore_background = false, ...overlap }: Overlap & ClassParams & { readonly from: From },
  { loss, g }: { readonly loss: Float64Array; readonly g: Float64Array | undefined },
  dims: Dims<Roles>,
): void {
  const { classes } = classDims(dims.shapes.pred);
  const first = ignore_background ? 1 : 0;
  const weights = Float64Array.from({ length: classes }, (_, c) => (c < first ? 0 : (weight?.[c] ?? 1)));
  const parts = classOverlaps(values, overlap, weights, dims, g);
  let i = 0;
  for (let row = 0; row < dims.rows; row++)
    for (let c = first; c < classes; c++) loss[i++] = parts[row * classes + c]!;
}
