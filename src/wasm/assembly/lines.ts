// Lines of plain text, counted without a look at what they hold.
import { NOT_UNDERSTOOD, OK, report } from "./result";
import { equalBits } from "./separators";
import { NEWLINES, QUOTES, RETURNS } from "./tables";

/** What the bytes before a block ended with. */
const AFTER_FEED: u32 = 1;
const AFTER_RETURN: u32 = 2;

@inline
function oddOnes(v: v128): v128 {
  return v128.or(i8x16.eq(v, v128.load(QUOTES)), i8x16.eq(v, v128.load(RETURNS)));
}

/** Are there quotes or carriage returns among 64 bytes? */
@inline
function isOdd(p: usize): bool {
  const first = v128.or(oddOnes(v128.load(p)), oddOnes(v128.load(p, 16)));
  return v128.any_true(v128.or(first, v128.or(oddOnes(v128.load(p, 32)), oddOnes(v128.load(p, 48)))));
}

/**
 * Counts the line feeds of a block with margins; the rest of its last 64 bytes
 * is overwritten. `before` says what the block follows, and the second word of
 * the report what the next one does. Not understood are quotes, blank lines and
 * a "\r" without a "\n" behind it: what is a line there takes a closer look.
 */
export function countLines(block: usize, length: usize, before: u32): i32 {
  const end = block + length;
  for (let p = end; (p & 63) != (block & 63); p++) store<u8>(p, 0);
  let feed = <u64>u32((before & AFTER_FEED) != 0);
  let carriage = <u64>u32((before & AFTER_RETURN) != 0);
  let lines: u32 = 0;
  for (let p = block; p < end; p += 64) {
    const feeds = equalBits(p, v128.load(NEWLINES));
    if (carriage == 0 && !isOdd(p)) {
      if ((feeds & ((feeds << 1) | feed)) != 0) return NOT_UNDERSTOOD;
      lines += <u32>popcnt(feeds);
      feed = feeds >> 63;
      continue;
    }
    const returns = equalBits(p, v128.load(RETURNS));
    let alone = ((returns << 1) | carriage) & ~feeds;
    // What stands behind the block is seen with the next.
    if (end - p < 64) alone &= (<u64>1 << (end - p)) - 1;
    const blank = (feeds | returns) & ((feeds << 1) | feed);
    if ((alone | blank | equalBits(p, v128.load(QUOTES))) != 0) return NOT_UNDERSTOOD;
    lines += <u32>popcnt(feeds);
    feed = feeds >> 63;
    carriage = returns >> 63;
  }
  const last = length == 0 ? 0 : <u32>load<u8>(end - 1);
  report(lines, last == 0x0a ? AFTER_FEED : last == 0x0d ? AFTER_RETURN : 0, 0, 0);
  return OK;
}
