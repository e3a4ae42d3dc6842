// Doubles and rows of them as text, byte for byte what JavaScript's String(x) gives.
import { report } from "./result";
import { decimalExponent, shortest } from "./shortest";

/** Texts for NaN, Infinity and -Infinity, 16 bytes each, the last of them the length. */
export const SPECIAL: usize = memory.data<u8>([
  0x4e, 0x61, 0x4e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x49, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x74, 0x79, 0, 0, 0, 0,
  0, 0, 0, 8, 0x2d, 0x49, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x74, 0x79, 0, 0, 0, 0, 0, 0, 9,
], 16);

const ZERO_BYTES: u64 = 0x3030303030303030;
/** 24 digits, and room behind them for loads that go too far. */
const DIGITS: usize = memory.data(64, 16);
const DIGITS_END: usize = DIGITS + 24;
/** The greatest length of a number: -1.2345678901234567e-308, or a special text. */
export const MAX_NUMBER: usize = 24;

/** Eight digits of x < 10^8 as text, the first in the lowest byte. */
@inline
function eightDigits(x: u32): u64 {
  const fours = <u64>(x / 10000) | (<u64>(x % 10000) << 32);
  const hundreds = ((fours * 5243) >> 19) & 0x0000007f0000007f;
  const twos = hundreds | ((fours - hundreds * 100) << 16);
  const tens = ((twos * 103) >> 10) & 0x000f000f000f000f;
  return (tens | ((twos - tens * 10) << 8)) + ZERO_BYTES;
}

/** Writes n < 10^17 right-aligned before DIGITS_END with zeros in front; returns the zeros at its end. */
@inline
function writeDigits(n: u64): u32 {
  const upper = n / 100000000;
  const low = eightDigits(<u32>(n - upper * 100000000));
  const top = <u32>(upper / 100000000);
  const middle = eightDigits(<u32>upper - top * 100000000);
  store<u64>(DIGITS_END - 8, low);
  store<u64>(DIGITS_END - 16, middle);
  store<u8>(DIGITS_END - 17, <u8>(top + 0x30));
  if (low != ZERO_BYTES) return <u32>(clz(low ^ ZERO_BYTES) >> 3);
  return middle != ZERO_BYTES ? 8 + <u32>(clz(middle ^ ZERO_BYTES) >> 3) : 16;
}

const TENS: usize = memory.data<u64>([
  0, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000,
  10000000000000, 100000000000000, 1000000000000000, 10000000000000000, 100000000000000000,
]);

/** The number of decimal digits of n < 10^17; 1 for 0. */
@inline
function digitCount(n: u64): u32 {
  // 1233 / 4096 is just above log10(2): the guess is right or one too small.
  const guess = ((64 - <u32>clz(n | 1)) * 1233) >> 12;
  return guess + u32(n >= load<u64>(TENS + (<usize>guess << 3)));
}

@inline
function copy32(to: usize, from: usize): void {
  const head = v128.load(from);
  const tail = v128.load(from, 16);
  v128.store(to, head);
  v128.store(to, tail, 16);
}

/** Writes an integer below 10^17; returns the byte behind it. */
@inline
function printInteger(n: u64, out: usize): usize {
  writeDigits(n);
  const count = digitCount(n);
  copy32(out, DIGITS_END - count);
  return out + count;
}

/** Writes "e", the sign and up to three digits. */
@inline
function printExponent(exponent: i32, out: usize): usize {
  store<u16>(out, exponent < 0 ? 0x2d65 : 0x2b65);
  const n = <u32>abs(exponent);
  // The digits in the three lowest bytes, from which leading zeros are shifted out.
  const digits = (n / 100) | (((n / 10) % 10) << 8) | ((n % 10) << 16) | 0x303030;
  const zeros = u32(n < 100) + u32(n < 10);
  store<u32>(out, digits >> (zeros << 3), 2);
  return out + 5 - <usize>zeros;
}

/** Writes the double of these bits; returns the byte behind it. May write 48 bytes. */
export function printDouble(bits: u64, out: usize): usize {
  const magnitude = bits & 0x7fffffffffffffff;
  if (magnitude >= 0x7ff0000000000000) {
    const text = SPECIAL + (magnitude > 0x7ff0000000000000 ? 0 : bits >> 63 != 0 ? 32 : 16);
    v128.store(out, v128.load(text));
    return out + <usize>load<u8>(text, 15);
  }
  // -0 keeps its sign, which String(x) drops, so that it reads back as the same double
  store<u8>(out, 0x2d);
  out += <usize>(bits >> 63);
  const value = reinterpret<f64>(magnitude);
  if (value < 9007199254740992) {
    const whole = <i64>value;
    if (<f64>whole == value) return printInteger(<u64>whole, out);
  }

  const digits = shortest(magnitude);
  let count = digitCount(digits);
  const first = DIGITS_END - count;
  // The value is 0.d1d2... * 10^point.
  const point = <i32>count + decimalExponent;
  count -= writeDigits(digits);
  if (<u32>(point + 5) <= 5) {
    store<u64>(out, 0x3030303030302e30);
    out += 2 - point;
    copy32(out, first);
    return out + count;
  }
  if (<u32>point <= 21) {
    copy32(out, first);
    if (point >= <i32>count) {
      for (let i = <i32>count; i < point; i++) store<u8>(out + i, 0x30);
      return out + point;
    }
    store<u8>(out + point, 0x2e);
    copy32(out + point + 1, first + point);
    return out + count + 1;
  }
  store<u8>(out, load<u8>(first));
  store<u8>(out, 0x2e, 1);
  copy32(out + 2, first + 1);
  out += count == 1 ? 1 : count + 1;
  return printExponent(point - 1, out);
}

/** One piece of a row: a text, then a number of a column (base 0: the row's index). */
@unmanaged
class Piece {
  text: usize;
  textLength: u32;
  base: usize;
  stride: u32;
}

@inline
const PIECE_SIZE: usize = 16;

@inline
function copyText(out: usize, from: usize, length: u32): usize {
  for (let i: u32 = 0; i < length; i += 16) v128.store(out + i, v128.load(from + i));
  return out + length;
}

/**
 * Writes rows first .. last of the columns until no room is sure to be left for
 * another: the pieces, then the text of the last piece, which has no number.
 * `index` is added to the row's number where that is printed. Up to 64 bytes
 * behind out + room are overwritten.
 */
export function printRows(program: usize, pieces: u32, first: u32, last: u32, index: f64, out: usize, room: usize): void {
  const tail = program + <usize>pieces * PIECE_SIZE;
  let longest: usize = changetype<Piece>(tail).textLength;
  for (let at = program; at < tail; at += PIECE_SIZE) longest += <usize>changetype<Piece>(at).textLength + MAX_NUMBER;
  const start = out;
  let row = first;
  for (; row < last && longest <= room - (out - start); row++) {
    for (let at = program; at < tail; at += PIECE_SIZE) {
      const piece = changetype<Piece>(at);
      out = copyText(out, piece.text, piece.textLength);
      out = piece.base != 0
        ? printDouble(load<u64>(piece.base + row * piece.stride), out)
        : printInteger(<u64>index + row, out);
    }
    out = copyText(out, changetype<Piece>(tail).text, changetype<Piece>(tail).textLength);
  }
  report(row - first, out - start, 0, 0);
}
