// Whole columns of numbers between known separators.
import { decimalBitsFull, eiselLemire, exactBits, UNDECIDED } from "./decimal";
import { field } from "./grammar";
import { byteAt, DIGIT_WINDOW, fastNumber, gather, gatherShort, nonDigits, TOO_MANY } from "./number";
import { EXACT_POWERS } from "./tables";

/** All that is not just digits with a sign and a point. Must end where the field ends. */
function otherNumber(start: usize, end: usize, dst: usize, delimiter: u32): bool {
  return fastNumber(start, dst, false) == end || field(start, dst, delimiter) == end;
}

/** Digits that Clinger's way takes: with them w is below 10^15, so exact, as are the powers of ten up to 10^22. */
const EXACT_DIGITS: usize = 15;

/**
 * Converts the fields that end at the separators at, at + step ... (before `last`)
 * as long as they are plain: up to 22 digits, 19 of them significant, with or
 * without sign and point, whose value Eisel-Lemire can tell;
 * with `scientific`, each followed by "e", a sign and two digits. Returns where it
 * stopped. Next to nothing is called here, so that all stays in registers.
 */
@inline
function convertPlain(
  at: usize,
  last: usize,
  step: usize,
  dst: usize,
  stride: usize,
  trim: bool,
  scientific: bool,
): usize {
  for (; at != last; at += step, dst += stride) {
    let start = <usize>load<u32>(at - 4) + 1;
    // One blank behind the delimiter is common, and a branch that is always or never taken costs nothing.
    if (byteAt(start) == 0x20) start++;
    let end = <usize>load<u32>(at);
    if (trim) end -= <usize>(byteAt(end - 1) == 0x0d);
    let exponent: i32 = 0;
    if (scientific) {
      end -= 4;
      if (end <= start || !isExponent(end)) break;
      exponent = exponentAt(end);
    }
    const negative = <usize>(byteAt(start) == 0x2d);
    const length = end - start - negative;
    if (length - 1 > DIGIT_WINDOW) break;
    const stops = nonDigits(end - 32) & (<u32>-1 << (32 - <u32>length));
    // With one stop, the point, these are the digits behind it; without one, 32.
    const behind = <usize>clz(stops);
    let digits = length;
    if (stops != 0) {
      if ((stops & (stops - 1)) != 0) break;
      if (byteAt(end - behind - 1) != 0x2e) break;
      if (--digits == 0) break;
    }
    const q = exponent - <i32>(behind & 31);
    let bits: u64;
    if (digits <= EXACT_DIGITS && (!scientific || <u32>(q + 22) <= 44)) {
      const w = gatherShort(end, digits, behind);
      bits = scientific
        ? exactBits(w, q)
        : reinterpret<u64>(<f64>(<i64>w) / load<f64>((behind & 31) << 3, EXACT_POWERS));
    } else {
      const w = gather(end, digits, behind);
      if (w == TOO_MANY) break;
      bits = eiselLemire(w, q);
      // seldom, and going on here costs less than having the field read again
      if (bits == UNDECIDED) bits = decimalBitsFull(w, q);
      if (bits == UNDECIDED) break;
    }
    store<u64>(dst, bits | (<u64>negative << 63));
  }
  return at;
}

/** Do "e", a sign and two digits stand at p? */
@inline
function isExponent(p: usize): bool {
  const four = load<u32>(p);
  const sign = (four >> 8) & 0xff;
  return (
    (four & 0xdf) == 0x45 &&
    (sign == 0x2b || sign == 0x2d) &&
    ((four >> 16) & 0xff) - 0x30 <= 9 &&
    (four >> 24) - 0x30 <= 9
  );
}

@inline
function exponentAt(p: usize): i32 {
  const value = <i32>((byteAt(p + 2) - 0x30) * 10 + byteAt(p + 3) - 0x30);
  return byteAt(p + 1) == 0x2d ? -value : value;
}

// The same loop three times, so that none pays for what only another needs.
function convertFixed(at: usize, last: usize, step: usize, dst: usize, stride: usize): usize {
  return convertPlain(at, last, step, dst, stride, false, false);
}

function convertFixedLast(at: usize, last: usize, step: usize, dst: usize, stride: usize): usize {
  return convertPlain(at, last, step, dst, stride, true, false);
}

function convertScientific(at: usize, last: usize, step: usize, dst: usize, stride: usize, trim: bool): usize {
  return convertPlain(at, last, step, dst, stride, trim, true);
}

/**
 * Converts the fields that end at the separators at, at + step ... into dst,
 * dst + stride ... With `trim`, a "\r" before the separator is left out. Returns
 * the rows done before one that is not understood.
 */
export function convertColumn(
  at: usize,
  step: usize,
  rows: u32,
  dst: usize,
  stride: usize,
  trim: bool,
  delimiter: u32,
): u32 {
  const last = at + <usize>rows * step;
  let row: u32 = 0;
  let p = at;
  while (true) {
    let cell = dst + <usize>row * stride;
    let stop = trim ? convertFixedLast(p, last, step, cell, stride) : convertFixed(p, last, step, cell, stride);
    if (stop == last) return rows;
    cell += (stop - p) / step * stride;
    p = convertScientific(stop, last, step, cell, stride, trim);
    if (p == last) return rows;
    row = <u32>((p - at) / step);
    if (p != stop) continue;
    const end = <usize>load<u32>(p);
    const trimmed = end - <usize>(trim && byteAt(end - 1) == 0x0d);
    if (!otherNumber(<usize>load<u32>(p - 4) + 1, trimmed, dst + <usize>row * stride, delimiter)) return row;
    p += step;
    row++;
    if (p == last) return rows;
  }
}
