import type { RoleData, Shape } from "../core/batch.ts";
import { sizeOf } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";
import type { ClassNames } from "./classes.ts";
import type { Pick, RoleRequest } from "./columns.ts";

/** What a reader hands on: rows of one input, which may have holes. */
export interface Block {
  readonly rows: number;
  readonly roles: Readonly<Record<string, RoleData>>;
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
}

/** One role's growing column. */
export class Column {
  readonly pick: Pick;
  readonly width: number;
  readonly shape: Shape;
  values: Float64Array;

  constructor(pick: Pick, shape: Shape, capacity: number) {
    this.pick = pick;
    this.shape = shape;
    this.width = sizeOf(shape);
    this.values = new Float64Array(capacity * this.width);
  }

  grow(capacity: number): void {
    const values = new Float64Array(capacity * this.width);
    values.set(this.values);
    this.values = values;
  }

  data(rows: number): RoleData {
    return { values: this.values.subarray(0, rows * this.width), shape: this.shape, names: this.pick.names };
  }
}

/** The note for numbers too small for a double. */
export const UNDERFLOW = (count: number): string =>
  `${count === 1 ? "1 number is" : `${count} numbers are`} too small for a double and read as 0`;

export function noData(source: string): InputError {
  return new InputError("is empty: there is no data", { place: { source } });
}
