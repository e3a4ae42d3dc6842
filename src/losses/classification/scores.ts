import type { Shape } from "../../core/batch.ts";
import { classDims, perClass } from "../../core/layout.ts";
import type { Role, Watch } from "../../core/loss.ts";
import { positionWatch } from "../watch.ts";

type Roles = "pred" | "target";

/** The roles of losses on scores and the true class. */
export const scoreRoles = {
  pred: { kind: "real", about: "a score for each class", grad: true },
  target: { kind: "class", about: "class indices from 0, or class names" },
} as const satisfies Record<string, Role>;

/** The same, where the true class may also be said by one-hot rows. */
export const oneHotRoles = {
  ...scoreRoles,
  target: { kind: "class", about: "class indices from 0, class names, or one-hot rows" },
} as const satisfies Record<string, Role>;

/** Rows over the classes have to be one-hot: these losses have no meaning for a distribution. */
export function oneHotWatches(shapes: Readonly<Record<Roles, Shape>>): readonly Watch<Roles>[] {
  if (perClass(shapes).classes !== undefined) return [];
  const { classes, inner } = classDims(shapes.pred);
  return [
    positionWatch<Roles>({
      role: "target",
      rows: "never",
      open: ({ target }) => ({
        inner,
        shows: (row, k) => hotClass(target, row * classes * inner + k, inner, classes) === -1,
      }),
      says: () => "the target of this row is not one-hot: it takes 1 at one class and 0 at the others",
    }),
  ];
}

/** The class that has the 1 among zeros; -1 if it is not so, NaN where one is unknown. */
export function hotClass(target: Float64Array, start: number, stride: number, classes: number): number {
  let hot = -1;
  let ones = 0;
  for (let c = 0; c < classes; c++) {
    const q = target[start + c * stride]!;
    if (Number.isNaN(q)) return q;
    if (q === 1) {
      hot = c;
      ones++;
    } else if (q !== 0) ones = Infinity;
  }
  return ones === 1 ? hot : -1;
}

/**
 * The gradient of the largest of several scores less the score of `y`. Scores that are equally large share it, which
 * makes its norm the least.
 */
export function pullOnLargest(x: Float64Array, largest: number, y: number, g: Float64Array): void {
  let ties = 0;
  for (let c = 0; c < x.length; c++) if (c !== y && x[c] === largest) ties++;
  for (let c = 0; c < x.length; c++) g[c] = c === y ? -1 : x[c] === largest ? 1 / ties : 0;
}

/** The largest score but that of `y`; NaN where there is one anywhere. */
export function largestOther(x: Float64Array, y: number): number {
  let largest = -Infinity;
  for (let c = 0; c < x.length; c++) if (c !== y) largest = Math.max(largest, x[c]!);
  return largest;
}
