import { boxes } from "../../core/layout.ts";
import type { Dims, Output, Role, Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import type { Params } from "../../core/param.ts";
import { rowWatch } from "../row-watch.ts";

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

/** A box as its corners x1, y1, x2, y2. */
type Corners = Float64Array;

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

/** Two boxes, p predicted and t true, and what they have in common. */
export class Boxes {
  readonly p: Corners = new Float64Array(4);
  readonly t: Corners = new Float64Array(4);
  readonly eps: number;
  /** Width and height of each, of what they share, and of the least box around both. */
  readonly sides: [number, number] = [0, 0];
  readonly trueSides: [number, number] = [0, 0];
  readonly shared: [number, number] = [0, 0];
  readonly around: [number, number] = [0, 0];
  /** From the true centre to the predicted one. */
  readonly shift: [number, number] = [0, 0];
  intersection = 0;
  union = 0;
  iou = 0;

  constructor(eps: number) {
    this.eps = eps;
  }

  measure(): void {
    const { p, t } = this;
    for (const k of [0, 1] as const) {
      this.sides[k] = p[k + 2]! - p[k]!;
      this.trueSides[k] = t[k + 2]! - t[k]!;
      this.shared[k] = Math.min(p[k + 2]!, t[k + 2]!) - Math.max(p[k]!, t[k]!);
      this.around[k] = Math.max(p[k + 2]!, t[k + 2]!) - Math.min(p[k]!, t[k]!);
      this.shift[k] = (p[k]! + p[k + 2]! - t[k]! - t[k + 2]!) / 2;
    }
    const apart = this.shared[0] <= 0 || this.shared[1] <= 0;
    this.intersection = apart ? 0 : this.shared[0] * this.shared[1];
    this.union = this.sides[0] * this.sides[1] + this.trueSides[0] * this.trueSides[1] - this.intersection;
    this.iou = this.intersection / (this.union + this.eps);
  }

  /** Slopes of the union and of the IoU by corner coordinate k, which bounds what is shared or does not. */
  slopes(k: number, inner: boolean): { readonly union: number; readonly iou: number } {
    const other = 1 - (k % 2);
    const sign = k < 2 ? -1 : 1;
    const shared = inner && this.intersection > 0 ? sign * this.shared[other as 0 | 1] : 0;
    const union = sign * this.sides[other as 0 | 1] - shared;
    const size = this.union + this.eps;
    return { union, iou: (shared * size - this.intersection * union) / (size * size) };
  }
}

/** A loss of two boxes: its value, and its slope by corner coordinate k of the predicted one. */
export interface BoxTerm {
  value(boxes: Boxes): number;
  /** Whether the coordinate bounds what both share (`inner`), or the box around both (`outer`). */
  slope(boxes: Boxes, k: number, inner: boolean, outer: boolean): number;
}

export const boxLayout = boxes;

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
        `${plural(count, "box").replace("boxs", "boxes")} of ${role} ${count === 1 ? "has" : "have"} no area: the overlap with ${count === 1 ? "it" : "them"} is 0`,
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
