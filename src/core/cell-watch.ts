import type { Watch } from "./loss.ts";

/** A watch that counts single values of a role. */
export function cellWatch<R extends string>(
  role: R,
  shows: (value: number) => boolean,
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
        if (!shows(cells[i]!)) continue;
        if (count === 0) first = i;
        count++;
      }
      const width = cells.length / rows;
      return { count, row: Math.floor(first / width), cell: first % width };
    },
  };
}
