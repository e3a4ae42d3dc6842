import { isScannableDelimiter, NumericMemory, numericModule, TableScanner } from "../wasm/index.ts";
import type { Block } from "./rows.ts";
import type { TableRows } from "./table-rows.ts";

/** Bytes that are scanned at once: enough to make a call cheap, few enough to stay in the processor's cache. */
const BLOCK = 1 << 18;
/** Rows of a block at most; fewer where rows are wide. */
const MOST_ROWS = 1 << 13;
const MOST_CELLS = 1 << 17;

/** Reads plain numeric rows of a table with the scanner, straight into columns of WebAssembly memory. */
export class ScannedRows {
  readonly #rows: TableRows;
  readonly #memory: NumericMemory;
  readonly #scanner: TableScanner;
  readonly #block: number;
  readonly #pointers = new Map<string, number>();
  readonly #mostRows: number;
  /** The bytes that wait in the block. */
  #start = 0;
  #end = 0;

  /** Whether the scanner reads such a table as csv-parse would. */
  static serves(delimiter: string): boolean {
    return delimiter.length === 1 && isScannableDelimiter(delimiter.charCodeAt(0));
  }

  constructor(rows: TableRows, delimiter: string) {
    this.#rows = rows;
    this.#memory = new NumericMemory(numericModule());
    const cells = rows.columns.reduce((sum, { width }) => sum + width, 0);
    this.#mostRows = Math.max(64, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / cells)));
    this.#block = this.#memory.allocateBuffer(BLOCK);
    const columns: ({ pointer: number; stride: number } | null)[] = Array.from(
      { length: rows.width },
      () => null,
    );
    for (const { pick, width } of rows.columns) {
      const pointer = this.#memory.allocate(this.#mostRows * width * 8);
      this.#pointers.set(pick.role, pointer);
      for (const [i, column] of pick.columns.entries())
        columns[column] = { pointer: pointer + i * 8, stride: width * 8 };
    }
    this.#scanner = new TableScanner(this.#memory, delimiter.charCodeAt(0), columns);
  }

  /** Bytes that wait for more. */
  get waiting(): number {
    return this.#end - this.#start;
  }

  /** Takes as many bytes as there is room for, and says how many. */
  take(bytes: Buffer): number {
    if (this.#start > 0) {
      this.#memory.bytes(this.#block, this.#end).copyWithin(0, this.#start);
      this.#end -= this.#start;
      this.#start = 0;
    }
    const count = Math.min(bytes.length, BLOCK - this.#end);
    this.#memory.bytes(this.#block + this.#end, count).set(bytes.subarray(0, count));
    this.#end += count;
    return count;
  }

  /**
   * Reads rows from the bytes that wait: `more` where there may be further ones, `hungry` where it needs bytes,
   * `strange` where csv-parse must decide about what waits.
   */
  scan(final: boolean): {
    readonly rows: number;
    readonly bytes: number;
    readonly state: "more" | "hungry" | "strange";
  } {
    const length = this.#end - this.#start;
    const status = this.#scanner.scan(this.#block + this.#start, length, final, this.#mostRows);
    const { rows, consumed } = this.#scanner;
    this.#start += consumed;
    if (status !== "ok") return { rows, bytes: consumed, state: "strange" };
    if (rows === this.#mostRows) return { rows, bytes: consumed, state: "more" };
    // a record that fills the block alone
    return { rows, bytes: consumed, state: consumed === 0 && length === BLOCK ? "strange" : "hungry" };
  }

  /** The rows of the last scan, of which the first stands on `line`. */
  block(rows: number, line: number): Block {
    return {
      rows,
      roles: Object.fromEntries(
        this.#rows.columns.map(({ pick, shape, width }) => {
          const values = this.#memory.doubles(this.#pointers.get(pick.role)!, rows * width);
          return [pick.role, { values, shape, names: pick.names }];
        }),
      ),
      missing: undefined,
      place: (row, role, cell) => this.#rows.placeOf(line + row, role, cell),
    };
  }

  /** Gives up the bytes that wait. */
  leave(): Buffer {
    const bytes = Buffer.from(this.#memory.bytes(this.#block + this.#start, this.#end - this.#start));
    this.#start = 0;
    this.#end = 0;
    return bytes;
  }
}
