// Rows of doubles as text, byte for byte what JavaScript's String(x) gives.
import { eightDigits, sixteenDigits, ZERO_BYTES, ZERO_LANES } from "./digits";
import { formOf } from "./form";
import { report } from "./result";
import { leadOf, Slot, SLOT_SIZE, takeColumn, toText } from "./slot";

/** The greatest length of a number: -1.2345678901234567e-308, or a special text. */
const MAX_NUMBER: usize = 24;

const LANES: usize = memory.data<u8>([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15], 16);

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

/** The digits before the last two of the row number that was printed last, as text, and their number. */
const LEADING: usize = memory.data(16, 16);
let leadingLength: usize = 0;
/** The number of which those are the digits, with two zeros at the end; at first one that no number is near. */
let leadingFrom: u64 = u64.MAX_VALUE / 2;
/** 00, 01, ... 99 as text. */
const PAIRS: usize = memory.data(200, 16);
for (let n: u32 = 0; n < 100; n++) store<u16>(PAIRS + (n << 1), <u16>((n / 10) | ((n % 10) << 8) | 0x3030));

/** Writes an integer below 10^16 that mostly is one more than the last; returns the byte behind it. */
@inline
function printNext(n: u64, out: usize): usize {
  let last = n - leadingFrom;
  if (last >= 100) {
    if (n < 100) return printInteger(n, out);
    const leading = n / 100;
    leadingFrom = leading * 100;
    leadingLength = printInteger(leading, LEADING) - LEADING;
    last = n - leadingFrom;
  }
  v128.store(out, v128.load(LEADING));
  out += leadingLength;
  store<u16>(out, load<u16>(PAIRS + (<usize>last << 1)));
  return out + 2;
}

/** Writes a number of which the digits are text; returns the byte behind it. May write 48 bytes. */
@inline
function printDigits(slot: Slot, out: usize): usize {
  const point = slot.point;
  if (<u32>(point - 2) <= 19) return printWhole(slot, out);
  store<u8>(out, 0x2d);
  out += slot.negative;
  const form = formOf(point);
  const dot = <u32>form.dot;
  const text = v128.load(changetype<usize>(slot));
  const first = out + form.start;
  const rest = first + leadOf(slot.first);
  store<u64>(out, 0x3030303030302e30);
  store<u8>(first, <u8>slot.first + 0x30);
  v128.store(rest, text);
  // digits behind a point stand one further on, or where they are
  v128.store(rest + dot, text);
  store<u8>(out, 0x2e, 1);
  const count = slot.count;
  const end = first + (count > 1 ? count + dot : 1);
  store<u64>(end, form.end);
  return end + form.endLength;
}

/** The same for 10 to 10^21, and for what is no number. */
@inline
function printWhole(slot: Slot, out: usize): usize {
  const negative = slot.negative;
  if (negative > 1) {
    v128.store(out, v128.load(negative));
    return out + <usize>load<u8>(negative, 15);
  }
  store<u8>(out, 0x2d);
  out += negative;
  const lead = leadOf(slot.first);
  const point = slot.point;
  const count = slot.count;
  const text = v128.load(changetype<usize>(slot));
  store<u8>(out, <u8>slot.first + 0x30);
  v128.store(out + lead, text);
  if (point >= count) {
    store<u64>(out + lead, ZERO_BYTES, 16);
    return out + point;
  }
  store<u8>(out + point, 0x2e);
  v128.store(out + point + 1, lanesFrom(text, point - lead));
  return out + count + 1;
}

/**
 * One piece of a row: a number of a column (base 0: the row's index), then a text, behind the last one that before the
 * next row's first number. Behind the pieces stands another, with the text before the first number of all; its base is
 * memory for slots, and its stride the number of rows that there are slots for.
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
 * Writes rows first .. last of the columns until no room is sure to be left for another. indexLow + 2^32 indexHigh is
 * added to the row's number where that is printed. What is reported does not count the text before the next row's first
 * number, though it is written. Up to 64 bytes behind out + room are overwritten.
 */
export function printRows(
  program: usize,
  pieces: u32,
  first: u32,
  last: u32,
  indexLow: u32,
  indexHigh: u32,
  out: usize,
  room: usize,
): void {
  const end = program + <usize>pieces * PIECE_SIZE;
  const before = changetype<Piece>(end);
  let longest: usize = 0;
  let step: usize = 0;
  for (let at = program; at < end; at += PIECE_SIZE) {
    longest += <usize>changetype<Piece>(at).textLength + MAX_NUMBER;
    if (changetype<Piece>(at).base != 0) step += SLOT_SIZE;
  }
  if (room < longest + before.textLength) return report(0, 0, 0, 0);
  const start = out + before.textLength;
  const stops = out + room;
  out = copyText(out, before.text, before.textLength);
  const firstIndex = <u64>indexLow | (<u64>indexHigh << 32);
  const slots = before.base;
  let row = first;
  while (row < last) {
    const fitting = <u32>((stops - out) / longest);
    const stop = row + min(min(last - row, before.stride), fitting);
    if (stop == row) break;
    let slot = slots;
    for (let at = program; at < end; at += PIECE_SIZE) {
      const piece = changetype<Piece>(at);
      if (piece.base == 0) continue;
      takeColumn(piece.base + row * piece.stride, piece.stride, stop - row, slot, step);
      slot += SLOT_SIZE;
    }
    toText(slots, slots + (stop - row) * step);
    slot = slots;
    for (; row < stop; row++) {
      for (let at = program; at < end; at += PIECE_SIZE) {
        const piece = changetype<Piece>(at);
        if (piece.base == 0) {
          out = printNext(firstIndex + row, out);
        } else {
          out = printDigits(changetype<Slot>(slot), out);
          slot += SLOT_SIZE;
        }
        out = copyText(out, piece.text, piece.textLength);
      }
    }
  }
  report(row - first, out - start, 0, 0);
}
