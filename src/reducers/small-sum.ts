import type { ExactSum } from "../core/exact-sum.ts";

/** From here on adding could overflow; such values are rare, and kept one by one. */
const HUGE = 2 ** 960;

/**
 * An exact sum in a few words of memory, for many sums at once: the sum is kept as doubles that do not overlap
 * (Shewchuk, Adaptive precision floating-point arithmetic and fast robust geometric predicates, 1997, grow-expansion).
 */
export class SmallSum {
  #parts: number[] = [];
  #apart: number[] | undefined;

  add(value: number): void {
    // NaN too
    if (!(Math.abs(value) < HUGE)) {
      this.#apart ??= [];
      this.#apart.push(value);
      return;
    }
    let x = value;
    let kept = 0;
    for (let i = 0; i < this.#parts.length; i++) {
      const y = this.#parts[i]!;
      const sum = x + y;
      const back = sum - x;
      const lost = x - (sum - back) + (y - back);
      if (lost !== 0) this.#parts[kept++] = lost;
      x = sum;
    }
    this.#parts.length = kept;
    if (x !== 0) this.#parts.push(x);
  }

  merge(other: SmallSum): void {
    for (const part of other.#parts) this.add(part);
    for (const value of other.#apart ?? []) this.add(value);
  }

  /** Adds all of it to another sum, without rounding. */
  addTo(sum: ExactSum): void {
    for (const part of this.#parts) sum.add(part);
    for (const value of this.#apart ?? []) sum.add(value);
  }
}
