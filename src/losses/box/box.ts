import type { Dims, Output, Role, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { Params } from "../../core/param.ts";
import { rowWatch } from "../watch.ts";
import { Boxes, type Corners } from "./geometry.ts";

type Roles = "pred" | "target";

/** How four numbers say a box: two corners, a corner and the sides, or the centre and the sides. */
const FORMATS = ["xyxy", "xywh", "cxcywh"] as const;
type Format = (typeof FORMATS)[number];

export const boxRoles = {
  pred: { kind: "real", about: "predicted boxes, four numbers a row", grad: true },
  target: { kind: "real", about: "true boxes" },
} as const satisfies Record<Roles, Role>;

export const boxParams = {
  eps: { kind: "number", min: 0, default: 1e-7, about: "added to denominators" },
  box_format: {
    kind: "choice",
    choices: FORMATS,
    default: "xyxy",
    about: "x1,y1,x2,y2; or x,y,width,height; or the centre, width and height",
  },
} as const satisfies Params;

export interface BoxParams {
  readonly eps: number;
  readonly box_format: Format;
}

function readCorners(values: Float64Array, row: number, format: Format, into: Corners): void {
  for (let k = 0; k < 2; k++) {
    const first = values[4 * row + k]!;
    const second = values[4 * row + k + 2]!;
    into[k] = format === "cxcywh" ? first - second / 2 : first;
    into[k + 2] = format === "xyxy" ? second : into[k]! + second;
  }
}

/** The gradient by the numbers as they were given, from that by the corners. */
function writeGradient(byCorner: Corners, row: number, format: Format, g: Float64Array): void {
  for (let k = 0; k < 2; k++) {
    const low = byCorner[k]!;
    const high = byCorner[k + 2]!;
    g[4 * row + k] = (format === "xyxy" ? low : low + high) + 0;
    g[4 * row + k + 2] = (format === "cxcywh" ? (high - low) / 2 : high) + 0;
  }
}

/** A loss of two boxes: its value, and its slope by corner coordinate k of the predicted one. */
export interface BoxTerm {
  value(boxes: Boxes): number;
  /** Whether the coordinate bounds what both share (`inner`), or the box around both (`outer`). */
  slope(boxes: Boxes, k: number, inner: boolean, outer: boolean): number;
}

export function boxKernel(
  { pred, target }: Readonly<Record<Roles, Float64Array>>,
  { eps, box_format }: BoxParams,
  { loss, grad }: Output<Roles>,
  { rows }: Dims<Roles>,
  term: BoxTerm,
): void {
  const both = new Boxes(eps);
  const byCorner = new Float64Array(4);
  for (let row = 0; row < rows; row++) {
    readCorners(pred, row, box_format, both.p);
    readCorners(target, row, box_format, both.t);
    both.measure();
    loss[row] = term.value(both) + 0;
    if (!grad.pred) continue;
    for (let k = 0; k < 4; k++) {
      const beyond = k < 2 ? both.p[k]! - both.t[k]! : both.t[k]! - both.p[k]!;
      byCorner[k] =
        beyond === 0
          ? leastNorm(term.slope(both, k, true, false), term.slope(both, k, false, true))
          : term.slope(both, k, beyond > 0, beyond < 0);
    }
    writeGradient(byCorner, row, box_format, grad.pred);
  }
}

/** Where two edges meet, the slopes on both sides differ: 0 where it lies between them, else the smaller. */
function leastNorm(a: number, b: number): number {
  if (Math.sign(a) !== Math.sign(b)) return 0 * (a + b);
  return Math.abs(a) < Math.abs(b) ? a : b;
}

export function boxWatches({ box_format }: { readonly box_format: Format }): readonly Watch<Roles>[] {
  return (["pred", "target"] as const).flatMap((role) => [
    rowWatch<Roles>({
      role,
      rows: "never",
      find: (values, row) => cornerBelow(values[role], row, box_format, (size) => size < 0),
      says: () =>
        box_format === "xyxy"
          ? "the box ends before it begins: x2 < x1 or y2 < y1; for x, y, width, height there is --box-format xywh"
          : "the box has a negative width or height; for x1, y1, x2, y2 there is --box-format xyxy",
    }),
    rowWatch<Roles>({
      role,
      rows: "any",
      find: (values, row) => cornerBelow(values[role], row, box_format, (size) => size === 0),
      says: (count) =>
        `${plural(count, "box", "boxes")} of ${role} ${count === 1 ? "has" : "have"} no area: the overlap with ${count === 1 ? "it" : "them"} is 0`,
    }),
  ]);
}

/** Where a box's width or height shows a sign, -1 if neither does. */
function cornerBelow(
  values: Float64Array,
  row: number,
  format: Format,
  shows: (size: number) => boolean,
): number {
  for (let i = 4 * row + 2; i < 4 * row + 4; i++)
    if (shows(format === "xyxy" ? values[i]! - values[i - 2]! : values[i]!)) return i;
  return -1;
}
