import type { CarriedData, RoleData, Shape } from "../core/batch.ts";
import { indicesOf, sizeOf } from "../core/batch.ts";
import { InputError, isInRow, type Place, type RawRow } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";
import type { Rejects } from "../core/rejects.ts";
import { type CarriedColumns, carriedData } from "./carried.ts";
import type { ClassNames } from "./classes.ts";
import type { Pick } from "./columns.ts";
import type { RoleRequest } from "./header.ts";

/** What a reader hands on: rows of one input, which may have holes. */
export interface Block {
  readonly rows: number;
  readonly roles: Readonly<Record<string, RoleData>>;
  readonly carried?: Readonly<Record<string, CarriedData>> | undefined;
  /** Whether all numbers are known to be finite. */
  readonly finite?: boolean | undefined;
  /** 1 for each row that has a missing value; undefined where none has. */
  readonly missing: Uint8Array | undefined;
  place(row: number, role: string, cell: number): Place;
}

/** What every reader is told. */
export interface ReadOptions {
  readonly requests: readonly RoleRequest[];
  readonly classes: ClassNames;
  readonly notes: Notes;
  /** Leave rows with missing values out, instead of failing. */
  readonly skipMissing: boolean;
  /** One character; undefined for the format's own. */
  readonly delimiter: string | undefined;
  /** Whether the first row of a table names its columns; undefined where nobody said so. */
  readonly header: boolean | undefined;
  /** Where rows go that make no sense; they are holes of the input then. */
  readonly rejects?: Rejects | undefined;
  /** Does without the scanners; what they read must not differ, and tests compare the two. */
  readonly slow?: boolean;
}

/** Small, as a row may have many columns. */
const FIRST_CAPACITY = 64;

/** One role's growing column. */
export class Column {
  readonly pick: Pick;
  readonly width: number;
  readonly shape: Shape;
  values: Float64Array;

  constructor(pick: Pick, shape: Shape) {
    this.pick = pick;
    this.shape = shape;
    this.width = sizeOf(shape);
    this.values = new Float64Array(FIRST_CAPACITY * this.width);
  }

  grow(capacity: number): void {
    const values = new Float64Array(capacity * this.width);
    values.set(this.values);
    this.values = values;
  }

  /** A row has nothing to write. */
  leaveOut(_row: number): void {}

  /** The indices of a cell of a row, outermost first. */
  pathOf(cell: number): number[] {
    return indicesOf(this.shape, cell);
  }

  data(rows: number): RoleData {
    return { values: this.values.subarray(0, rows * this.width), shape: this.shape, names: this.pick.names };
  }
}

/** The rows of the block that is being read: their values, where each stands, and which have holes. */
export class RowBuffer {
  columns: readonly Column[] = [];
  carried: readonly CarriedColumns[] = [];
  rows = 0;
  #capacity = FIRST_CAPACITY;
  #ordinals = new Float64Array(FIRST_CAPACITY);
  #missing = new Uint8Array(FIRST_CAPACITY);
  #holes = false;

  /** Makes room for a row and gives its index; it counts once it is kept, so that one that fails does not. */
  room(ordinal: number): number {
    if (this.rows === this.#capacity) this.#grow();
    this.#ordinals[this.rows] = ordinal;
    this.#missing[this.rows] = 0;
    return this.rows;
  }

  /** What the row that there is room for looks like in its input. */
  raw: RawRow | undefined;
  #raws: (RawRow | undefined)[] = [];

  /** The row that there is room for has a missing value. */
  hole(): void {
    this.#missing[this.rows] = 1;
    this.#holes = true;
  }

  keep(): void {
    if (this.raw) this.#raws[this.rows] = this.raw;
    this.rows++;
  }

  clear(): void {
    this.rows = 0;
    this.#holes = false;
    this.#raws = [];
    // whoever was handed the old ones may keep them
    for (const column of this.carried) column.cells = [];
  }

  /** The rows since it was cleared; its arrays are used again afterwards. */
  block(place: (ordinal: number, role: string, cell: number) => Place): Block {
    const [ordinals, raws] = [this.#ordinals, this.#raws];
    const { rows } = this;
    return {
      rows,
      roles: Object.fromEntries(this.columns.map((column) => [column.pick.role, column.data(rows)])),
      carried: carriedData(this.carried),
      missing: this.#holes ? this.#missing.subarray(0, rows) : undefined,
      place: (row, role, cell) => {
        const found = place(ordinals[row]!, role, cell);
        return raws.length > 0 ? { ...found, raw: raws[row] } : found;
      },
    };
  }

  #grow(): void {
    this.#capacity *= 2;
    const ordinals = new Float64Array(this.#capacity);
    ordinals.set(this.#ordinals);
    this.#ordinals = ordinals;
    const missing = new Uint8Array(this.#capacity);
    missing.set(this.#missing);
    this.#missing = missing;
    for (const column of this.columns) column.grow(this.#capacity);
  }
}

/** Reads something of a row; false where it makes no sense, and went to whoever collects such rows by then. */
export function isSound(
  collector: () => Rejects | undefined,
  raw: () => RawRow | undefined,
  read: () => void,
): boolean {
  try {
    read();
    return true;
  } catch (error) {
    const rejects = collector();
    if (!rejects || !(error instanceof InputError) || !error.place || !isInRow(error.place)) throw error;
    rejects.add(error, raw());
    return false;
  }
}

/** Reads a row; in the place of one that makes no sense stands a hole, so that rows of other inputs still find theirs. */
export function readRow(
  rows: RowBuffer,
  ordinal: number,
  collector: () => Rejects | undefined,
  read: () => void,
): void {
  if (isSound(collector, () => rows.raw, read)) return;
  const row = rows.room(ordinal);
  rows.hole();
  for (const column of rows.columns) column.leaveOut(row);
  for (const { pick, cells } of rows.carried)
    cells.splice(row * pick.names.length, pick.names.length, ...pick.names.map(() => ""));
  rows.keep();
}

/** The rows that have come together since the last time, if there are any. */
export function* taken(rows: { block(): Block; clear(): void }): Generator<Block> {
  const block = rows.block();
  if (block.rows > 0) yield block;
  rows.clear();
}

/** The note for numbers too small for a double. */
export const UNDERFLOW = (count: number): string =>
  `${count === 1 ? "1 number is" : `${count} numbers are`} too small for a double and read as 0`;

export function noData(source: string): InputError {
  return new InputError("is empty: there is no data", { place: { source } });
}

/** What to do about a missing value. */
export const MISSING = "--missing skip leaves such rows out";

/** Every row was left out, so that not even their shape is known. */
export function nothingLeft(source: string, skipped: number): InputError {
  return new InputError(`no row is left: all ${skipped} have a missing value`, { place: { source } });
}
