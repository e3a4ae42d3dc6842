// The places of all separators, 64 bytes at a time (after simdjson: Langdale and Lemire,
// Parsing gigabytes of JSON per second, 2019). With the ends of the fields known, no
// number waits for the length of the one before.
import { byteAt } from "./number";
import { NEWLINES, QUOTES, RETURNS } from "./tables";

const CAPACITY: u32 = 4096;
/** The addresses of delimiters and newlines, in order; the word before is the byte before the first field. */
export const SEPARATORS: usize = memory.data((4096 + 128) * 4, 16) + 64;

/** The newlines among them. */
let newlines: u32 = 0;

@inline
function put(at: usize, from: usize, mask: u64): u64 {
  store<u32>(at, <u32>(from + <usize>ctz(mask)));
  return mask & (mask - 1);
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

/**
 * Finds the separators from p until `limit`, or until there is no more room; with
 * `checked`, until 64 bytes that hold a quote, a control character or a lone "\r",
 * which the careful way must judge. Returns their number.
 */
@inline
function findSeparators(p: usize, limit: usize, delimiter: u32, checked: bool): u32 {
  const delimiters = i8x16.splat(<u8>delimiter);
  let at = SEPARATORS;
  let lines: u32 = 0;
  let returned: u64 = 0;
  store<u32>(at - 4, <u32>(p - 1));
  for (; p < limit && at < SEPARATORS + CAPACITY * 4; p += 64) {
    let ends = equalBits(p, v128.load(NEWLINES));
    let all = equalBits(p, delimiters) | ends;
    if (checked) {
      const odd = suspectBits(p) & ~all;
      if ((odd | returned) != 0) {
        const returns = equalBits(p, v128.load(RETURNS));
        if ((odd & ~returns) != 0 || (((returns << 1) | returned) & ~ends) != 0) break;
        returned = returns >> 63;
      }
    }
    const left = limit - p;
    if (left < 64) {
      const inside = (<u64>1 << left) - 1;
      all &= inside;
      ends &= inside;
    }
    lines += <u32>popcnt(ends);
    const count = <u32>popcnt(all);
    all = put(at, p, all);
    all = put(at + 4, p, all);
    all = put(at + 8, p, all);
    all = put(at + 12, p, all);
    for (let i: u32 = 4; i < count; i++) all = put(at + (i << 2), p, all);
    at += count << 2;
  }
  newlines = lines;
  return <u32>(at - SEPARATORS) >> 2;
}

function findAnySeparators(p: usize, limit: usize, delimiter: u32): u32 {
  return findSeparators(p, limit, delimiter, false);
}

function findCheckedSeparators(p: usize, limit: usize, delimiter: u32): u32 {
  return findSeparators(p, limit, delimiter, true);
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
