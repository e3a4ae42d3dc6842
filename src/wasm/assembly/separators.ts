// The places of all separators, 64 bytes at a time (after simdjson: Langdale and Lemire,
// Parsing gigabytes of JSON per second, 2019). With the ends of the fields known, no
// number waits for the length of the one before.
import { byteAt } from "./number";
import { NEWLINES, QUOTES, RETURNS } from "./tables";

const CAPACITY: i32 = 4096;
/** As many separators, and those of the 64 bytes in which they became too many. */
export const MAX_RECORDS: i32 = CAPACITY + 64;
/** The addresses of delimiters and newlines, in order; the word before is the byte before the first field. */
export const SEPARATORS: usize = memory.data((CAPACITY + 128) * 4, 16) + 64;

/** The newlines among them. */
let newlines: u32 = 0;

@inline
function put(at: usize, from: usize, mask: u64): u64 {
  store<u32>(at, <u32>(from + <usize>ctz(mask)));
  return mask & (mask - 1);
}

/** Writes down the places of all bits of a mask and returns where the next one goes. */
@inline
function putAll(at: usize, from: usize, mask: u64): usize {
  const count = <u32>popcnt(mask);
  // mostly there are no more than four
  let left = put(at, from, mask);
  left = put(at + 4, from, left);
  left = put(at + 8, from, left);
  left = put(at + 12, from, left);
  for (let i: u32 = 4; i < count; i++) left = put(at + (i << 2), from, left);
  return at + (count << 2);
}

@inline
export function equalBits(p: usize, c: v128): u64 {
  const v0 = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p), c)));
  const v1 = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 16), c)));
  const v2 = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 32), c)));
  const v3 = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 48), c)));
  return v0 | (v1 << 16) | (v2 << 32) | (v3 << 48);
}

/** Quotes and control characters up to "\r" in 16 bytes. */
@inline
function suspects(v: v128): v128 {
  return v128.or(i8x16.eq(i8x16.min_u(v, v128.load(RETURNS)), v), i8x16.eq(v, v128.load(QUOTES)));
}

@inline
function suspectBits(p: usize): u64 {
  const v0 = <u64>(<u32>i8x16.bitmask(suspects(v128.load(p))));
  const v1 = <u64>(<u32>i8x16.bitmask(suspects(v128.load(p, 16))));
  const v2 = <u64>(<u32>i8x16.bitmask(suspects(v128.load(p, 32))));
  const v3 = <u64>(<u32>i8x16.bitmask(suspects(v128.load(p, 48))));
  return v0 | (v1 << 16) | (v2 << 32) | (v3 << 48);
}

/** As bits, those of the 64 bytes at p that stand before `limit`. */
@inline
function before(limit: usize, p: usize): u64 {
  const left = limit - p;
  return left < 64 ? (<u64>1 << left) - 1 : u64.MAX_VALUE;
}

/**
 * Finds the separators from p until `limit`, or until there is no more room.
 * Returns their number.
 */
function findAnySeparators(p: usize, limit: usize, delimiter: u32): u32 {
  const delimiters = i8x16.splat(<u8>delimiter);
  let at = SEPARATORS;
  // of newlines, negative; there is not the room for more than a lane can count
  let counts = i16x8.splat(0);
  store<u32>(at - 4, <u32>(p - 1));
  for (; p + 64 <= limit && at < SEPARATORS + <usize>CAPACITY * 4; p += 64) {
    const v0 = v128.load(p);
    const v1 = v128.load(p, 16);
    const v2 = v128.load(p, 32);
    const v3 = v128.load(p, 48);
    const ends = v128.load(NEWLINES);
    const ends0 = i8x16.eq(v0, ends);
    const ends1 = i8x16.eq(v1, ends);
    const ends2 = i8x16.eq(v2, ends);
    const ends3 = i8x16.eq(v3, ends);
    const sums = i8x16.add(i8x16.add(ends0, ends1), i8x16.add(ends2, ends3));
    counts = i16x8.add(counts, i16x8.extadd_pairwise_i8x16_s(sums));
    const all0 = <u64>(<u32>i8x16.bitmask(v128.or(ends0, i8x16.eq(v0, delimiters))));
    const all1 = <u64>(<u32>i8x16.bitmask(v128.or(ends1, i8x16.eq(v1, delimiters))));
    const all2 = <u64>(<u32>i8x16.bitmask(v128.or(ends2, i8x16.eq(v2, delimiters))));
    const all3 = <u64>(<u32>i8x16.bitmask(v128.or(ends3, i8x16.eq(v3, delimiters))));
    at = putAll(at, p, all0 | (all1 << 16) | (all2 << 32) | (all3 << 48));
  }
  const halves = i32x4.extadd_pairwise_i16x8_s(counts);
  newlines =
    -i32x4.extract_lane(halves, 0) - i32x4.extract_lane(halves, 1) - i32x4.extract_lane(halves, 2) - i32x4.extract_lane(halves, 3);
  if (p < limit && at < SEPARATORS + <usize>CAPACITY * 4) {
    const inside = before(limit, p);
    const ends = equalBits(p, v128.load(NEWLINES)) & inside;
    newlines += <u32>popcnt(ends);
    at = putAll(at, p, (equalBits(p, delimiters) & inside) | ends);
  }
  return <u32>(at - SEPARATORS) >> 2;
}

/** Like findAnySeparators, but until 64 bytes that hold a quote, a control character or a lone "\r", which the careful way must judge. */
function findCheckedSeparators(p: usize, limit: usize, delimiter: u32): u32 {
  const delimiters = i8x16.splat(<u8>delimiter);
  let at = SEPARATORS;
  let returned: u64 = 0;
  newlines = 0;
  store<u32>(at - 4, <u32>(p - 1));
  for (; p < limit && at < SEPARATORS + <usize>CAPACITY * 4; p += 64) {
    const ends = equalBits(p, v128.load(NEWLINES));
    const all = equalBits(p, delimiters) | ends;
    const odd = suspectBits(p) & ~all;
    if ((odd | returned) != 0) {
      const returns = equalBits(p, v128.load(RETURNS));
      if ((odd & ~returns) != 0 || (((returns << 1) | returned) & ~ends) != 0) break;
      returned = returns >> 63;
    }
    const inside = before(limit, p);
    newlines += <u32>popcnt(ends & inside);
    at = putAll(at, p, all & inside);
  }
  return <u32>(at - SEPARATORS) >> 2;
}

/**
 * How many records from p on have all their separators in SEPARATORS, and the right
 * number of them. Only skipped fields need to be `checked`: in a wanted one, all that
 * is not part of a number shows when it is converted.
 */
export function findRecords(p: usize, limit: usize, delimiter: u32, columns: u32, checked: bool): u32 {
  const count = checked ? findCheckedSeparators(p, limit, delimiter) : findAnySeparators(p, limit, delimiter);
  const rows = count / columns;
  let wrong = u32(newlines != rows);
  const end = SEPARATORS + ((rows * columns) << 2);
  for (let at = SEPARATORS + ((columns - 1) << 2); at < end; at += columns << 2) wrong |= byteAt(load<u32>(at)) ^ 0x0a;
  if (wrong == 0) return rows;
  let column: u32 = 1;
  for (let i: u32 = 0; i < count; i++) {
    const isEnd = byteAt(load<u32>(SEPARATORS + (i << 2))) == 0x0a;
    if (isEnd != (column == columns)) return i / columns;
    column = isEnd ? 1 : column + 1;
  }
  return rows;
}
