// What a call reports beside its status: five 32-bit words that the host reads.
export const RESULT: usize = memory.data(20, 16);

export const OK: i32 = 0;
export const NOT_UNDERSTOOD: i32 = 1;

/** rows: done; consumed: bytes of them; record, at: offsets of what was not understood; finite: all of the numbers are. */
@inline
export function report(rows: u32, consumed: usize, record: usize, at: usize, finite: bool = true): void {
  store<u32>(RESULT, rows);
  store<u32>(RESULT, <u32>consumed, 4);
  store<u32>(RESULT, <u32>record, 8);
  store<u32>(RESULT, <u32>at, 12);
  store<u32>(RESULT, u32(finite), 16);
}

/**
 * Ends the last record of the input with a newline and returns the end of the
 * last complete record. The byte behind the block is free for that.
 */
export function lastRecordEnd(block: usize, length: usize, final: bool): usize {
  let end = block + length;
  if (final && length != 0 && load<u8>(end - 1) != 0x0a) {
    store<u8>(end, 0x0a);
    return end + 1;
  }
  while (end > block && load<u8>(end - 1) != 0x0a) end--;
  return end;
}
