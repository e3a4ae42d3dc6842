import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { rowWatch } from "../watch.ts";

type Roles = "pred" | "target";

/** Whether a row holds only 0 and 1. One or two labels can be a list of them. */
function isMultiHot(target: Float64Array, row: number, width: number): boolean {
  for (let i = row * width; i < (row + 1) * width; i++) if (target[i] !== 0 && target[i] !== 1) return false;
  return width > 2;
}

/** The labels of a row's list, in order; of what looks like no list, none. */
function listOf(target: Float64Array, row: number, width: number): Float64Array {
  const all = target.subarray(row * width, (row + 1) * width);
  if (isMultiHot(target, row, width)) return all.subarray(0, 0);
  const end = all.indexOf(-1);
  return end < 0 ? all : all.subarray(0, end);
}

/** What goes wrong with lists of label indices that end at the first -1. */
export function multilabelWatches(labels: number): readonly Watch<Roles>[] {
  return [
    rowWatch<Roles>({
      role: "target",
      rows: "never",
      find({ target }, row, width) {
        for (let i = row * width; i < (row + 1) * width && target[i] !== -1; i++) {
          const v = target[i]!;
          if (!(Number.isNaN(v) || (Number.isInteger(v) && v >= 0 && v < labels))) return i;
        }
        return -1;
      },
      says: () => `a list of labels holds whole numbers in 0..${labels - 1}, and -1 after the last`,
    }),
    rowWatch<Roles>({
      role: "target",
      rows: "any",
      find: ({ target }, row, width) => (isMultiHot(target, row, width) ? row * width : -1),
      says: (count, samples) =>
        `${count} of ${plural(samples, "row")} of target hold only 0 and 1: these look like a 0 or 1 for each label, not label indices that end in -1; use multilabel-soft-margin`,
    }),
    rowWatch<Roles>({
      role: "target",
      rows: "any",
      find({ target }, row, width) {
        const list = listOf(target, row, width);
        const seen = new Set<number>();
        const twice = list.findIndex((label) => seen.has(label) || !seen.add(label));
        return twice < 0 ? -1 : row * width + twice;
      },
      says: (count) =>
        `${plural(count, "row")} of target ${count === 1 ? "lists" : "list"} a label twice: it counts twice, as in torch`,
    }),
    rowWatch<Roles>({
      role: "target",
      rows: "any",
      find: ({ target }, row, width) =>
        new Set(listOf(target, row, width)).size === labels ? row * width : -1,
      says: (count) =>
        `${plural(count, "row")} of target ${count === 1 ? "lists" : "list"} every label: the loss is 0 there whatever is predicted; a 0 or 1 for each label goes with multilabel-soft-margin`,
    }),
  ];
}
