/** Lowest bit of the smallest double: every double is an integer times 2^-1074. */
const SCALE = 1074;
/** Values added before the bins are emptied; the low bins hold 32-bit integers and stay exact up to 2^21 of them. */
const CAPACITY = 1 << 20;
/** Biased exponents from here on are summed scaled down, for their bins would overflow. */
const HUGE = 1984;
const DOWN = 2 ** -128;
const INFINITE = 0x7ff;

/** A sum as plain data, which threads can send each other. */
export interface SumState {
  /** What is finite, in units of 2^-1074. */
  readonly total: bigint;
  /** Sum of the infinities and NaNs, which follow IEEE 754 among themselves and win over everything finite. */
  readonly special: number;
}

/**
 * A sum without rounding errors: as if added with infinite precision, rounded once when asked for.
 *
 * Each double is cut into a high part of 21 bits and a low part of 32 bits, and the parts are added up in one bin for
 * each exponent. Within a bin all parts are multiples of one unit and few enough to fit 53 bits, so plain additions
 * are exact (Zhu and Hayes, Algorithm 908: Online exact summation of floating-point streams, 2010). Full bins are
 * emptied into a big integer that counts units of 2^-1074, which two sums can merge without rounding.
 */
export class ExactSum {
  readonly #value = new Float64Array(1);
  readonly #words = new Uint32Array(this.#value.buffer);
  readonly #high = new Float64Array(2048);
  readonly #low = new Float64Array(2048);
  #pending = 0;
  #total = 0n;
  #special = 0;

  add(x: number): void {
    this.#value[0] = x;
    const exponent = (this.#words[1]! >>> 20) & 0x7ff;
    if (exponent >= HUGE) {
      if (exponent === INFINITE) {
        this.#special += x;
        return;
      }
      this.#value[0] = x * DOWN;
    }
    const scaled = this.#value[0]!;
    this.#words[0] = 0;
    const high = this.#value[0]!;
    this.#high[exponent]! += high;
    this.#low[exponent]! += scaled - high;
    if (++this.#pending === CAPACITY) this.settle();
  }

  /** Adds values, and says whether all are finite. */
  addAll(values: Float64Array): boolean {
    let zeros = 0;
    for (let i = 0; i < values.length; i++) {
      this.add(values[i]!);
      zeros += values[i]! * 0;
    }
    return zeros === 0;
  }

  /** Takes in another sum, as if its values had been added here. */
  merge({ total, special }: SumState): void {
    this.#total += total;
    this.#special += special;
  }

  get total(): bigint {
    this.settle();
    return this.#total;
  }

  get special(): number {
    this.settle();
    return this.#special;
  }

  clear(): void {
    this.settle();
    this.#total = 0n;
    this.#special = 0;
  }

  /** The sum, rounded once, to nearest and ties to even. An empty sum is 0. */
  value(): number {
    return this.over(1n << BigInt(SCALE));
  }

  /** The sum in units of 2^-1074; undefined where it is not finite. */
  units(): bigint | undefined {
    this.settle();
    return this.#special === 0 ? this.#total : undefined;
  }

  /**
   * The exact sum divided by `units` of 2^-1074, which are not negative, and rounded once; IEEE 754's answer where the
   * sum is not finite or the divisor is 0.
   */
  over(units: bigint): number {
    this.settle();
    if (this.#special !== 0) return this.#special / (units === 0n ? 0 : 1);
    if (units === 0n) return this.#total === 0n ? Number.NaN : this.#total > 0n ? Infinity : -Infinity;
    return divide(this.#total, units);
  }

  /** Makes the total and what is special of all that was added. */
  protected settle(): void {
    if (this.#pending === 0) return;
    for (let e = 0; e < 2048; e++) {
      const high = this.#high[e]!;
      const low = this.#low[e]!;
      if (high === 0 && low === 0) continue;
      const shift = e >= HUGE ? 128n : 0n;
      this.#total += (unitsOf(high) + unitsOf(low)) << shift;
      this.#high[e] = 0;
      this.#low[e] = 0;
    }
    this.#pending = 0;
  }
}

const bits = new DataView(new ArrayBuffer(8));

/** A finite double as a count of units of 2^-1074. */
function unitsOf(x: number): bigint {
  bits.setFloat64(0, x);
  const word = bits.getBigUint64(0);
  const exponent = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const size = exponent === 0 ? fraction : (fraction | 0x10000000000000n) << BigInt(exponent - 1);
  return x < 0 ? -size : size;
}

/** a / b rounded to the nearest double, ties to even; b is above 0. */
export function divide(a: bigint, b: bigint): number {
  if (a === 0n) return 0;
  const size = a < 0n ? -a : a;
  // a quotient of 64 or 65 bits, its last one made sticky, holds all that rounding to 53 bits or fewer looks at
  const shift = 64 - (bitLength(size) - bitLength(b));
  const [n, d] = shift >= 0 ? [size << BigInt(shift), b] : [size, b << BigInt(-shift)];
  let quotient = n / d;
  if (quotient * d !== n) quotient |= 1n;
  const rounded = roundScaled(quotient, -shift);
  return a < 0n ? -rounded : rounded;
}

/** quotient * 2^exponent rounded once, also among the subnormals; the quotient has more bits than a double. */
function roundScaled(quotient: bigint, exponent: number): number {
  // bits that a double of this size cannot hold
  const spare = Math.max(bitLength(quotient) - 53, -SCALE - exponent);
  const unit = 1n << BigInt(spare);
  const half = unit >> 1n;
  const rest = quotient & (unit - 1n);
  let kept = quotient >> BigInt(spare);
  if (rest > half || (rest === half && (kept & 1n) === 1n)) kept += 1n;
  return Number(kept) * 2 ** (exponent + spare);
}

/** Number of binary digits; n is above 0. */
export function bitLength(n: bigint): number {
  const digits = n.toString(16);
  return digits.length * 4 - Math.clz32(Number.parseInt(digits[0]!, 16)) + 28;
}
