import { generator, mix } from "./random.ts";

/** Rows that are drawn one by one. More are dealt out to so many buckets, which are then drawn. */
const BUCKETS = 1 << 13;
const WORD = 2 ** 32;

/** A two-sided interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * The bootstrap of a ratio of sums, such as a mean: rows are drawn again and again with replacement, as many as there
 * are, and the interval lies between quantiles of what comes out (Efron, Bootstrap methods, 1979: the percentile
 * method). Memory does not grow with the rows: of more than `BUCKETS`, those that a seeded hash deals to one bucket are
 * drawn together, which leaves the expected interval as it is and makes its width vary by about 0.8 % (1 / sqrt(2
 * BUCKETS)).
 */
export class Bootstrap {
  readonly #seed: number;
  readonly #sums = new Float64Array(BUCKETS);
  readonly #masses = new Float64Array(BUCKETS);
  #rows = 0;

  /** `seed`: a whole number, of which the lowest 32 bits count. */
  constructor(seed: number) {
    this.#seed = seed | 0;
  }

  /** Whether rows are drawn one by one. */
  get exact(): boolean {
    return this.#rows <= BUCKETS;
  }

  add(sum: number, mass: number): void {
    const bucket = this.#rows < BUCKETS ? this.#rows : this.#bucketOf(this.#rows);
    this.#sums[bucket]! += sum;
    this.#masses[bucket]! += mass;
    this.#rows++;
  }

  /** Where a share of the ratios of resampled sums lies, in the middle. */
  interval(resamples: number, share: number): Interval {
    const units = Math.min(this.#rows, BUCKETS);
    if (units === 0) return { low: Number.NaN, high: Number.NaN };
    const random = generator(this.#seed);
    const ratios = new Float64Array(resamples);
    for (let i = 0; i < resamples; i++) {
      let sum = 0;
      let mass = 0;
      for (let j = 0; j < units; j++) {
        const drawn = Math.floor((random() / WORD) * units);
        sum += this.#sums[drawn]!;
        mass += this.#masses[drawn]!;
      }
      ratios[i] = sum / mass;
    }
    if (ratios.some(Number.isNaN)) return { low: Number.NaN, high: Number.NaN };
    ratios.sort();
    return { low: quantile(ratios, (1 - share) / 2), high: quantile(ratios, (1 + share) / 2) };
  }

  #bucketOf(row: number): number {
    const hash = mix(mix(row ^ this.#seed) + Math.floor(row / WORD));
    return Math.floor((hash / WORD) * BUCKETS);
  }
}

/** Between two neighbours of sorted values in proportion, as numpy's `linear` method has it. */
function quantile(sorted: Float64Array, share: number): number {
  const at = (sorted.length - 1) * share;
  const below = Math.floor(at);
  const [low, high] = [sorted[below]!, sorted[Math.min(below + 1, sorted.length - 1)]!];
  return low + (at - below) * (high - low);
}
