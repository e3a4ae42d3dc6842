// Digits of integers as text.

export const ZERO_BYTES: u64 = 0x3030303030303030;
export const ZERO_LANES: usize = memory.data<u64>([ZERO_BYTES, ZERO_BYTES], 16);

/** Eight digits of x < 10^8 as text, the first in the lowest byte. */
@inline
export function eightDigits(x: u32): u64 {
  const fours = <u64>(x / 10000) | (<u64>(x % 10000) << 32);
  const hundreds = ((fours * 5243) >> 19) & 0x0000007f0000007f;
  const twos = hundreds | ((fours - hundreds * 100) << 16);
  const tens = ((twos * 103) >> 10) & 0x000f000f000f000f;
  return (tens | ((twos - tens * 10) << 8)) + ZERO_BYTES;
}

/** x * 3518437209 >> 45 is x / 10000. */
const TO_FOURS: usize = memory.data<u32>([3518437209, 3518437209, 0, 0], 16);
const FOURS: usize = memory.data<u32>([10000, 0, 10000, 0], 16);
/** x * 5243 >> 19 is x / 100 below 10000. */
const TO_TWOS: usize = memory.data<u32>([5243, 5243, 5243, 5243], 16);
const TWOS: usize = memory.data<u32>([100, 100, 100, 100], 16);
/** x * 103 >> 10 is x / 10 below 100. */
const TO_ONES: usize = memory.data<u16>([103, 103, 103, 103, 103, 103, 103, 103], 16);
/** 256 * 10 - 1 */
const ONES: usize = memory.data<u16>([2559, 2559, 2559, 2559, 2559, 2559, 2559, 2559], 16);

/** The sixteen digits, as values, of high * 10^8 + low, of which both are below 10^8; the first in lane 0. */
@inline
export function sixteenDigits(high: u32, low: u32): v128 {
  const halves = i64x2.splat(<i64>(<u64>high | (<u64>low << 32)));
  const upper = i64x2.shr_u(i64x2.extmul_low_i32x4_u(halves, v128.load(TO_FOURS)), 45);
  const lower = i64x2.sub(i64x2.extend_low_i32x4_u(halves), i32x4.dot_i16x8_s(upper, v128.load(FOURS)));
  const fours = v128.or(upper, i64x2.shl(lower, 32));
  const hundreds = i32x4.shr_u(i32x4.dot_i16x8_s(fours, v128.load(TO_TWOS)), 19);
  const rest = i32x4.sub(fours, i32x4.dot_i16x8_s(hundreds, v128.load(TWOS)));
  const twos = v128.or(hundreds, i32x4.shl(rest, 16));
  const tens = i16x8.shr_u(i16x8.mul(twos, v128.load(TO_ONES)), 10);
  // tens + 256 * (twos - 10 * tens)
  return i16x8.sub(i16x8.shl(twos, 8), i16x8.mul(tens, v128.load(ONES)));
}

const TENS: usize = memory.data<u64>([
  0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
]);

/** The number of decimal digits of n < 10^17; 1 for 0. */
@inline
export function digitCount(n: u64): u32 {
  // 1233 / 4096 is just above log10(2): the guess is right or one too small.
  const guess = ((64 - <u32>clz(n | 1)) * 1233) >> 12;
  return guess + u32(n >= load<u64>(TENS + (<usize>guess << 3)));
}

/** n < 10^count with as many zeros behind it as make it 17 digits. */
@inline
export function seventeenDigits(n: u64, count: u32): u64 {
  return count == 17 ? n : n * load<u64>(TENS + (<usize>(17 - count) << 3));
}
