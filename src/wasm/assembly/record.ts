// One record of a table, field by field: for what the quick way (columns.ts) leaves.
import { field } from "./grammar";
import { byteAt, fastNumber } from "./number";
import { nextRun, Run } from "./program";

/** Where reading stopped in a record that was not understood. */
export let stoppedAt: usize = 0;

/** Clears the lowest set bit. */
@inline
function rest(mask: u32): u32 {
  return mask & (mask - 1);
}

/** Bytes equal to c, as bits. */
@inline
function equalTo(v: v128, c: v128): u32 {
  return <u32>i8x16.bitmask(i8x16.eq(v, c));
}

/** Quotes and control characters up to "\r": all that may end or spoil a skipped field, and tabs. */
@inline
function suspects(v: v128): u32 {
  return <u32>i8x16.bitmask(v128.or(i8x16.eq(v, i8x16.splat(0x22)), i8x16.le_u(v, i8x16.splat(0x0d))));
}

/**
 * Jumps over `count` skipped fields and the delimiter behind each; the last
 * column of a table has none. Returns the byte behind, or 0.
 */
function skip(start: usize, count: u32, delimiter: u32, last: bool): usize {
  const delimiters = i8x16.splat(<i8>delimiter);
  let p = start;
  let left = count - u32(last);
  while (true) {
    const v0 = v128.load(p);
    const v1 = v128.load(p, 16);
    let found = equalTo(v0, delimiters) | (equalTo(v1, delimiters) << 16);
    const bad = (suspects(v0) | (suspects(v1) << 16)) & ~found;
    if (bad != 0) found &= (bad & -bad) - 1;
    const fields = <u32>popcnt(found);
    if (last ? fields > left : fields >= left) {
      if (last) return 0;
      while (--left != 0) found = rest(found);
      return p + <usize>ctz(found) + 1;
    }
    left -= fields;
    if (bad == 0) {
      p += 32;
      continue;
    }
    p += <usize>ctz(bad);
    const c = byteAt(p);
    if (c == 0x0a || (c == 0x0d && byteAt(p + 1) == 0x0a)) return last && left == 0 ? p + 1 + <usize>(c == 0x0d) : 0;
    if (c != 0x09) return 0;
    p++;
  }
}

/** Reads the record at p into a row. Returns the byte behind it, or 0 where it is not understood. */
export function scanRecord(p: usize, row: u32, delimiter: u32, program: usize): usize {
  let run = changetype<Run>(program);
  while (true) {
    let left = run.count;
    let c = delimiter;
    if (run.base != 0) {
      let dst = run.base + row * run.stride;
      do {
        let q = fastNumber(p, dst, false);
        // No number is at address 0, and the byte there is 0.
        c = byteAt(q);
        if (c != delimiter && c != 0x0a) {
          if (c != 0x0d || byteAt(q + 1) != 0x0a) q = field(p, dst, delimiter);
          if (q == 0) break;
          c = byteAt(q);
          if (c == 0x0d) c = byteAt(++q);
        }
        p = q + 1;
        dst += 8;
        left--;
      } while (left != 0 && c == delimiter);
    } else {
      const q = skip(p, left, delimiter, run.last != 0);
      if (q != 0) {
        p = q;
        left = 0;
        if (run.last) c = 0x0a;
      }
    }
    if (left != 0 || c != (run.last ? 0x0a : delimiter)) {
      stoppedAt = p;
      return 0;
    }
    if (run.last) return p;
    run = nextRun(run);
  }
}
