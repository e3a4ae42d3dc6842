import { ExactSum } from "../core/exact-sum.ts";

/** One number a row, in `room`: the sum of its unreduced losses, or their mean; where it has one, that itself. */
export function perSample(
  losses: Float64Array,
  width: number,
  reduction: "mean" | "sum",
  room: Float64Array,
): Float64Array {
  if (width === 1) return losses;
  for (let row = 0; row < room.length; row++) {
    const values = losses.subarray(row * width, (row + 1) * width);
    const sum = compensatedSum(values);
    // overflow on the way to a mean that a double holds
    if (!Number.isFinite(sum)) room[row] = exactRow(values, reduction);
    else room[row] = reduction === "mean" ? sum / width : sum;
  }
  return room;
}

/** Neumaier's summation: as if in twice the precision. */
function compensatedSum(values: Float64Array): number {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const x = values[i]!;
    const next = sum + x;
    lost += Math.abs(sum) >= Math.abs(x) ? sum - next + x : x - next + sum;
    sum = next;
  }
  return sum + lost;
}

function exactRow(values: Float64Array, reduction: "mean" | "sum"): number {
  const sum = new ExactSum();
  sum.addAll(values);
  return reduction === "mean" ? sum.over(BigInt(values.length) << 1074n) : sum.value();
}
