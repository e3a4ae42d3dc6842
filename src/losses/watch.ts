import type { Dims, Watch } from "../core/loss.ts";
import { plural } from "../core/notes.ts";

interface Sign<R extends string> extends Pick<Watch<R>, "role" | "rows" | "says"> {
  /** Where a row shows the sign, as an index into the role's values; -1 if it does not. */
  find(values: Readonly<Record<R, Float64Array>>, row: number, width: number): number;
}

const NOTHING = { count: 0, row: -1, cell: 0 };

/** A watch that looks at one row after the other, and counts rows. */
export function rowWatch<R extends string>({ find, ...facts }: Sign<R>): Watch<R> {
  return {
    ...facts,
    look(values, { rows }) {
      const width = values[facts.role].length / rows;
      let count = 0;
      let first = -1;
      for (let row = 0; row < rows; row++) {
        const at = find(values, row, width);
        if (at < 0) {
          // one row is enough against `every`
          if (facts.rows === "every") break;
          continue;
        }
        count++;
        if (first < 0) first = at;
      }
      return first < 0 ? NOTHING : { count, row: Math.floor(first / width), cell: first % width };
    },
  };
}

/** A sign that a single value shows. */
export function anyCell<R extends string>(role: R, shows: (value: number) => boolean): Sign<R>["find"] {
  return (values, row, width) => {
    for (let i = row * width; i < (row + 1) * width; i++) if (shows(values[role][i]!)) return i;
    return -1;
  };
}

/** A watch that counts single values of a role; `shows` is told where each stands. */
export function cellWatch<R extends string>(
  role: R,
  shows: (value: number, i: number, values: Readonly<Record<R, Float64Array>>) => boolean,
  says: (count: number) => string,
): Watch<R> {
  return {
    role,
    rows: "any",
    says,
    look(values, { rows }) {
      const cells = values[role];
      let count = 0;
      let first = -1;
      for (let i = 0; i < cells.length; i++) {
        if (!shows(cells[i]!, i, values)) continue;
        if (count === 0) first = i;
        count++;
      }
      const width = cells.length / rows;
      return first < 0 ? NOTHING : { count, row: Math.floor(first / width), cell: first % width };
    },
  };
}

/** A watch for values of a role that count as another one, being below it. */
export function raisedWatch<R extends string>(role: R, least: number, effect: string): Watch<R> {
  return cellWatch(
    role,
    (value) => value < least,
    (count) =>
      `${plural(count, "value")} of ${role} ${count === 1 ? "is" : "are"} below ${least} and taken as it${effect}`,
  );
}

interface CommonSign<R extends string> {
  readonly role: R;
  /** Whether all rows so far show it; may remember what it has seen. */
  still(values: Readonly<Record<R, Float64Array>>, dims: Dims<R>): boolean;
  says(samples: number): string;
}

/** A watch for what all rows of an input together show. */
export function everyRow<R extends string>({ role, still, says }: CommonSign<R>): Watch<R> {
  return {
    role,
    rows: "every",
    says: (_, samples) => says(samples),
    look: (values, dims) => (still(values, dims) ? { count: dims.rows, row: 0, cell: 0 } : NOTHING),
  };
}

interface PositionSign<R extends string> extends Pick<Watch<R>, "role" | "rows" | "says"> {
  /** For a batch: how many positions a row has, and whether one of them shows the sign. */
  open(
    values: Readonly<Record<R, Float64Array>>,
    dims: Dims<R>,
  ): { readonly inner: number; shows(row: number, k: number): boolean };
}

/** A watch for rows of several positions that shows at one of them, or with `every` at all. */
export function positionWatch<R extends string>({ open, ...facts }: PositionSign<R>): Watch<R> {
  const every = facts.rows === "every";
  return {
    ...facts,
    look(values, dims) {
      const { inner, shows } = open(values, dims);
      let count = 0;
      let first = { row: -1, cell: 0 };
      for (let row = 0; row < dims.rows; row++) {
        let k = 0;
        while (k < inner && shows(row, k) === every) k++;
        // all of them show it, or this one does
        if ((k === inner) === every) {
          if (count === 0) first = { row, cell: every ? 0 : k };
          count++;
        } else if (every) break;
      }
      return { count, ...first };
    },
  };
}
