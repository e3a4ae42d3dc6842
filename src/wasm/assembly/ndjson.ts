// Flat NDJSON records with a fixed order of keys, straight into columns.
import { number } from "./grammar";
import { byteAt, fastNumber } from "./number";
import { lastRecordEnd, NOT_UNDERSTOOD, OK, report } from "./result";

const SKIP: u32 = 0;
const NUMBER: u32 = 1;
const ARRAY: u32 = 2;
const END: u32 = 3;

/**
 * One key of the record, or its end. `learnt` holds the bytes, from behind the
 * value before to this value, that were last found to be right (brackets,
 * comma, blanks, key, colon): the same bytes need no second look.
 */
@unmanaged
class Step {
  kind: u32;
  width: u32;
  base: usize;
  stride: u32;
  key: usize;
  keyLength: u32;
  learntLength: u32;
  /** Only for skipped strings: whether bytes from 0x80 on may stand in them unchecked. */
  anyBytes: u32;
  learnt0: v128;
  learnt1: v128;
}

@inline
const STEP_SIZE: usize = 64;
@inline
const LEARNT: usize = 32;

/** JSON's white space but for the newline, which ends the record. */
@inline
function blanks(p: usize): usize {
  let c = byteAt(p);
  while (c == 0x20 || c == 0x09 || c == 0x0d) c = byteAt(++p);
  return p;
}

@inline
function isLearnt(p: usize, step: usize): bool {
  const low = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p), v128.load(step, LEARNT))));
  const high = <u64>(<u32>i8x16.bitmask(i8x16.eq(v128.load(p, 16), v128.load(step, LEARNT + 16))));
  const length = <u64>changetype<Step>(step).learntLength;
  // Bits from `length` on do not matter; a length of 0 matches nothing. More blanks may follow than last time.
  return length != 0 && <u64>ctz(~(low | (high << 16))) >= length && byteAt(p + <usize>length) > 0x20;
}

/** All between two values. Returns where the next value (or the next record) starts, or 0. */
function between(start: usize, at: usize, first: bool, afterArray: bool): usize {
  const step = changetype<Step>(at);
  let p = blanks(start);
  if (afterArray) {
    if (byteAt(p) != 0x5d) return 0;
    p = blanks(p + 1);
  }
  if (step.kind == END) {
    if (byteAt(p) != 0x7d) return 0;
    p = blanks(p + 1);
    if (byteAt(p++) != 0x0a) return 0;
  } else {
    if (byteAt(p) != (first ? 0x7b : 0x2c)) return 0;
    p = blanks(p + 1);
    if (memory.compare(p, step.key, step.keyLength) != 0) return 0;
    p = blanks(p + step.keyLength);
    if (byteAt(p) != 0x3a) return 0;
    p = blanks(p + 1);
    if (step.kind == ARRAY) {
      if (byteAt(p) != 0x5b) return 0;
      p = blanks(p + 1);
    }
  }
  if (p - start <= 32) {
    step.learntLength = <u32>(p - start);
    v128.store(at + LEARNT, v128.load(start));
    v128.store(at + LEARNT, v128.load(start, 16), 16);
  }
  return p;
}

/** The end of a number, string without escapes, or `true`, `false`, `null`; 0 for all else. */
function skipScalar(p: usize, anyBytes: bool): usize {
  const c = byteAt(p);
  if (c == 0x22) {
    for (p++; ; p++) {
      const c = byteAt(p);
      if (c == 0x22) return p + 1;
      if (c == 0x5c || c < 0x20 || (c >= 0x80 && !anyBytes)) return 0;
    }
  }
  const four = load<u32>(p);
  if (four == 0x65757274 || four == 0x6c6c756e) return p + 4;
  if (four == 0x736c6166 && byteAt(p + 4) == 0x65) return p + 5;
  return number(p, SCRATCH, true);
}

const SCRATCH: usize = memory.data(8, 8);

@inline
function readNumber(p: usize, dst: usize): usize {
  const q = fastNumber(p, dst, true);
  return q != 0 ? q : number(p, dst, true);
}

/**
 * Reads records from block .. block + length by the steps at `program`, the last
 * of which is an END. Otherwise as scanTable.
 */
export function scanNdjson(block: usize, length: usize, final: bool, program: usize, maxRows: u32): i32 {
  const limit = lastRecordEnd(block, length, final);
  let record = block;
  let row: u32 = 0;
  let p = block;
  let understood = true;
  while (record < limit && row < maxRows) {
    let at = program;
    let afterArray = false;
    while (true) {
      const q = isLearnt(p, at) ? p + changetype<Step>(at).learntLength : between(p, at, at == program, afterArray);
      if (q == 0) {
        understood = false;
        break;
      }
      p = q;
      const step = changetype<Step>(at);
      const kind = step.kind;
      if (kind == END) break;
      afterArray = kind == ARRAY;
      let dst = step.base + row * step.stride;
      let end: usize;
      if (kind == SKIP) {
        end = skipScalar(p, step.anyBytes != 0);
      } else {
        end = readNumber(p, dst);
        if (kind == ARRAY) {
          for (let left = step.width - 1; left != 0 && end != 0; left--) {
            p = end;
            if (byteAt(p) != 0x2c) p = blanks(p);
            if (byteAt(p) != 0x2c) {
              end = 0;
              break;
            }
            p += 1 + <usize>(byteAt(p + 1) == 0x20);
            if (byteAt(p) <= 0x20) p = blanks(p);
            dst += 8;
            end = readNumber(p, dst);
          }
        }
      }
      if (end == 0) {
        understood = false;
        break;
      }
      p = end;
      at += STEP_SIZE;
    }
    if (!understood) break;
    record = p;
    row++;
  }
  const end = block + length;
  report(row, min(record, end) - block, record - block, min(p, end) - block);
  return understood ? OK : NOT_UNDERSTOOD;
}
