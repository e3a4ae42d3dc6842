import type { Place } from "./errors.ts";

/** Shape of one row's value: `[]` is a number, `[C]` a row of C columns, `[C, d1]` what JSON nests deeper. */
export type Shape = readonly number[];

/** Values a row has, 1 for a plain number. */
export function sizeOf(shape: Shape): number {
  let size = 1;
  for (const n of shape) size *= n;
  return size;
}

/** `(3)`, `(10,2)`; a plain number is `()`. */
export function formatShape(shape: Shape): string {
  return `(${shape.join(",")})`;
}

/** The indices of a cell of a row, outermost first. */
export function indicesOf(shape: Shape, cell: number): number[] {
  const path: number[] = [];
  let rest = cell;
  for (let i = shape.length - 1; i >= 0; i--) {
    path.unshift(rest % shape[i]!);
    rest = Math.floor(rest / shape[i]!);
  }
  return path;
}

/** One role's values for the rows of a batch, row-major. */
export interface RoleData {
  readonly values: Float64Array;
  readonly shape: Shape;
  /** Names of the columns or keys that the values came from. */
  readonly names: readonly string[];
}

/** A cell that is carried along, not computed with: a table's text as it stands, or a JSON value. */
export type CarriedCell = string | number | boolean | null | object;

/** A cell as text: what is no text is written as JSON does, and null is empty. */
export function cellText(cell: CarriedCell): string {
  if (typeof cell === "string") return cell;
  if (cell === null) return "";
  if (typeof cell === "number") return Object.is(cell, -0) ? "-0" : String(cell);
  return JSON.stringify(cell);
}

/** Cells of some columns for the rows of a batch, row-major. */
export interface CarriedData {
  readonly cells: readonly CarriedCell[];
  readonly names: readonly string[];
}

/** A place between two rows of a file: what stands before it. */
export interface Position {
  readonly bytes: number;
  readonly lines: number;
  readonly rows: number;
}

/** Some rows of the input, by columns. Its arrays may be used again once the next batch is asked for. */
export interface Batch {
  readonly rows: number;
  readonly roles: Readonly<Record<string, RoleData>>;
  /** Columns that were asked for besides the roles, by what asked for them; undefined where nothing did. */
  readonly carried?: Readonly<Record<string, CarriedData>> | undefined;
  /** Whether all numbers are known to be finite; nobody need look then. */
  readonly finite?: boolean | undefined;
  /** Rows that stood among these and were left out for a missing value. */
  readonly skipped: number;
  /** The position in the input, from 0, of a row of this batch. */
  index(row: number): number;
  /** Where a value stands in the input, for messages. */
  place(row: number, role: string, cell: number): Place;
}

/** Rows `start` to `end`, the last not included, of a batch. */
export function rowsOf(batch: Batch, start: number, end: number): Batch {
  const roles = Object.fromEntries(
    Object.entries(batch.roles).map(([role, { values, shape, names }]) => {
      const width = sizeOf(shape);
      return [role, { values: values.subarray(start * width, end * width), shape, names }];
    }),
  );
  return {
    rows: end - start,
    roles,
    carried:
      batch.carried && mapCarried(batch.carried, (cells, width) => cells.slice(start * width, end * width)),
    skipped: 0,
    index: (row) => batch.index(start + row),
    place: (row, role, cell) => batch.place(start + row, role, cell),
  };
}

/** Some rows of a batch, copied. */
export function selectRows(batch: Batch, rows: readonly number[]): Batch {
  const roles = Object.entries(batch.roles).map(([role, { values, shape, names }]): [string, RoleData] => {
    const width = sizeOf(shape);
    const kept = new Float64Array(rows.length * width);
    for (const [i, row] of rows.entries())
      kept.set(values.subarray(row * width, (row + 1) * width), i * width);
    return [role, { values: kept, shape, names }];
  });
  return {
    rows: rows.length,
    finite: batch.finite,
    roles: Object.fromEntries(roles),
    carried:
      batch.carried &&
      mapCarried(batch.carried, (cells, width) =>
        rows.flatMap((row) => cells.slice(row * width, (row + 1) * width)),
      ),
    skipped: 0,
    index: (row) => batch.index(rows[row]!),
    place: (row, role, cell) => batch.place(rows[row]!, role, cell),
  };
}

type Cells = readonly CarriedCell[];

/** The same columns with other cells. */
export function mapCarried(
  carried: Readonly<Record<string, CarriedData>>,
  change: (cells: Cells, width: number) => Cells,
): Readonly<Record<string, CarriedData>> {
  return Object.fromEntries(
    Object.entries(carried).map(([role, { cells, names }]) => [
      role,
      { cells: change(cells, names.length), names },
    ]),
  );
}
