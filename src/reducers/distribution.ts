/** Values up to which all are kept, and quantiles are exact. */
export const EXACT = 1 << 20;
/** Bits of a double's upper half that a bucket ignores: what is left are sign, exponent and 9 bits of the fraction. */
const IGNORED = 11;
const BUCKETS = 1 << (32 - IGNORED);
const NEGATIVE = BUCKETS / 2;
/** How far a bucket's middle lies from any of its numbers at most, relative to the number. */
export const RELATIVE_ERROR = 2 ** -10;

const word = new DataView(new ArrayBuffer(8));

/** The bucket of a finite number: numbers from its lower end on, below its upper one. */
function bucketOf(x: number): number {
  word.setFloat64(0, x);
  const high = word.getUint32(0);
  const bucket = high >>> IGNORED;
  // below 0 sizes ascend the other way, and an end belongs to the bucket that is nearer to 0
  const end = x < 0 && high << (32 - IGNORED) === 0 && word.getUint32(4) === 0;
  return end ? bucket - 1 : bucket;
}

/** The end of a bucket that is nearer to 0. */
function innerEnd(bucket: number): number {
  word.setUint32(0, bucket << IGNORED);
  word.setUint32(4, 0);
  return word.getFloat64(0);
}

function lowerEnd(bucket: number): number {
  return bucket >= NEGATIVE ? innerEnd(bucket + 1) : innerEnd(bucket);
}

function upperEnd(bucket: number): number {
  return bucket >= NEGATIVE ? innerEnd(bucket) : innerEnd(bucket + 1);
}

/** The buckets from one number's to another's, the lowest first. */
function* bucketsBetween(min: number, max: number): Generator<number> {
  if (min < 0)
    for (let bucket = bucketOf(min); bucket >= (max < 0 ? bucketOf(max) : NEGATIVE); bucket--) yield bucket;
  if (max >= 0)
    for (let bucket = min < 0 ? 0 : bucketOf(min); bucket <= bucketOf(max); bucket++) yield bucket;
}

/**
 * How numbers are distributed. Up to `EXACT` of them are kept; of more it is only counted how many there are in each of
 * two million buckets, which hold the numbers that agree in sign, exponent and 9 bits of the fraction (Masson, Rim and
 * Lee, DDSketch, 2019, with the doubles' own logarithm). Either way nothing depends on the order.
 */
export class Distribution {
  readonly #exact: number;
  #values: Float64Array<ArrayBuffer> = new Float64Array(1024);
  #kept = 0;
  #sorted = false;
  #counts: Float64Array | undefined;
  /** How many there are of the numbers that are finite, and of those that are not. */
  finite = 0;
  nan = 0;
  infinity = 0;
  negativeInfinity = 0;
  /** Of what is finite. */
  min = Infinity;
  max = -Infinity;
  /** The least of what is above 0. */
  leastPositive = Infinity;

  /** Tests keep fewer. */
  constructor(exact = EXACT) {
    this.#exact = exact;
  }

  /** Numbers in all. */
  get count(): number {
    return this.finite + this.nan + this.infinity + this.negativeInfinity;
  }

  /** Whether all are kept. */
  get exact(): boolean {
    return this.#counts === undefined;
  }

  add(x: number): void {
    if (!Number.isFinite(x)) {
      if (x === Infinity) this.infinity++;
      else if (x === -Infinity) this.negativeInfinity++;
      else this.nan++;
      return;
    }
    this.finite++;
    // a zero has no sign here, or its order would depend on the zeros' order
    const value = x === 0 ? 0 : x;
    if (value < this.min) this.min = value;
    if (value > this.max) this.max = value;
    if (value > 0 && value < this.leastPositive) this.leastPositive = value;
    if (!this.#counts && this.#kept === this.#exact) this.#countAll();
    if (this.#counts) this.#counts[bucketOf(value)]!++;
    else this.#keep(value);
  }

  merge(other: Distribution): void {
    const { finite, min, max } = this;
    for (let i = 0; i < other.#kept; i++) this.add(other.#values[i]!);
    if (other.#counts) {
      if (!this.#counts) this.#countAll();
      for (const [bucket, count] of other.#counted()) this.#counts![bucket]! += count;
    }
    this.finite = finite + other.finite;
    this.min = Math.min(min, other.min);
    this.max = Math.max(max, other.max);
    this.leastPositive = Math.min(this.leastPositive, other.leastPositive);
    this.nan += other.nan;
    this.infinity += other.infinity;
    this.negativeInfinity += other.negativeInfinity;
  }

  /**
   * Quantiles, by ascending shares, between the two nearest numbers in proportion (numpy's `linear`); NaN where there
   * are no numbers, or one of them is NaN. Where not all are kept, each number is taken to be its bucket's middle.
   */
  quantiles(shares: readonly number[]): number[] {
    if (this.count === 0 || this.nan > 0) return shares.map(() => Number.NaN);
    const places = shares.map((share) => share * (this.count - 1));
    const ranks = [...new Set(places.flatMap((at) => [Math.floor(at), Math.ceil(at)]))].sort((a, b) => a - b);
    const found = this.#atRanks(ranks);
    return places.map((at) => between(found.get(Math.floor(at))!, found.get(Math.ceil(at))!, at % 1));
  }

  /** The ends of the bucket that an edge lies in, where numbers can be counted by; the edge itself where all are kept. */
  endsAround(edge: number): readonly [number, number] {
    const bucket = bucketOf(edge);
    return this.exact || lowerEnd(bucket) === edge ? [edge, edge] : [lowerEnd(bucket), upperEnd(bucket)];
  }

  /** How many finite numbers lie in each bin between neighbouring edges: from the lower on, below the upper; the last holds its upper edge too. */
  histogram(edges: readonly number[]): number[] {
    const counts = new Array<number>(Math.max(0, edges.length - 1)).fill(0);
    let bin = 0;
    for (const [x, count] of this.#ascending()) {
      while (bin < counts.length - 1 && x >= edges[bin + 1]!) bin++;
      counts[bin]! += count;
    }
    return counts;
  }

  /** All finite numbers and how often each is there; of a bucket, its lower end. */
  *#ascending(): Generator<readonly [number, number]> {
    if (!this.#counts) {
      for (const x of this.#sort()) yield [x, 1];
      return;
    }
    for (const [bucket, count] of this.#counted()) yield [lowerEnd(bucket), count];
  }

  /** The buckets that hold numbers, the lowest first, and how many. */
  *#counted(): Generator<readonly [number, number]> {
    for (const bucket of bucketsBetween(this.min, this.max)) {
      const count = this.#counts![bucket]!;
      if (count > 0) yield [bucket, count];
    }
  }

  #atRanks(ranks: readonly number[]): Map<number, number> {
    const found = new Map<number, number>();
    const special = (rank: number): number | undefined => {
      if (rank < this.negativeInfinity) return -Infinity;
      return rank >= this.negativeInfinity + this.finite ? Infinity : undefined;
    };
    const inner: number[] = [];
    for (const rank of ranks) {
      const value = special(rank);
      if (value === undefined) inner.push(rank);
      else found.set(rank, value);
    }
    if (!this.#counts) {
      const sorted = this.#sort();
      for (const rank of inner) found.set(rank, sorted[rank - this.negativeInfinity]!);
      return found;
    }
    let below = this.negativeInfinity;
    let next = 0;
    for (const [bucket, count] of this.#counted()) {
      below += count;
      for (; next < inner.length && inner[next]! < below; next++)
        found.set(inner[next]!, this.#middleOf(bucket));
    }
    // the ends are known
    found.set(this.negativeInfinity, this.min);
    found.set(this.negativeInfinity + this.finite - 1, this.max);
    return found;
  }

  #middleOf(bucket: number): number {
    // of the numbers next to 0 it is mostly 0 itself that is there
    const inner = innerEnd(bucket);
    const middle = inner === 0 ? 0 : inner + (innerEnd(bucket + 1) - inner) / 2;
    return Math.min(Math.max(middle, this.min), this.max);
  }

  #keep(value: number): void {
    if (this.#kept === this.#values.length) {
      const larger = new Float64Array(2 * this.#kept);
      larger.set(this.#values);
      this.#values = larger;
    }
    this.#values[this.#kept++] = value;
    this.#sorted = false;
  }

  #sort(): Float64Array {
    const kept = this.#values.subarray(0, this.#kept);
    if (!this.#sorted) kept.sort();
    this.#sorted = true;
    return kept;
  }

  /** Goes over to counting. */
  #countAll(): void {
    this.#counts = new Float64Array(BUCKETS);
    for (let i = 0; i < this.#kept; i++) this.#counts[bucketOf(this.#values[i]!)]!++;
    this.#kept = 0;
    this.#values = new Float64Array(0);
  }
}

/** From `a` on the way to `b`, also where the way is too long for a double. */
function between(a: number, b: number, share: number): number {
  if (share === 0 || a === b) return a;
  // on the way to an infinity one is there at once; between both there is no answer
  if (!Number.isFinite(a) || !Number.isFinite(b)) return a + b;
  const way = b - a;
  if (!Number.isFinite(way)) return a * (1 - share) + b * share;
  // from the nearer end, so that nothing lies beyond it
  return share < 0.5 ? a + way * share : b - way * (1 - share);
}
