import type { Reduction } from "../core/loss.ts";

/** What gradients are divided by where all rows, of so many unreduced losses each, count the same. */
export function divisorOf(reduction: Reduction, rows: number, width: number): number {
  return { mean: rows * width, batchmean: rows, sum: 1, none: 1 }[reduction];
}

/** Turns gradients of unreduced losses into those of the reduced value. */
export function scale(
  values: Float64Array,
  width: number,
  weights: Float64Array | undefined,
  denominator: number,
): void {
  if (!weights && denominator === 1) return;
  for (let i = 0; i < values.length; i++) {
    const g = weights ? values[i]! * weights[Math.floor(i / width)]! : values[i]!;
    // nothing counts: what does not move the value has gradient 0, as torch has it
    values[i] = g === 0 ? g : g / denominator;
  }
}
