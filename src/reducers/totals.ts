import { ExactSum, type SumState } from "../core/exact-sum.ts";
import type { Reduction } from "../core/loss.ts";

/** Units of 2^-1074 in 1: what a count weighs in an exact quotient. */
const ONE = 1n << 1074n;

/** Totals as plain data, which threads can send each other. */
export interface TotalsState {
  readonly losses: SumState;
  readonly masses: SumState;
  /** Losses that count 1 each. */
  readonly count: number;
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
}

/** Exact sums over all rows: of the losses and of what they are divided by. Merging two is exact as well. */
export class Totals {
  readonly losses: ExactSum;
  readonly masses: ExactSum;
  /** Losses that count 1 each. */
  count = 0;
  /** Rows that count. */
  samples = 0;
  /** Rows whose target says that they do not. */
  ignored = 0;
  /** Rows left out for a missing value. */
  skipped = 0;

  constructor(sum: () => ExactSum = () => new ExactSum()) {
    this.losses = sum();
    this.masses = sum();
  }

  /** Losses that each count 1 in the mean. Says whether all are finite. */
  add(losses: Float64Array): boolean {
    this.count += losses.length;
    return this.losses.addAll(losses);
  }

  /** Losses that count as much as `masses` says. Says whether all of them are finite. */
  addWeighted(losses: Float64Array, masses: Float64Array): boolean {
    this.masses.addAll(masses);
    return this.losses.addAll(losses);
  }

  merge({ losses, masses, count, samples, ignored, skipped }: TotalsState): void {
    this.losses.merge(losses);
    this.masses.merge(masses);
    this.count += count;
    this.samples += samples;
    this.ignored += ignored;
    this.skipped += skipped;
  }

  /** A copy to send. */
  state(): TotalsState {
    const { losses, masses, count, samples, ignored, skipped } = this;
    const plain = ({ total, special }: ExactSum): SumState => ({ total, special });
    return { losses: plain(losses), masses: plain(masses), count, samples, ignored, skipped };
  }

  clear(): void {
    this.losses.clear();
    this.masses.clear();
    this.count = 0;
    this.samples = 0;
    this.ignored = 0;
    this.skipped = 0;
  }

  get sum(): number {
    return this.losses.value();
  }

  get denominator(): number {
    return this.count + this.masses.value();
  }

  /** The reduced value; undefined where there is none. */
  reduced(reduction: Reduction): number | undefined {
    if (reduction === "none") return undefined;
    if (reduction === "batchmean") return this.#per(this.samples + this.ignored);
    return reduction === "mean" ? this.mean : this.sum;
  }

  /** The exact sum divided by a count, once. */
  #per(count: number): number {
    return count === 0 ? Number.NaN : this.losses.over(BigInt(count) * ONE);
  }

  /** The exact sum divided once; NaN where there is nothing to divide by. */
  get mean(): number {
    const units = this.masses.units();
    if (units === undefined) return this.sum / this.masses.value();
    const denominator = units + BigInt(this.count) * ONE;
    // losses that count nothing have no mean, whatever they are
    return denominator === 0n ? Number.NaN : this.losses.over(denominator);
  }
}
