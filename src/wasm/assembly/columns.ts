// Whole columns of numbers between known separators.
import { decimalBits, isClose, powerHigh, scaled, scaleExponent, shortProduct, UNDECIDED } from "./decimal";
import { field } from "./grammar";
import { byteAt, DIGIT_WINDOW, fastNumber, gather, gatherShort, head, joined, MAX_HEAD, nonDigits } from "./number";
import { MAX_RECORDS } from "./separators";
import { EXACT_POWERS } from "./tables";

/** Fields of up to 15 digits: one division of exact doubles gives the number. */
const SHORT: i32 = 0;
/** Fields of up to 22 digits, 19 of them significant. */
const LONG: i32 = 1;
/** Such digits and "e", a sign and two digits. */
const SCIENTIFIC: i32 = 2;

/** With them w is below 10^15, so exact, as are the powers of ten up to 10^22. */
const EXACT_DIGITS: usize = 15;

/** The longest field, but for its sign: the digits and a point. */
const LONGEST: u32 = <u32>DIGIT_WINDOW + 1;

/** Of `load<u32>(LENGTHS + 4 n)` the last n bits are set. */
const LENGTHS: usize = memory.data((<i32>LONGEST + 1) * 4, 4);

/** The greatest and the least power of ten that LONG and SCIENTIFIC need. */
const GREATEST: i32 = 99;
const LEAST: i32 = -99 - <i32>DIGIT_WINDOW;
/** From the greatest power of ten down: its leading word, and its exponent for scaled(). */
const SCALES: usize = memory.data((GREATEST - LEAST + 1) * 16, 16);

/** What gatherDigits knows of each number beside its digits: in bit 0 its sign, above that its place in SCALES. */
const FORMS: usize = memory.data(MAX_RECORDS * 4, 4);

for (let n: u32 = 1; n <= LONGEST; n++) store<u32>(LENGTHS + (n << 2), <u32>-1 << (32 - n));
for (let q = GREATEST; q >= LEAST; q--) {
  const scale = SCALES + (<usize>(GREATEST - q) << 4);
  store<u64>(scale, powerHigh(q));
  store<i64>(scale, scaleExponent(q), 8);
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

/** Is there a blank before the field that ends at the separator `at`, or, with `trim`, a "\r" behind it? */
@inline
function isPadded(at: usize, trim: bool): bool {
  return byteAt(<usize>load<u32>(at - 4) + 1) == 0x20 || (trim && byteAt(<usize>load<u32>(at) - 1) == 0x0d);
}

/**
 * Reads the digits of the fields that end at the separators at, at + step ... (before `last`) as long as they are of the
 * kind, with or without sign and point. `padded`: with or without a blank before them, and with `trim` a "\r" behind.
 * Of the SHORT kind the numbers go to dst, dst + stride ...; of the others the digits, and the rest to FORMS. Returns
 * where it stopped. Nothing is called here, so that all stays in registers.
 */
@inline
function gatherDigits(
  at: usize,
  last: usize,
  step: usize,
  dst: usize,
  stride: usize,
  padded: bool,
  trim: bool,
  kind: i32,
): usize {
  let form = FORMS;
  for (; at != last; at += step, dst += stride) {
    let start = <usize>load<u32>(at - 4) + 1;
    let end = <usize>load<u32>(at);
    if (padded) {
      start += <usize>(byteAt(start) == 0x20);
      end -= <usize>(trim & (byteAt(end - 1) == 0x0d));
    }
    let exponent: i32 = 0;
    if (kind == SCIENTIFIC) {
      end -= 4;
      if (end <= start || !isExponent(end)) break;
      exponent = exponentAt(end);
    }
    const negative = <usize>(byteAt(start) == 0x2d);
    const length = end - start - negative;
    if (length - 1 >= LONGEST) break;
    const first = v128.load(end - 32);
    const second = v128.load(end - 16);
    const stops = nonDigits(first, second) & load<u32>(length << 2, LENGTHS);
    let digits = length;
    // With one stop, the point, these are the digits behind it; without one, 32.
    let behind: usize = 32;
    if (stops != 0) {
      behind = <usize>clz(stops);
      if ((stops & (stops - 1)) != 0) break;
      if (byteAt(end - behind - 1) != 0x2e) break;
      if (--digits == 0) break;
    }
    const places = behind & 31;
    if (kind == SHORT) {
      if (digits > EXACT_DIGITS) break;
      const w = gatherShort(first, second, digits, behind);
      const bits = reinterpret<u64>(<f64>(<i64>w) / load<f64>(places << 3, EXACT_POWERS));
      store<u64>(dst, bits | (<u64>negative << 63));
    } else {
      const eights = gather(first, second, digits, behind);
      const high = head(eights);
      if (high > MAX_HEAD) break;
      store<u64>(dst, joined(high, eights));
      store<u32>(form, ((places + GREATEST - exponent) << 1) | negative);
      form += 4;
    }
  }
  return at;
}

/**
 * Makes numbers of what gatherDigits left of `rows` fields; in a loop of its own, for in one with it the processor could
 * not look far enough ahead. Returns the rows before one that cannot be told.
 */
function scaleDigits(rows: u32, dst: usize, stride: usize): u32 {
  const end = FORMS + (<usize>rows << 2);
  let forms = FORMS;
  while (true) {
    for (; forms != end; forms += 4, dst += stride) {
      const w = load<u64>(dst);
      const form = load<u32>(forms);
      const scale = SCALES + ((form & ~1) << 3);
      const zeros = clz(w);
      const high = shortProduct(w << zeros, scale);
      if (isClose(high)) break;
      store<u64>(dst, scaled(high, load<i64>(scale, 8) - zeros) | (<u64>form << 63));
    }
    if (forms == end) return rows;
    const form = load<u32>(forms);
    const bits = decimalBits(load<u64>(dst), GREATEST - <i32>(form >> 1));
    if (bits == UNDECIDED) return <u32>(forms - FORMS) >> 2;
    store<u64>(dst, bits | (<u64>form << 63));
    forms += 4;
    dst += stride;
  }
}

// The same loop five times, so that none pays for what only another needs.
function gatherShorts(at: usize, last: usize, step: usize, dst: usize, stride: usize): usize {
  return gatherDigits(at, last, step, dst, stride, false, false, SHORT);
}

function gatherPaddedShorts(at: usize, last: usize, step: usize, dst: usize, stride: usize, trim: bool): usize {
  return gatherDigits(at, last, step, dst, stride, true, trim, SHORT);
}

function gatherLongs(at: usize, last: usize, step: usize, dst: usize, stride: usize): usize {
  return gatherDigits(at, last, step, dst, stride, false, false, LONG);
}

function gatherPaddedLongs(at: usize, last: usize, step: usize, dst: usize, stride: usize, trim: bool): usize {
  return gatherDigits(at, last, step, dst, stride, true, trim, LONG);
}

function gatherScientific(at: usize, last: usize, step: usize, dst: usize, stride: usize, trim: bool): usize {
  return gatherDigits(at, last, step, dst, stride, true, trim, SCIENTIFIC);
}

/** All that is not just digits with a sign and a point. Must end where the field ends. */
function otherNumber(start: usize, end: usize, dst: usize, delimiter: u32): bool {
  return fastNumber(start, dst, false) == end || field(start, dst, delimiter) == end;
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
  if (rows == 0) return 0;
  const last = at + <usize>rows * step;
  let padded = isPadded(at, trim);
  let p = padded ? gatherPaddedShorts(at, last, step, dst, stride, trim) : gatherShorts(at, last, step, dst, stride);
  let row = <u32>((p - at) / step);
  while (row != rows) {
    const from = row;
    p = at + row * step;
    let cell = dst + row * stride;
    let stop = padded ? gatherPaddedLongs(p, last, step, cell, stride, trim) : gatherLongs(p, last, step, cell, stride);
    row += scaleDigits(<u32>((stop - p) / step), cell, stride);
    if (row == rows) break;
    p = at + row * step;
    cell = dst + row * stride;
    stop = gatherScientific(p, last, step, cell, stride, trim);
    row += scaleDigits(<u32>((stop - p) / step), cell, stride);
    if (row != from) continue;
    if (!padded && isPadded(p, trim)) {
      padded = true;
      continue;
    }
    const end = <usize>load<u32>(p);
    const trimmed = end - <usize>(trim && byteAt(end - 1) == 0x0d);
    if (!otherNumber(<usize>load<u32>(p - 4) + 1, trimmed, cell, delimiter)) return row;
    row++;
  }
  return rows;
}
