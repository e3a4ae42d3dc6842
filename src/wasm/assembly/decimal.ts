// From w * 10^q to the nearest double.
//   Clinger, How to read floating point numbers accurately, 1990
//   Lemire, Number parsing at a gigabyte per second, 2021 (after Eisel)
//   Mushtak and Lemire, Fast number parsing without fallback, 2023
import { POWERS } from "./powers";
import { EXACT_POWERS } from "./tables";

const MIN_Q: i32 = -342;
const MAX_Q: i32 = 308;

export const INFINITY_BITS: u64 = 0x7ff0000000000000;
/** Not a bit pattern that a conversion can return. */
export const UNDECIDED: u64 = 0xffffffffffffffff;

/** The high word of a 64 by 64 bit product; WebAssembly has no instruction for it. */
@inline
export function multiplyHigh(a: u64, b: u64): u64 {
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  const b0 = b & 0xffffffff;
  const b1 = b >> 32;
  const middle = a1 * b0 + ((a0 * b0) >> 32);
  return a1 * b1 + (middle >> 32) + ((a0 * b1 + (middle & 0xffffffff)) >> 32);
}

@inline
export function powerHigh(q: i32): u64 {
  return load<u64>(POWERS + (<usize>(q - MIN_Q) << 4));
}

@inline
export function powerLow(q: i32): u64 {
  return load<u64>(POWERS + (<usize>(q - MIN_Q) << 4), 8);
}

/** floor(log2(10^q)) + 63 */
@inline
function binaryExponent(q: i32): i32 {
  return ((217706 * q) >> 16) + 63;
}

/**
 * Where both w and 10^|q| are exact doubles, one operation rounds once.
 * The bound on w is far below 2^53 on purpose: 16-digit numbers lie on both
 * sides of 2^53, and a branch that nobody can predict costs more than it saves.
 */
@inline
export function isExact(w: u64, q: i32): bool {
  return w < 0x8000000000000 && <u32>(q + 22) <= 44;
}

@inline
export function exactBits(w: u64, q: i32): u64 {
  const value = <f64>(<i64>w);
  return reinterpret<u64>(
    q < 0 ? value / load<f64>(EXACT_POWERS - (<usize>q << 3)) : value * load<f64>(EXACT_POWERS + (<usize>q << 3)),
  );
}

/**
 * The high word of a * (the word at `power`), of whose four partial products the least is left out:
 * the product with all of 10^q is above this minus 1 and below this plus 4. For |q| <= 290.
 */
@inline
export function shortProduct(a: u64, power: usize): u64 {
  const b0 = <u64>load<u32>(power);
  const b1 = <u64>load<u32>(power, 4);
  const a0 = a & 0xffffffff;
  const a1 = a >> 32;
  return a1 * b1 + ((a1 * b0) >> 32) + ((a0 * b1) >> 32);
}

/** Is the product so close to where rounding changes that it must be looked at again? A quick test: 1.4 % are; 0 is. */
@inline
export function isClose(high: u64): bool {
  return ((high - 2) & 0x1ff) > 504;
}

/** Like isClose, but knowing which bits go: 1 %. (Doubles printed with 19 digits mostly are close, but not this.) */
@inline
export function isUndecided(high: u64): bool {
  const upper = high >> 63;
  return ((high + (<u64>512 << upper) + 5) & ((<u64>1024 << upper) - 1)) <= 8;
}

/** The exponent for scaled() that belongs to 10^q, of which the leading zeros of w are still to be taken. */
@inline
export function scaleExponent(q: i32): i64 {
  return binaryExponent(q) - 61;
}

/** The bits of floor(high / 2) * 2^exponent. The processor rounds as it turns the integer into a double. */
@inline
export function scaled(high: u64, exponent: i64): u64 {
  return reinterpret<u64>(<f64>(<i64>(high >> 1))) + (<u64>exponent << 52);
}

/** Eisel-Lemire: the short product where that can tell, otherwise the long one. */
@inline
export function quickBits(w: u64, q: i32): u64 {
  if (<u32>(q + 290) > 560 || w == 0) return decimalBitsFull(w, q);
  const zeros = clz(w);
  const high = shortProduct(w << zeros, POWERS + (<usize>(q - MIN_Q) << 4));
  if (isClose(high) && isUndecided(high)) return decimalBitsFull(w, q);
  return scaled(high, scaleExponent(q) - zeros);
}

/** The same as a call, for where it is seldom needed. */
export function decimalBits(w: u64, q: i32): u64 {
  return quickBits(w, q);
}

/** The bits of w * 10^q for any w and q: 0 below the subnormals, infinity above the range. */
function decimalBitsFull(w: u64, q: i32): u64 {
  if (w == 0 || q < MIN_Q) return 0;
  if (q > MAX_Q) return INFINITY_BITS;
  const zeros = <i32>clz(w);
  const a = w << zeros;
  const b = powerHigh(q);
  let high = multiplyHigh(a, b);
  let low = a * b;
  if ((high & 0x1ff) == 0x1ff) {
    const more = multiplyHigh(a, powerLow(q));
    low += more;
    if (low < more) high++;
  }
  if (low == 0xffffffffffffffff && (q < -27 || q > 55)) return UNDECIDED;
  const upper = <i32>(high >> 63);
  let mantissa = high >> (upper + 9);
  const exponent = binaryExponent(q) + upper - zeros + 1023;
  if (exponent <= 0) {
    if (exponent <= -63) return 0;
    mantissa >>= 1 - exponent;
    // The smallest normal double has the bits that this addition carries into.
    return (mantissa + (mantissa & 1)) >> 1;
  }
  // A tie is only possible where 5^|q| is small; it goes to the even neighbour.
  if (low <= 1 && q >= -4 && q <= 23 && (mantissa & 3) == 1 && mantissa << (upper + 9) == high) mantissa &= ~1;
  const bits = (<u64>(exponent - 1) << 52) + ((mantissa + (mantissa & 1)) >> 1);
  return bits >= INFINITY_BITS ? INFINITY_BITS : bits;
}
