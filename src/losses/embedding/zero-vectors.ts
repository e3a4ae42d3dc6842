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

/** Rows whose length counts as `least`. */
export function shortVectors<R extends string>(role: R, least: number): Watch<R> {
  return rowWatch<R>({
    role,
    rows: "any",
    find(values, row, width) {
      let length = 0;
      for (let i = row * width; i < (row + 1) * width; i++) length = Math.hypot(length, values[role][i]!);
      return length > 0 && length < least ? row * width : -1;
    },
    says: (count) =>
      `${plural(count, "row")} of ${role} ${count === 1 ? "is" : "are"} shorter than ${least}, and divided by that instead of the length`,
  });
}
