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
  /** Of a row; where rows are sequences, of each item of one. */
  readonly shape: Shape;
  /** Only where rows are sequences, each as long as it is: the cell at which each begins, and the end of the last. */
  readonly starts?: Uint32Array | undefined;
  /** Names of the columns or keys that the values came from. */
  readonly names: readonly string[];
}

/** An integer of a JSON text with more digits than a double holds, such as an id of 64 bits. */
export class LongInteger {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }

  /** For comparing; as a number it would be another. */
  toJSON(): object {
    return { integer: this.text };
  }
}

/** A cell that is carried along, not computed with: a table's text as it stands, or a JSON value. */
export type CarriedCell = string | number | boolean | null | object;

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

/** Rows `start` to `end`, the last not included, of a role. */
export function partOf({ values, shape, names, starts }: RoleData, start: number, end: number): RoleData {
  if (!starts) {
    const width = sizeOf(shape);
    return { values: values.subarray(start * width, end * width), shape, names };
  }
  const first = starts[start]!;
  return {
    values: values.subarray(first, starts[end]!),
    shape,
    names,
    starts: starts.subarray(start, end + 1).map((at) => at - first),
  };
}

/** The row in which a cell of a role stands, and which of the row's cells it is. */
export function locate(
  { shape, starts }: RoleData,
  i: number,
): { readonly row: number; readonly cell: number } {
  if (!starts) {
    const width = sizeOf(shape);
    return { row: Math.floor(i / width), cell: i % width };
  }
  let row = 0;
  let end = starts.length - 1;
  while (end - row > 1) {
    const middle = (row + end) >> 1;
    if (starts[middle]! <= i) row = middle;
    else end = middle;
  }
  return { row, cell: i - starts[row]! };
}

/** Copies of some rows of a role, one after the other; a number below 0 stands for one of zeros, or an empty sequence. */
export function pickRows(data: RoleData, rows: ArrayLike<number>): RoleData {
  const { shape, names, starts } = data;
  if (!starts) {
    const width = sizeOf(shape);
    const values = new Float64Array(rows.length * width);
    for (let i = 0; i < rows.length; i++)
      if (rows[i]! >= 0)
        values.set(data.values.subarray(rows[i]! * width, (rows[i]! + 1) * width), i * width);
    return { values, shape, names };
  }
  const parts = Array.from(rows, (row) => data.values.subarray(starts[row] ?? 0, starts[row + 1]));
  const ends = new Uint32Array(parts.length + 1);
  for (const [i, { length }] of parts.entries()) ends[i + 1] = ends[i]! + length;
  const values = new Float64Array(ends[parts.length]!);
  for (const [i, part] of parts.entries()) values.set(part, ends[i]!);
  return { values, shape, names, starts: ends };
}

/** Rows `start` to `end`, the last not included, of a batch. */
export function rowsOf(batch: Batch, start: number, end: number): Batch {
  const roles = Object.fromEntries(
    Object.entries(batch.roles).map(([role, data]) => [role, partOf(data, start, end)]),
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
  const roles = Object.entries(batch.roles).map(([role, data]): [string, RoleData] => [
    role,
    pickRows(data, rows),
  ]);
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

/** What asks for the columns of the input that go with its rows into the output. */
export const KEPT = "keep_columns";

/** What several inputs have for the same rows: the first that has them; of what is kept all, each name once. */
export function mergeCarried(
  first: Readonly<Record<string, CarriedData>>,
  others: Readonly<Record<string, CarriedData>>,
): Readonly<Record<string, CarriedData>> {
  const merged: Record<string, CarriedData> = { ...first };
  for (const [role, data] of Object.entries(others)) {
    const known = merged[role];
    if (!known) merged[role] = data;
    else if (role === KEPT) merged[role] = withColumns(known, data);
  }
  return merged;
}

function withColumns(known: CarriedData, { cells, names }: CarriedData): CarriedData {
  const more = names.flatMap((name, i) => (known.names.includes(name) ? [] : i));
  if (more.length === 0) return known;
  const rows = cells.length / names.length;
  const width = known.names.length;
  return {
    names: [...known.names, ...more.map((i) => names[i]!)],
    cells: Array.from({ length: rows }).flatMap((_, row) => [
      ...known.cells.slice(row * width, (row + 1) * width),
      ...more.map((i) => cells[row * names.length + i]!),
    ]),
  };
}

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
