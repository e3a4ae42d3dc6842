import type { Role } from "../../core/loss.ts";

/** The roles of losses on scores and the true class. */
export const scoreRoles = {
  pred: { kind: "real", about: "a score for each class", grad: true },
  target: { kind: "class", about: "class indices from 0, or class names" },
} as const satisfies Record<string, Role>;

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
