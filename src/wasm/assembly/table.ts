// Plain numeric delimited text, straight into columns.
import { convertColumn } from "./columns";
import { forgetWords, wordRead } from "./grammar";
import { byteAt } from "./number";
import { nextRun, Run } from "./program";
import { scanRecord, stoppedAt } from "./record";
import { lastRecordEnd, NOT_UNDERSTOOD, OK, report } from "./result";
import { findRecords, SEPARATORS } from "./separators";

let columns: u32 = 0;
let skips = false;

function countColumns(program: usize): void {
  columns = 0;
  skips = false;
  let run = changetype<Run>(program);
  while (true) {
    columns += run.count;
    skips = skips || run.base == 0;
    if (run.last) return;
    run = nextRun(run);
  }
}

/** Converts the wanted columns of rows whose separators are known. Returns the rows before one that is not understood. */
function convert(rows: u32, row: u32, delimiter: u32, program: usize): u32 {
  const step = <usize>columns << 2;
  let at = SEPARATORS;
  let run = changetype<Run>(program);
  while (true) {
    if (run.base != 0) {
      let dst = run.base + row * run.stride;
      for (let i: u32 = 0; i < run.count; i++) {
        const trim = run.last != 0 && i + 1 == run.count;
        rows = convertColumn(at + (<usize>i << 2), step, rows, dst, run.stride, trim, delimiter);
        dst += 8;
      }
    }
    if (run.last) return rows;
    at += <usize>run.count << 2;
    run = nextRun(run);
  }
}

/**
 * Reads records from block .. block + length, which starts at a record, as the
 * runs at `program` say, until the last complete record (with `final`, the end
 * of the input completes it), maxRows, or a record that is not understood.
 * 64 bytes before and behind the block must be readable, one behind writable.
 */
export function scanTable(block: usize, length: usize, final: bool, delimiter: u32, program: usize, maxRows: u32): i32 {
  const end = block + length;
  // "1\r" at the end of the input must not become a line by the newline that is added.
  const halfLine = final && length != 0 && byteAt(end - 1) == 0x0d;
  const limit = lastRecordEnd(block, length, final && !halfLine);
  countColumns(program);
  forgetWords();
  let row: u32 = 0;
  let p = block;
  let stopped: usize = 0;
  while (p < limit && row < maxRows) {
    const found = min(findRecords(p, limit, delimiter, columns, skips), maxRows - row);
    const rows = convert(found, row, delimiter, program);
    if (rows != 0) {
      p = load<u32>(SEPARATORS + ((rows * columns - 1) << 2)) + 1;
      row += rows;
    }
    if (rows != 0 && rows == found) continue;
    const next = scanRecord(p, row, delimiter, program);
    if (next == 0) {
      stopped = stoppedAt;
      break;
    }
    p = next;
    row++;
  }
  if (halfLine && p == limit && row < maxRows) stopped = p;
  report(row, min(p, end) - block, p - block, min(max(stopped, p), end) - block, !wordRead);
  return stopped == 0 ? OK : NOT_UNDERSTOOD;
}
