import type { RoleData } from "../core/batch.ts";
import type { Reduction } from "../core/loss.ts";

/** What gradients are divided by where all rows, of so many unreduced losses each, count the same. */
export function divisorOf(reduction: Reduction, rows: number, width: number): number {
  return { mean: rows * width, batchmean: rows, sum: 1, none: 1 }[reduction];
}

/** Turns gradients of unreduced losses, by a role, into those of the reduced value. */
export function scaleRows(
  values: Float64Array,
  { starts }: RoleData,
  rows: number,
  weights: Float64Array | undefined,
  denominator: number,
): void {
  if (!starts) {
    scale(values, values.length / rows, weights, denominator);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const part = values.subarray(starts[row]!, starts[row + 1]!);
    scale(part, part.length, weights?.subarray(row), denominator);
  }
}

/** Multiplies what each row has, `width` values of it, by the row's weight. */
export function weightRows(arrays: readonly Float64Array[], weights: Float64Array, width: number): void {
  for (const values of arrays)
    for (let row = 0; row < weights.length; row++) {
      const w = weights[row]!;
      for (let i = row * width; i < (row + 1) * width; i++) values[i]! *= w;
    }
}

/** Four at a time, for what a loop looks at in each turn takes longer than a division. */
function divide(values: Float64Array, by: number): void {
  const rest = values.length % 4;
  for (let i = 0; i < rest; i++) values[i]! /= by;
  for (let i = rest; i < values.length; i += 4) {
    values[i]! /= by;
    values[i + 1]! /= by;
    values[i + 2]! /= by;
    values[i + 3]! /= by;
  }
}

function scale(
  values: Float64Array,
  width: number,
  weights: Float64Array | undefined,
  denominator: number,
): void {
  if (!weights) {
    if (denominator === 1) return;
    if (denominator > 0) {
      divide(values, denominator);
      return;
    }
  }
  for (let i = 0; i < values.length; i++) {
    const g = weights ? values[i]! * weights[Math.floor(i / width)]! : values[i]!;
    // nothing counts: what does not move the value has gradient 0, as torch has it
    values[i] = g === 0 ? g : g / denominator;
  }
}
