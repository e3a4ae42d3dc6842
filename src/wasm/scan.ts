import type { NumericMemory } from "./instance.ts";

/** `ok`: all complete records, or as many as were asked for. Otherwise a record needs the slow path. */
export type ScanStatus = "ok" | "not-understood";

/** Where the numbers of one column go: the first cell, and the bytes from one row to the next. */
export interface Cells {
  readonly pointer: number;
  readonly stride: number;
}

/** The outcome of the last call of a scanner; offsets count from the start of what it was given. */
abstract class Scanner {
  /** Rows read by the last call. */
  rows = 0;
  /** Bytes of the complete records that were read, to be dropped by the caller. */
  consumed = 0;
  /** Where the record starts that was not understood. */
  record = 0;
  /** Where in it reading stopped: the start of the field or value. */
  at = 0;
  /** Whether all numbers that were read are finite. */
  finite = true;

  protected readonly memory: NumericMemory;

  constructor(memory: NumericMemory) {
    this.memory = memory;
  }

  protected report(status: number): ScanStatus {
    const [rows = 0, consumed = 0, record = 0, at = 0, finite = 0] = this.memory.result();
    this.rows = rows;
    this.consumed = consumed;
    this.record = record;
    this.at = at;
    this.finite = finite === 1;
    return status === 0 ? "ok" : "not-understood";
  }
}

const RUN_WORDS = 4;

/** Can fields be split at this byte? Not where it could be part of a number, a quote or a line end. */
export function isScannableDelimiter(byte: number): boolean {
  const text = String.fromCharCode(byte);
  return byte === 9 || (byte >= 32 && byte < 127 && !/[0-9A-Za-z+\-."]/.test(text));
}

/** Reads plain numeric delimited text straight into columns. */
export class TableScanner extends Scanner {
  readonly #program: number;
  readonly #delimiter: number;

  /** `columns` has an entry for each column of the table, null for one that is skipped. */
  constructor(memory: NumericMemory, delimiter: number, columns: readonly (Cells | null)[]) {
    super(memory);
    if (!isScannableDelimiter(delimiter)) throw new RangeError(`not a delimiter: byte ${delimiter}`);
    if (columns.length === 0) throw new RangeError("a table needs a column");
    this.#delimiter = delimiter;
    const runs = tableRuns(columns);
    this.#program = memory.allocate(runs.length * 4);
    memory.words(this.#program, runs.length).set(runs);
  }

  /**
   * Reads complete records from length bytes at pointer, which is in a buffer
   * with margins. `final`: the input ends here, so its last record may lack the
   * newline (a byte behind it is then overwritten).
   */
  scan(pointer: number, length: number, final: boolean, maxRows: number): ScanStatus {
    const { exports } = this.memory;
    return this.report(
      exports.scanTable(pointer, length, final ? 1 : 0, this.#delimiter, this.#program, maxRows),
    );
  }
}

/** Joins neighbours in the text that are neighbours in memory too: count, pointer, stride, last. */
function tableRuns(columns: readonly (Cells | null)[]): number[] {
  const words: number[] = [];
  let count = 0;
  columns.forEach((cells, i) => {
    count++;
    const next = columns[i + 1];
    const joins =
      next === null
        ? cells === null
        : next && cells?.stride === next.stride && cells.pointer + 8 === next.pointer;
    if (next !== undefined && joins) return;
    const first = columns[i + 1 - count] ?? null;
    words.push(count, first?.pointer ?? 0, first?.stride ?? 0, next === undefined ? 1 : 0);
    count = 0;
  });
  if (words.length % RUN_WORDS !== 0) throw new RangeError("incomplete run");
  return words;
}

/**
 * One key of a record, in its order: skipped, a number, or (with a width) an
 * array of so many numbers, which go into neighbouring cells.
 */
export interface NdjsonKey {
  /** As it stands in the text, with its quotes; without escapes. */
  readonly key: string;
  readonly cells: Cells | null;
  readonly width?: number;
  /** For a skipped key: whether strings with bytes beyond ASCII are taken, whose encoding nobody checks. */
  readonly anyBytes?: boolean;
}

const STEP_BYTES = 64;
const END_STEP = 3;

/** Reads flat NDJSON records with one order of keys straight into columns. */
export class NdjsonScanner extends Scanner {
  readonly #program: number;

  constructor(memory: NumericMemory, keys: readonly NdjsonKey[]) {
    super(memory);
    if (keys.length === 0) throw new RangeError("a record needs a key");
    const texts = keys.map(({ key }) => memory.place(new TextEncoder().encode(key)));
    this.#program = memory.allocate((keys.length + 1) * STEP_BYTES);
    keys.forEach(({ key, cells, width, anyBytes }, i) => {
      if (width !== undefined && !(width >= 1)) throw new RangeError("an array needs a number");
      const kind = cells === null ? 0 : width === undefined ? 1 : 2;
      memory
        .words(this.#program + i * STEP_BYTES, 8)
        .set([
          kind,
          width ?? 1,
          cells?.pointer ?? 0,
          cells?.stride ?? 0,
          texts[i] ?? 0,
          Buffer.byteLength(key),
          0,
          anyBytes === true ? 1 : 0,
        ]);
    });
    memory.words(this.#program + keys.length * STEP_BYTES, 1).set([END_STEP]);
  }

  /** As TableScanner.scan. */
  scan(pointer: number, length: number, final: boolean, maxRows: number): ScanStatus {
    const { exports } = this.memory;
    return this.report(exports.scanNdjson(pointer, length, final ? 1 : 0, this.#program, maxRows));
  }
}
