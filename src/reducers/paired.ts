import { ExactSum } from "../core/exact-sum.ts";
import type { Reduction } from "../core/loss.ts";
import type { LossRows, ObservedBlock } from "../core/row-block.ts";
import { Bootstrap, type Interval } from "./bootstrap.ts";
import { studentT } from "./student-t.ts";

/** A row's losses by two predictions. */
export interface ChangedRow {
  /** Position in the input, from 0. */
  readonly index: number;
  /** Line of A's file, where it has lines. */
  readonly line: number | undefined;
  readonly a: number;
  readonly b: number;
}

/** How two predictions of the same rows compare: `b` less `a`, so that more is worse. */
export interface PairedResult {
  /** Of the reduced values, from the exact sum of all differences. */
  readonly difference: number;
  /** Standard error of the difference; NaN for a single row. */
  readonly standardError: number;
  readonly degrees: number;
  readonly t: Interval;
  readonly bootstrap: Interval;
  /** Whether rows were drawn one by one. */
  readonly exact: boolean;
  /** Rows on which each is better, and those on which neither is. */
  readonly better: { readonly a: number; readonly b: number; readonly neither: number };
  /** The rows whose losses changed most, largest change first. */
  readonly changed: readonly ChangedRow[];
}

interface PairedOptions {
  readonly reduction: Reduction;
  /** Rows that changed most to remember. */
  readonly most: number;
  readonly seed: number;
}

/**
 * Differences of paired losses. The reduced value is a ratio, of the sum of the losses to the mass that they count for;
 * its standard error is the delta method's, that of the residuals d - D m (Cochran, Sampling Techniques, section 2.11),
 * which for an unweighted mean is that of the paired t test.
 */
export class Paired {
  readonly #reduction: Reduction;
  readonly #most: number;
  readonly #bootstrap: Bootstrap;
  readonly #sum = new ExactSum();
  readonly #mass = new ExactSum();
  readonly #better = { a: 0, b: 0, neither: 0 };
  #changed: ChangedRow[] = [];
  #rows = 0;
  // means and co-moments of a row's difference d and mass m, by Welford's updates
  #meanD = 0;
  #meanM = 0;
  #dd = 0;
  #dm = 0;
  #mm = 0;

  constructor({ reduction, most, seed }: PairedOptions) {
    this.#reduction = reduction;
    this.#most = most;
    this.#bootstrap = new Bootstrap(seed);
  }

  /** The rows of a batch, by both: the results of the same loss, the `i`th of its block. */
  add(a: ObservedBlock, b: ObservedBlock, i: number): void {
    const [one, other] = [a.losses[i]!, b.losses[i]!];
    const [losses, others] = [this.#added(one), this.#added(other)];
    const width = losses.length / a.rows;
    for (let row = 0; row < a.rows; row++) {
      // what does not count says nothing about either
      if (a.ignored(i, row)) continue;
      let d = 0;
      for (let at = row * width; at < (row + 1) * width; at++) {
        d += others[at]! - losses[at]!;
        this.#sum.add(others[at]!);
        this.#sum.add(-losses[at]!);
      }
      const m = this.#reduction === "mean" ? massOf(one, row, width) : 1;
      this.#mass.add(m);
      this.#bootstrap.add(d, m);
      this.#moments(d, m);
      this.#compare(a, row, one.perSample![row]!, other.perSample![row]!);
    }
  }

  /** What the reduced value adds up. */
  #added({ averaged, unreduced }: LossRows): Float64Array {
    return this.#reduction === "mean" ? (averaged ?? unreduced) : unreduced;
  }

  /** `share`: the confidence of the intervals, between 0 and 1. */
  result(resamples: number, share: number): PairedResult {
    const n = this.#rows;
    const mass = this.#mass.value();
    const difference = this.#sum.value() / (this.#reduction === "sum" ? 1 : mass);
    // a sum is the mean of its rows, times their number
    const scale = this.#reduction === "sum" ? n : 1;
    const ratio = this.#sum.value() / mass;
    const squares = this.#dd - 2 * ratio * this.#dm + ratio * ratio * this.#mm;
    const standardError = (scale * Math.sqrt((n * Math.max(squares, 0)) / (n - 1))) / mass;
    const reach = studentT(share, n - 1) * standardError;
    const { low, high } = this.#bootstrap.interval(resamples, share);
    return {
      difference,
      standardError,
      degrees: n - 1,
      t: { low: difference - reach, high: difference + reach },
      bootstrap: { low: scale * low, high: scale * high },
      exact: this.#bootstrap.exact,
      better: { ...this.#better },
      changed: this.#changed,
    };
  }

  #moments(d: number, m: number): void {
    this.#rows++;
    const [fromD, fromM] = [d - this.#meanD, m - this.#meanM];
    this.#meanD += fromD / this.#rows;
    this.#meanM += fromM / this.#rows;
    this.#dd += fromD * (d - this.#meanD);
    this.#dm += fromD * (m - this.#meanM);
    this.#mm += fromM * (m - this.#meanM);
  }

  #compare({ batch, index }: ObservedBlock, row: number, a: number, b: number): void {
    if (a < b) this.#better.a++;
    else if (b < a) this.#better.b++;
    else this.#better.neither++;
    const change = changeOf({ a, b });
    if (change === 0 || (this.#changed.length === this.#most && !(change > changeOf(this.#changed.at(-1)))))
      return;
    const at = this.#changed.findIndex((other) => change > changeOf(other));
    const { line } = batch.place(row, Object.keys(batch.roles)[0]!, 0);
    this.#changed.splice(at < 0 ? this.#changed.length : at, 0, { index: index(row), line, a, b });
    this.#changed.length = Math.min(this.#changed.length, this.#most);
  }
}

/** By how much a row's loss changed; one that became NaN, or ceased to be, changed most of all. */
function changeOf(row: Pick<ChangedRow, "a" | "b"> | undefined): number {
  if (!row) return Infinity;
  const change = Math.abs(row.b - row.a);
  if (!Number.isNaN(change)) return change;
  return Object.is(row.a, row.b) ? 0 : Infinity;
}

function massOf({ mass }: LossRows, row: number, width: number): number {
  if (!mass) return width;
  let sum = 0;
  for (let at = row * width; at < (row + 1) * width; at++) sum += mass[at]!;
  return sum;
}
