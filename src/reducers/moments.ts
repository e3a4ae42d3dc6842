import { bitLength, divide, ExactSum, type SumState } from "../core/exact-sum.ts";

/** Squares of numbers outside these would lose bits or overflow; they are squared scaled, and squares kept apart. */
const LARGE = 2 ** 480;
const SMALL = 2 ** -480;
const SCALE = 537;
const UP = 2 ** SCALE;
const DOWN = 2 ** -SCALE;
/** For cutting a double in two halves of 26 bits (Dekker, A floating-point technique for extending the available precision, 1971). */
const SPLITTER = 2 ** 27 + 1;

/** Sums as plain data. */
interface MomentsState {
  readonly count: number;
  readonly sum: SumState;
  /** Of the squares, by the scale of the numbers: small, ordinary, large. */
  readonly squares: readonly [SumState, SumState, SumState];
}

/**
 * Mean and standard deviation, rounded once: sums of the numbers and of their squares are kept exactly, so that nothing
 * is lost to a large offset, and the order does not matter.
 */
export class Moments {
  count = 0;
  readonly #sum = new ExactSum();
  readonly #squares = [new ExactSum(), new ExactSum(), new ExactSum()] as const;

  add(x: number): void {
    this.count++;
    this.#sum.add(x);
    const size = Math.abs(x);
    // what is not finite makes the whole sum so
    if (size >= LARGE) this.#addSquare(this.#squares[2], x * DOWN);
    else if (size >= SMALL) this.#addSquare(this.#squares[1], x);
    else if (size > 0) this.#addSquare(this.#squares[0], x * UP);
  }

  merge({ count, sum, squares }: MomentsState): void {
    this.count += count;
    this.#sum.merge(sum);
    for (const [i, state] of squares.entries()) this.#squares[i]!.merge(state);
  }

  state(): MomentsState {
    const plain = ({ total, special }: ExactSum): SumState => ({ total, special });
    const [small, ordinary, large] = this.#squares;
    return {
      count: this.count,
      sum: plain(this.#sum),
      squares: [plain(small), plain(ordinary), plain(large)],
    };
  }

  get mean(): number {
    return this.count === 0 ? Number.NaN : this.#sum.over(BigInt(this.count) << 1074n);
  }

  /** Of the sample: divided by one less than the count. NaN for fewer than two. */
  get standardDeviation(): number {
    return this.#root(BigInt(this.count - 1));
  }

  /** Of the mean. */
  get standardError(): number {
    return this.#root(BigInt(this.count - 1) * BigInt(this.count));
  }

  /** The root of the mean squared deviation, which is the sum of squared deviations divided by `divisor`. */
  #root(divisor: bigint): number {
    const units = this.#sum.units();
    if (this.count < 2 || units === undefined) return Number.NaN;
    const n = BigInt(this.count);
    const [small, ordinary, large] = this.#squares;
    // in units of 2^-2148, the square of the smallest double
    const scale = BigInt(SCALE);
    const squares =
      (small.total << (1074n - 2n * scale)) +
      (ordinary.total << 1074n) +
      (large.total << (1074n + 2n * scale));
    const numerator = n * squares - units * units;
    if (numerator === 0n) return 0;
    const denominator = n * divisor;
    // the quotient is brought near 1 by an even power of two, whose root is known
    const half = Math.floor((bitLength(numerator) - bitLength(denominator)) / 2);
    const shift = BigInt(2 * Math.abs(half));
    const quotient =
      half >= 0 ? divide(numerator, denominator << shift) : divide(numerator << shift, denominator);
    const exponent = half - 1074;
    // in two steps, for a power of two alone can lie outside the doubles
    const step = Math.trunc(exponent / 2);
    return Math.sqrt(quotient) * 2 ** step * 2 ** (exponent - step);
  }

  /** Adds a square as the two doubles that it is the sum of (Dekker's product). */
  #addSquare(sum: ExactSum, x: number): void {
    const square = x * x;
    sum.add(square);
    if (!Number.isFinite(x)) return;
    const cut = SPLITTER * x;
    const high = cut - (cut - x);
    const low = x - high;
    sum.add(low * low - (square - high * high - 2 * high * low));
  }
}
