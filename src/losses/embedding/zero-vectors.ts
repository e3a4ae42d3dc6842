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

function lengthOf(values: Float64Array, row: number, width: number): number {
  let length = 0;
  for (let i = row * width; i < (row + 1) * width; i++) length = Math.hypot(length, values[i]!);
  return length;
}

/** Rows whose length counts as `least`. */
export function shortVectors<R extends string>(role: R, least: number): Watch<R> {
  return rowWatch<R>({
    role,
    rows: "any",
    find(values, row, width) {
      const length = lengthOf(values[role], row, width);
      return length > 0 && length < least ? row * width : -1;
    },
    says: (count) =>
      `${plural(count, "row")} of ${role} ${count === 1 ? "is" : "are"} shorter than ${least}, and divided by that instead of the length`,
  });
}

/** Rows of which the product of both lengths counts as `least`. */
export function shortProducts<R extends string>(role: R, other: R, least: number): Watch<R> {
  return rowWatch<R>({
    role,
    rows: "any",
    find(values, row, width) {
      const [a, b] = [lengthOf(values[role], row, width), lengthOf(values[other], row, width)];
      return a > 0 && b > 0 && a * b < least ? row * width : -1;
    },
    says: (count, samples) =>
      `in ${count} of ${plural(samples, "row")} the product of both lengths is below ${least}: the cosine is divided by that instead`,
  });
}
