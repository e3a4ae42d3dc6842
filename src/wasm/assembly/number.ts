// The fast path of one number: up to 22 digits in a window of 32 bytes, without a loop.
import { exactBits, INFINITY_BITS, isExact, quickBits } from "./decimal";
import { DIGIT_BIAS, DIGIT_LAST, HUNDREDS, LAST, LAST_NIBBLES, PAIR, TEN_THOUSANDS } from "./tables";

@inline
export function byteAt(p: usize): u32 {
  return <u32>load<u8>(p);
}

/** Bit i is set where byte i of these 32 is no digit. */
@inline
export function nonDigits(first: v128, second: v128): u32 {
  const bias = v128.load(DIGIT_BIAS);
  const last = v128.load(DIGIT_LAST);
  const low = <u32>i8x16.bitmask(i8x16.gt_s(i8x16.add(first, bias), last));
  const high = <u32>i8x16.bitmask(i8x16.gt_s(i8x16.add(second, bias), last));
  return low | (high << 16);
}

/** The most digits that gather() takes: its powers of ten must be exact. */
@inline
export const DIGIT_WINDOW: usize = 22;

/** Digit values in pairs, then in fours: 16 of them as four numbers below 10^4. */
@inline
function fours(digits: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.shr_u(i16x8.mul(digits, v128.load(PAIR)), 8), v128.load(HUNDREDS));
}

/** Two runs of 16 digit values as four numbers below 10^8. */
@inline
function eights(high: v128, low: v128): v128 {
  return i32x4.dot_i16x8_s(i16x8.narrow_i32x4_s(high, low), v128.load(TEN_THOUSANDS));
}

/**
 * Of the 16 bytes `second`, which follow `first`, those that are among the last `digits` digits of a number that ends
 * there, of which `behind` stand behind the point (32: there is none); as values, with zeros in front.
 *
 * The digits are taken from the end of the number backwards, so that their count
 * selects lanes and is no branch; those before the point are moved by one
 * byte, which closes the gap that the point leaves.
 */
@inline
function lastDigits(first: v128, second: v128, digits: usize, behind: usize): v128 {
  const moved = v128.shuffle<u8>(first, second, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30);
  const closed = v128.bitselect(second, moved, v128.load(behind, LAST + 16));
  return v128.and(closed, v128.load(digits, LAST_NIBBLES + 16));
}

/** The digits before those 16; no number reaches the first lane. */
@inline
function firstDigits(first: v128, digits: usize, behind: usize): v128 {
  const moved = v128.shuffle<u8>(first, first, 15, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14);
  const closed = v128.bitselect(first, moved, v128.load(behind, LAST));
  return v128.and(closed, v128.load(digits, LAST_NIBBLES));
}

/** The number that up to 16 digits make; `first` and `second` are the 32 bytes that end with it. */
@inline
export function gatherShort(first: v128, second: v128, digits: usize, behind: usize): u64 {
  const low = fours(lastDigits(first, second, digits, behind));
  const tail = <u64>i64x2.extract_lane(eights(low, low), 0);
  return (tail & 0xffffffff) * 100000000 + (tail >> 32);
}

/** Up to 22 digits as four numbers below 10^8, of which the first is 0. */
@inline
export function gather(first: v128, second: v128, digits: usize, behind: usize): v128 {
  return eights(fours(firstDigits(first, digits, behind)), fours(lastDigits(first, second, digits, behind)));
}

/** The digits before the last 16 of what gather() returns. */
@inline
export function head(eights: v128): u64 {
  return <u64>i64x2.extract_lane(eights, 0) >> 32;
}

/** With a greater head more than 19 digits count, and the number does not fit into 64 bits. */
export const MAX_HEAD: u64 = 999;

/** The number that they make together. */
@inline
export function joined(head: u64, eights: v128): u64 {
  const tail = <u64>i64x2.extract_lane(eights, 1);
  return head * 10000000000000000 + (tail & 0xffffffff) * 100000000 + (tail >> 32);
}

/**
 * Reads the number at p into dst and returns the byte behind it, whatever that
 * is; 0 where the number is not plain (then nothing may be concluded, the slow
 * grammar decides). With `json`, only what RFC 8259 calls a number is taken.
 * Reads up to 31 bytes before p and 48 behind it.
 */
@inline
export function fastNumber(p: usize, dst: usize, json: bool): usize {
  const negative = <u64>(byteAt(p) == 0x2d);
  const start = p + <usize>negative;
  // The window starts at p, not at start, so that it need not wait for the sign.
  const stops = ((<u64>nonDigits(v128.load(p), v128.load(p, 16)) | 0x100000000) & ~negative) >> negative;
  const whole = <usize>ctz(stops);
  let digits = whole;
  let stop = start + whole;
  // Without a point all lanes count as behind it, so that none is moved.
  let behind: usize = 32;
  let q: i32 = 0;
  if (json && (whole == 0 || (whole > 1 && byteAt(start) == 0x30))) return 0;
  if (byteAt(stop) == 0x2e) {
    const length = <usize>ctz(stops & (stops - 1));
    digits = length - 1;
    behind = digits - whole;
    q = -(<i32>behind);
    stop = start + length;
    if (json && behind == 0) return 0;
  }
  if (digits - 1 >= DIGIT_WINDOW) return 0;

  const eights = gather(v128.load(stop - 32), v128.load(stop - 16), digits, behind);
  const high = head(eights);
  if (high > MAX_HEAD) return 0;
  const w = joined(high, eights);

  if ((byteAt(stop) | 0x20) == 0x65) {
    let t = stop + 1;
    const sign = byteAt(t);
    t += <usize>(sign == 0x2d || sign == 0x2b);
    let exponent = byteAt(t++) - 0x30;
    if (exponent > 9) return 0;
    let digit = byteAt(t) - 0x30;
    if (digit <= 9) {
      exponent = exponent * 10 + digit;
      digit = byteAt(++t) - 0x30;
      if (digit <= 9) {
        exponent = exponent * 10 + digit;
        if (byteAt(++t) - 0x30 <= 9) return 0;
      }
    }
    q += sign == 0x2d ? -(<i32>exponent) : <i32>exponent;
    stop = t;
  }

  let bits: u64;
  if (isExact(w, q)) {
    bits = exactBits(w, q);
  } else {
    bits = quickBits(w, q);
    // Overflow, underflow of a number that is not 0, or no decision: not plain.
    if (bits - 1 >= INFINITY_BITS - 1 && w != 0) return 0;
  }
  store<u64>(dst, bits | (negative << 63));
  return stop;
}
