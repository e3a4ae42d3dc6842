import { closeSync, openSync, readSync } from "node:fs";
import { LineCounter, NumericMemory, numericModule } from "../wasm/index.ts";
import { GZIP } from "./gzip.ts";

const CHUNK = 1 << 18;

/**
 * Rows of a table before the first line that begins behind each multiple of `every` bytes, and all of them, by its line
 * feeds alone: right for every table without an error and without missing values. Undefined where lines may not be rows.
 */
export function countRows(path: string, size: number, every: number, named: boolean): number[] | undefined {
  const memory = new NumericMemory(numericModule());
  const block = memory.allocateBuffer(CHUNK);
  const bytes = memory.bytes(block, CHUNK);
  const counter = new LineCounter(memory);
  const lines: number[] = [];
  const file = openSync(path, "r");
  try {
    for (let at = 0; at < size; ) {
      // the line at this place ends with the next line feed
      if (at % every === 0) lines.push(at === 0 ? 0 : counter.ended + 1);
      const count = readSync(file, bytes, 0, Math.min(CHUNK, every - (at % every), size - at), at);
      if (at === 0 && GZIP.every((byte, i) => bytes[i] === byte)) return undefined;
      if (count === 0 || !counter.take(block, count)) return undefined;
      at += count;
    }
  } finally {
    closeSync(file);
  }
  const { lines: all } = counter;
  if (all === undefined) return undefined;
  lines.push(all);
  return lines.map((before) => Math.max(0, Math.min(before, all) - (named ? 1 : 0)));
}
