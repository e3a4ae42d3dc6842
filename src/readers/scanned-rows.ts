import type { Place } from "../core/errors.ts";
import {
  type Cells,
  isScannableDelimiter,
  type NdjsonKey,
  NdjsonScanner,
  NumericMemory,
  numericModule,
  TableScanner,
} from "../wasm/index.ts";
import { type CarriedColumns, carriedData } from "./carried.ts";
import { CellTexts } from "./cell-texts.ts";
import type { Block, Column } from "./rows.ts";

/** Bytes that are scanned at once: enough to make a call cheap, few enough to stay in the processor's cache. */
const BLOCK = 1 << 19;
/** Rows of a block at most; fewer where rows are wide. */
const MOST_ROWS = 1 << 14;
const MOST_CELLS = 1 << 17;

type Scanner = TableScanner | NdjsonScanner;
type PlaceOf = (line: number, role: string, cell: number) => Place;

/** Passes over the lines and bytes that were read; gives the number of the first line. */
type Pass = (lines: number, bytes: number) => number;

/** `more`: there may be further rows; `hungry`: bytes are needed; `strange`: the slow reader must decide. */
type State = "more" | "hungry" | "strange";

/** Reads plain rows, one a line, with a scanner, straight into columns of WebAssembly memory. */
export class ScannedRows {
  readonly #columns: readonly Column[];
  readonly #placeOf: PlaceOf;
  readonly #memory = new NumericMemory(numericModule());
  readonly #scanner: Scanner;
  readonly #block: number;
  readonly #pointers: readonly number[];
  readonly #mostRows: number;
  /** Columns that are not numbers, and who takes their texts. */
  readonly #carried: readonly CarriedColumns[];
  readonly #texts: CellTexts | undefined;
  /** The bytes that wait in the block. */
  #start = 0;
  #end = 0;

  constructor(
    columns: readonly Column[],
    placeOf: PlaceOf,
    scanner: (memory: NumericMemory, cells: (column: Column, offset: number) => Cells) => Scanner,
    carried: readonly CarriedColumns[] = [],
    texts?: CellTexts,
  ) {
    this.#carried = carried;
    this.#texts = texts;
    this.#columns = columns;
    this.#placeOf = placeOf;
    const width = columns.reduce((sum, column) => sum + column.width, 0);
    this.#mostRows = Math.max(64, Math.min(MOST_ROWS, Math.floor(MOST_CELLS / width)));
    this.#block = this.#memory.allocateBuffer(BLOCK);
    this.#pointers = columns.map((column) => this.#memory.allocate(this.#mostRows * column.width * 8));
    this.#scanner = scanner(this.#memory, (column, offset) => {
      const pointer = this.#pointers[columns.indexOf(column)]!;
      return { pointer: pointer + offset * 8, stride: column.width * 8 };
    });
  }

  /** Where the next bytes go: those that are read to its beginning are taken without a copy. */
  room(): Buffer {
    if (this.#start > 0) {
      this.#memory.bytes(this.#block, this.#end).copyWithin(0, this.#start);
      this.#end -= this.#start;
      this.#start = 0;
    }
    const { buffer, byteOffset, length } = this.#memory.bytes(this.#block + this.#end, BLOCK - this.#end);
    return Buffer.from(buffer, byteOffset, length);
  }

  /** Reads a chunk, and what waits before it; gives the bytes from the first on that it does not understand. */
  *read(chunk: Buffer, pass: Pass): Generator<Block, Buffer | undefined> {
    for (let rest = chunk; rest.length > 0; ) {
      rest = rest.subarray(this.#take(rest));
      const strange = yield* this.#readAll(false, pass);
      if (strange) return Buffer.concat([strange, rest]);
    }
    return undefined;
  }

  /** Reads what waits, behind which there is nothing; gives as `read` does. */
  end(pass: Pass): Generator<Block, Buffer | undefined> {
    return this.#readAll(true, pass);
  }

  *#readAll(final: boolean, pass: Pass): Generator<Block, Buffer | undefined> {
    for (;;) {
      const { rows, bytes, state } = this.#scan(final);
      const line = pass(rows, bytes);
      if (rows > 0) yield this.#rows(rows, line);
      if (state === "strange") return this.leave();
      if (state === "hungry") return undefined;
    }
  }

  /** Takes as many bytes as there is room for, and says how many. */
  #take(bytes: Buffer): number {
    const room = this.room();
    const count = Math.min(bytes.length, room.length);
    const there = bytes.buffer === room.buffer && bytes.byteOffset === room.byteOffset;
    if (!there) room.set(bytes.subarray(0, count));
    this.#end += count;
    return count;
  }

  /** Reads rows from the bytes that wait. */
  #scan(final: boolean): { readonly rows: number; readonly bytes: number; readonly state: State } {
    const length = this.#end - this.#start;
    const status = this.#scanner.scan(this.#block + this.#start, length, final, this.#mostRows);
    const { rows, consumed } = this.#scanner;
    if (this.#texts && rows > 0) {
      const { buffer, byteOffset } = this.#memory.bytes(this.#block + this.#start, consumed);
      if (!this.#texts.take(Buffer.from(buffer, byteOffset, consumed), rows))
        return { rows: 0, bytes: 0, state: "strange" };
    }
    this.#start += consumed;
    if (status !== "ok") return { rows, bytes: consumed, state: "strange" };
    if (rows === this.#mostRows) return { rows, bytes: consumed, state: "more" };
    // a record that fills the block alone
    return { rows, bytes: consumed, state: consumed === 0 && length === BLOCK ? "strange" : "hungry" };
  }

  /** The rows of the last scan, of which the first stands on `line`. */
  #rows(rows: number, line: number): Block {
    return {
      rows,
      roles: Object.fromEntries(
        this.#columns.map(({ pick, shape, width }, i) => {
          const values = this.#memory.doubles(this.#pointers[i]!, rows * width);
          return [pick.role, { values, shape, names: pick.names }];
        }),
      ),
      carried: carriedData(this.#carried),
      finite: this.#scanner.finite,
      missing: undefined,
      place: (row, role, cell) => this.#placeOf(line + row, role, cell),
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

/** For a table of `width` columns; undefined where a delimiter could be part of a number. */
export function scannedTable(
  columns: readonly Column[],
  width: number,
  delimiter: string,
  placeOf: PlaceOf,
  carried: readonly CarriedColumns[] = [],
): ScannedRows | undefined {
  const byte = delimiter.length === 1 ? delimiter.charCodeAt(0) : 0;
  if (!isScannableDelimiter(byte)) return undefined;
  const scanner = (memory: NumericMemory, cells: (column: Column, offset: number) => Cells): Scanner => {
    const wanted = new Map<number, Cells>();
    for (const column of columns)
      for (const [i, position] of column.pick.columns.entries()) wanted.set(position, cells(column, i));
    return new TableScanner(
      memory,
      byte,
      Array.from({ length: width }, (_, position) => wanted.get(position) ?? null),
    );
  };
  const texts = carried.length > 0 ? new CellTexts(byte, width, carried) : undefined;
  return new ScannedRows(columns, placeOf, scanner, carried, texts);
}

/** For records with these keys in this order; undefined where they cannot be learnt by heart. */
export function scannedRecords(
  columns: readonly Column[],
  keys: readonly string[],
  placeOf: PlaceOf,
): ScannedRows | undefined {
  // keys that look like integers come in another order than they stand in the text
  const plain = keys.every((key) => !/^\d+$/.test(key) && /^[ -!#-[\]-~]*$/.test(key));
  if (!plain || columns.some(({ shape }) => shape.length > 1)) return undefined;
  return new ScannedRows(columns, placeOf, (memory, cells) => {
    const wanted = new Map<string, Pick<NdjsonKey, "cells" | "width">>();
    for (const column of columns) {
      const { names } = column.pick;
      const width = names.length === 1 && column.shape.length === 1 ? { width: column.width } : {};
      for (const [i, name] of names.entries()) wanted.set(name, { cells: cells(column, i), ...width });
    }
    return new NdjsonScanner(
      memory,
      keys.map((key) => ({ key: `"${key}"`, cells: null, anyBytes: true, ...wanted.get(key) })),
    );
  });
}
