// The shortest decimal that reads back as the same double, and the closest such.
//   Adams, Ryu: fast float-to-string conversion, 2018
//   Giulietti, The Schubfach way to render doubles, 2020
//   Jeon, Dragonbox: a new floating-point binary-to-decimal conversion algorithm, 2020
// The names are Jeon's: x is the double, y the middle and z the upper end of its
// rounding interval, delta the interval's width, all scaled by 10^-k.
import { multiplyHigh, powerHigh, powerLow } from "./decimal";

/** The power of ten that belongs to the last result of shortest(). */
export let decimalExponent: i32 = 0;

/** floor(e * log10(2)), |e| <= 1700 */
@inline
export function decimalLog(e: i32): i32 {
  return (e * 1262611) >> 22;
}

/** floor(k * log2(10)), |k| <= 1233 */
@inline
export function binaryLog(k: i32): i32 {
  return (k * 1741647) >> 19;
}

/** Reading wants 10^k cut off, printing wants it rounded up; they differ where 10^k is not exact. */
@inline
function powerLowUp(k: i32): u64 {
  return powerLow(k) + u64(<u32>(k + 27) > 82);
}

/** Fraction of 2 f * 10^k: whether its integer part is odd, and whether it is an integer. */
@inline
function isOdd(twice: u64, high: u64, low: u64, beta: u64): bool {
  return (((twice * high + multiplyHigh(twice, low)) >> (64 - beta)) & 1) != 0;
}

@inline
function isInteger(twice: u64, high: u64, low: u64, beta: u64): bool {
  const upper = twice * high + multiplyHigh(twice, low);
  return ((upper << beta) | ((twice * low) >> (64 - beta))) == 0;
}

/** The interval below a power of two is half as wide, which needs its own treatment. */
function shortestOfPower(exponent: i32): u64 {
  const minusK = (exponent * 631305 - 261663) >> 21;
  const beta = <u64>(exponent + binaryLog(-minusK));
  const high = powerHigh(-minusK);
  let lower = (high - (high >> 54)) >> (11 - beta);
  const upper = (high + (high >> 53)) >> (11 - beta);
  if (exponent < 2 || exponent > 3) lower++;
  let decimal = upper / 10;
  if (decimal * 10 >= lower) {
    decimalExponent = minusK + 1;
    return decimal;
  }
  decimal = ((high >> (10 - beta)) + 1) >> 1;
  decimalExponent = minusK;
  // The one exponent where the candidates are equally close.
  if (exponent == -77) return decimal & ~1;
  return decimal < lower ? decimal + 1 : decimal;
}

/**
 * Digits of a positive finite double, possibly with zeros at the end; their
 * power of ten is left in decimalExponent.
 */
export function shortest(bits: u64): u64 {
  let twice = (bits & 0xfffffffffffff) << 1;
  let exponent = <i32>(bits >> 52);
  if (exponent != 0) {
    exponent -= 1075;
    if (twice == 0) return shortestOfPower(exponent);
    twice |= 0x20000000000000;
  } else {
    exponent = -1074;
  }
  const even = (twice & 2) == 0;

  const minusK = decimalLog(exponent) - 2;
  const high = powerHigh(-minusK);
  const low = powerLowUp(-minusK);
  const beta = <u64>(exponent + binaryLog(-minusK));
  const delta = high >> (63 - beta);

  // z: the upper 64 bits of a 64 by 128 bit product, and whether the next 64 are 0.
  const end = (twice | 1) << beta;
  const cross = end * high;
  const fraction = cross + multiplyHigh(end, low);
  const z = multiplyHigh(end, high) + u64(fraction < cross);

  let decimal = z / 1000;
  let r = z - decimal * 1000;
  let large = r < delta;
  if (large) {
    if (r == 0 && fraction == 0 && !even) {
      decimal--;
      r = 1000;
      large = false;
    }
  } else if (r == delta) {
    const x = twice - 1;
    large = isOdd(x, high, low, beta) || (even && isInteger(x, high, low, beta));
  }
  if (large) {
    decimalExponent = minusK + 3;
    return decimal;
  }
  const distance = r - (delta >> 1) + 50;
  const hundredths = <u64>((<u32>distance * 656) >> 16);
  decimal = decimal * 10 + hundredths;
  if (hundredths * 100 == distance) {
    // Between two candidates: the parity of y says on which side, or that it is a tie.
    if (isOdd(twice, high, low, beta) != (((distance ^ 50) & 1) != 0)) {
      decimal--;
    } else if ((decimal & 1) != 0 && isInteger(twice, high, low, beta)) {
      decimal--;
    }
  }
  decimalExponent = minusK + 2;
  return decimal;
}
