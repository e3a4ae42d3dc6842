import type { Watch } from "../core/loss.ts";

interface Sign<R extends string> extends Pick<Watch<R>, "role" | "rows" | "says"> {
  /** Where a row shows the sign, as an index into the role's values; -1 if it does not. */
  find(values: Readonly<Record<R, Float64Array>>, row: number, width: number): number;
}

/** A watch that looks at one row after the other. */
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
      return first < 0
        ? { count, row: -1, cell: 0 }
        : { count, row: Math.floor(first / width), cell: first % width };
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
