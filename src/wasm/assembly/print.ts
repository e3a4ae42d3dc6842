// Rows of doubles as text, byte for byte what JavaScript's String(x) gives.
import { eightDigits, sixteenDigits, ZERO_BYTES } from "./digits";
import { report } from "./result";
import { NO_DIGITS, Slot, SLOT_SIZE, takeColumn } from "./slot";

/** The greatest length of a number: -1.2345678901234567e-308, or a special text. */
const MAX_NUMBER: usize = 24;

const LANES: usize = memory.data<u8>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);
const ZERO_LANES: usize = memory.data<u64>([0x3030303030303030, 0x3030303030303030], 16);

/** The lanes from `first` on. */
@inline
function lanesFrom(lanes: v128, first: i32): v128 {
  return i8x16.swizzle(lanes, i8x16.add(v128.load(LANES), i8x16.splat(<i8>first)));
}

/** Writes an integer below 10^16; returns the byte behind it. */
@inline
function printInteger(n: u64, out: usize): usize {
  if (n < 100000000) {
    const text = eightDigits(<u32>n);
    // One digit stays, also of 0.
    const zeros = ctz((text ^ ZERO_BYTES) | 0x100000000000000) >> 3;
    store<u64>(out, text >> (zeros << 3));
    return out + 8 - <usize>zeros;
  }
  const high = n / 100000000;
  const values = sixteenDigits(<u32>high, <u32>(n - high * 100000000));
  const zeros = ctz(~i8x16.bitmask(i8x16.eq(values, i8x16.splat(0))));
  v128.store(out, lanesFrom(i8x16.add(values, v128.load(ZERO_LANES)), zeros));
  return out + 16 - <usize>zeros;
}

/** The digits before the last four of the row number that was printed last, as text, and their number. */
const LEADING: usize = memory.data(16, 16);
let leadingLength: usize = 0;
/** The number of which those are the digits, with four zeros at the end; at first one that no number is near. */
let leadingFrom: u64 = u64.MAX_VALUE / 2;
/** 00, 01, ... 99 as text. */
const PAIRS: usize = memory.data(200, 16);
for (let n: u32 = 0; n < 100; n++) store<u16>(PAIRS + (n << 1), <u16>((n / 10) | ((n % 10) << 8) | 0x3030));

/** Writes an integer below 10^16 that mostly is one more than the last; returns the byte behind it. */
@inline
function printNext(n: u64, out: usize): usize {
  let last = <u32>(n - leadingFrom);
  if (n - leadingFrom >= 10000) {
    if (n < 10000) return printInteger(n, out);
    last = <u32>(n % 10000);
    leadingFrom = n - last;
    leadingLength = printInteger(n / 10000, LEADING) - LEADING;
  }
  v128.store(out, v128.load(LEADING));
  out += leadingLength;
  const pair = (last * 5243) >> 19;
  store<u16>(out, load<u16>(PAIRS + (pair << 1)));
  store<u16>(out, load<u16>(PAIRS + ((last - pair * 100) << 1)), 2);
  return out + 4;
}

/** Writes "e", the sign and up to three digits. */
@inline
function printExponent(exponent: i32, out: usize): usize {
  const sign = exponent < 0 ? 0x2d65 : 0x2b65;
  const n = <u32>abs(exponent);
  if (n < 10) {
    store<u32>(out, sign | ((n + 0x30) << 16));
    return out + 3;
  }
  // The digits in the three lowest bytes, from which a leading zero is shifted out.
  const digits = (n / 100) | (((n / 10) % 10) << 8) | ((n % 10) << 16) | 0x303030;
  const zeros = u32(n < 100);
  store<u16>(out, sign);
  store<u32>(out, digits >> (zeros << 3), 2);
  return out + 5 - <usize>zeros;
}

/** Writes a number of which the digits are known; returns the byte behind it. May write 48 bytes. */
@inline
function printDigits(slot: Slot, out: usize): usize {
  const high = slot.high;
  if (high == NO_DIGITS) {
    const text = <usize>slot.low;
    v128.store(out, v128.load(text));
    return out + <usize>load<u8>(text, 15);
  }
  store<u8>(out, 0x2d);
  out += slot.negative;
  const first = high / 100000000;
  // Sixteen digits, and the first of seventeen is written before them.
  const values = sixteenDigits(high - first * 100000000, slot.low);
  const lead = i32(first != 0);
  const text = i8x16.add(values, v128.load(ZERO_LANES));
  const count = 16 + lead - <i32>clz(~(i8x16.bitmask(i8x16.eq(values, i8x16.splat(0))) << 16));
  // The value is 0.d1d2... * 10^point.
  const point = 16 + lead + slot.exponent;
  if (<u32>(point + 5) <= 5) {
    store<u64>(out, 0x3030303030302e30);
    out += 2 - point;
    store<u8>(out, <u8>first + 0x30);
    v128.store(out + lead, text);
    return out + count;
  }
  store<u8>(out, <u8>first + 0x30);
  v128.store(out + lead, text);
  if (<u32>point <= 21) {
    if (point >= count) {
      store<u64>(out + lead, ZERO_BYTES, 16);
      return out + point;
    }
    store<u8>(out + point, 0x2e);
    v128.store(out + point + 1, lanesFrom(text, point - lead));
    return out + count + 1;
  }
  store<u8>(out, 0x2e, 1);
  v128.store(out + 2, lanesFrom(text, 1 - lead));
  return printExponent(point - 1, out + (count <= 1 ? 1 : count + 1));
}

/**
 * One piece of a row: a text, then a number of a column (base 0: the row's
 * index). The last one has a text alone; its base is memory for slots, and its
 * stride the number of rows that there are slots for.
 */
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
  v128.store(out, v128.load(from));
  // most texts are short, and even a loop that is not run looks whether it should stop
  if (length > 16) for (let i: u32 = 16; i < length; i += 16) v128.store(out + i, v128.load(from + i));
  return out + length;
}

/**
 * Writes rows first .. last of the columns until no room is sure to be left for
 * another: the pieces, then the text of the last piece. `index` is added to the
 * row's number where that is printed. Up to 64 bytes behind out + room are
 * overwritten.
 */
export function printRows(program: usize, pieces: u32, first: u32, last: u32, index: f64, out: usize, room: usize): void {
  const end = program + <usize>pieces * PIECE_SIZE;
  const tail = changetype<Piece>(end);
  let longest: usize = tail.textLength;
  let step: usize = 0;
  for (let at = program; at < end; at += PIECE_SIZE) {
    longest += <usize>changetype<Piece>(at).textLength + MAX_NUMBER;
    if (changetype<Piece>(at).base != 0) step += SLOT_SIZE;
  }
  const start = out;
  const firstIndex = <u64>(<i64>index);
  const slots = tail.base;
  let row = first;
  while (row < last) {
    const fitting = <u32>((room - (out - start)) / longest);
    const stop = row + min(min(last - row, tail.stride), fitting);
    if (stop == row) break;
    let slot = slots;
    for (let at = program; at < end; at += PIECE_SIZE) {
      const piece = changetype<Piece>(at);
      if (piece.base == 0) continue;
      takeColumn(piece.base + row * piece.stride, piece.stride, stop - row, slot, step);
      slot += SLOT_SIZE;
    }
    slot = slots;
    for (; row < stop; row++) {
      for (let at = program; at < end; at += PIECE_SIZE) {
        const piece = changetype<Piece>(at);
        out = copyText(out, piece.text, piece.textLength);
        if (piece.base == 0) {
          out = printNext(firstIndex + row, out);
          continue;
        }
        out = printDigits(changetype<Slot>(slot), out);
        slot += SLOT_SIZE;
      }
      out = copyText(out, tail.text, tail.textLength);
    }
  }
  report(row - first, out - start, 0, 0);
}
