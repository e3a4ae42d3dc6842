// Every other spelling of a number that the scanner understands, byte by byte.
import { decimalBits, INFINITY_BITS, UNDECIDED } from "./decimal";
import { byteAt } from "./number";

/** Reads bytes p .. p + length, an ASCII number, with JavaScript's Number. */
@external("host", "parse")
declare function hostParse(p: usize, length: i32): f64;

/** A number longer than this is left to the slow path, which words the error. */
const MAX_LENGTH: usize = 4096;
const NAN_BITS: u64 = 0x7ff8000000000000;

@inline
function isDigit(c: u32): bool {
  return c - 0x30 <= 9;
}

/** Does the lower-case word (eight bytes at most, packed) stand at p, in any case? */
@inline
function isWord(p: usize, word: u64, length: u64): bool {
  const shift = 64 - (length << 3);
  return (load<u64>(p) | 0x2020202020202020) << shift == word << shift;
}

/** Whether such a word was read, and with it what is not finite; whoever asks sets it back. */
export let wordRead = false;

export function forgetWords(): void {
  wordRead = false;
}

/** `nan`, `inf`, `infinity`: stores the value and returns the end, or 0. */
function word(p: usize, dst: usize, sign: u64): usize {
  wordRead = true;
  if (isWord(p, 0x6e616e, 3)) {
    store<u64>(dst, NAN_BITS);
    return p + 3;
  }
  if (!isWord(p, 0x666e69, 3)) return 0;
  store<u64>(dst, INFINITY_BITS | sign);
  return isWord(p, 0x7974696e69666e69, 8) ? p + 8 : p + 3;
}

/** A finite number without blanks. Returns its end, or 0 where it is none, overflows or underflows. */
export function number(start: usize, dst: usize, json: bool): usize {
  let p = start;
  let c = byteAt(p);
  const sign = <u64>(c == 0x2d) << 63;
  if (c == 0x2d || (c == 0x2b && !json)) c = byteAt(++p);
  if (!json && !isDigit(c) && c != 0x2e) return word(p, dst, sign);

  // Nineteen significant digits always fit w; the rest only moves the exponent.
  let w: u64 = 0;
  let significant: i32 = 0;
  let cut = false;
  let q: i32 = 0;
  const whole = p;
  for (; isDigit(c); c = byteAt(++p)) {
    if (significant < 19) {
      w = w * 10 + (c - 0x30);
      significant += i32(w != 0);
    } else {
      cut = cut || c != 0x30;
      q++;
    }
  }
  let digits = p - whole;
  if (json && (digits == 0 || (digits > 1 && byteAt(whole) == 0x30))) return 0;
  if (c == 0x2e) {
    const fraction = p + 1;
    for (c = byteAt(++p); isDigit(c); c = byteAt(++p)) {
      if (significant < 19) {
        w = w * 10 + (c - 0x30);
        significant += i32(w != 0);
        q--;
      } else {
        cut = cut || c != 0x30;
      }
    }
    if (json && p == fraction) return 0;
    digits += p - fraction;
  }
  if (digits == 0) return 0;
  if ((c | 0x20) == 0x65) {
    c = byteAt(++p);
    const negative = c == 0x2d;
    if (c == 0x2d || c == 0x2b) c = byteAt(++p);
    if (!isDigit(c)) return 0;
    let exponent: i32 = 0;
    for (; isDigit(c); c = byteAt(++p)) if (exponent < 100000) exponent = exponent * 10 + <i32>(c - 0x30);
    q += negative ? -exponent : exponent;
  }
  if (p - start > MAX_LENGTH) return 0;

  let bits = decimalBits(w, q);
  // The value lies between w and w + 1 units; only where these differ do the other digits matter.
  if (cut && decimalBits(w + 1, q) != bits) bits = UNDECIDED;
  if (bits == UNDECIDED) bits = reinterpret<u64>(hostParse(start, <i32>(p - start))) & ~(<u64>1 << 63);
  if (bits == INFINITY_BITS || (bits == 0 && w != 0)) return 0;
  store<u64>(dst, bits | sign);
  return p;
}

@inline
function isBlank(c: u32, delimiter: u32): bool {
  return (c == 0x20 || c == 0x09) && c != delimiter;
}

/**
 * A whole field of a table: blanks, quotes around all of it, any number.
 * Returns its end, where the delimiter, "\n" or "\r\n" stands, or 0.
 */
export function field(start: usize, dst: usize, delimiter: u32): usize {
  let p = start;
  const quoted = byteAt(p) == 0x22;
  p += <usize>quoted;
  while (isBlank(byteAt(p), delimiter)) p++;
  p = number(p, dst, false);
  if (p == 0) return 0;
  while (isBlank(byteAt(p), delimiter)) p++;
  if (quoted && byteAt(p++) != 0x22) return 0;
  const c = byteAt(p);
  return c == delimiter || c == 0x0a || (c == 0x0d && byteAt(p + 1) == 0x0a) ? p : 0;
}
