import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { rowWatch } from "../watch.ts";

/** Rows of only zeros have no direction. */
export function zeroVectors<R extends string>(role: R): Watch<R> {
  return rowWatch<R>({
    role,
    rows: "any",
    find(values, row, width) {
      for (let i = row * width; i < (row + 1) * width; i++) if (values[role][i] !== 0) return -1;
      return row * width;
    },
    says: (count) =>
      count === 1
        ? `1 row of ${role} is a zero vector: it has no direction, and its cosine counts as 0`
        : `${plural(count, "row")} of ${role} are zero vectors: they have no direction, and their cosine counts as 0`,
  });
}
