import { InputError } from "../../core/errors.ts";
import { elementwise } from "../../core/layout.ts";
import type { Role } from "../../core/loss.ts";
import { everyRow } from "../watch.ts";

type Roles = "pred" | "target" | "group";

export const groupRole = {
  kind: "real",
  about: "its query: any number, rows with the same belong together",
} as const satisfies Role;

/** One number a row in each role. */
export function oneNumberARow(name: string, shapes: Parameters<typeof elementwise>[0]) {
  const layout = elementwise(shapes);
  if (layout.out.some((n) => n !== 1)) throw new InputError(`${name} takes one number a row in each role`);
  return layout;
}

/** The rows of each group. */
export function rowsByGroup(group: Float64Array): number[][] {
  const groups = new Map<number, number[]>();
  for (const [row, label] of group.entries()) {
    const rows = groups.get(label);
    if (rows) rows.push(row);
    else groups.set(label, [row]);
  }
  return [...groups.values()];
}

/** What a row's weight is to the largest among some rows, so that no sum overflows; 1 where there are no weights. */
export function factorsWithin(rows: readonly number[], weights?: Float64Array): (row: number) => number {
  if (!weights) return () => 1;
  const unit = rows.reduce((top, row) => Math.max(top, weights[row]!), 0) || 1;
  return (row) => weights[row]! / unit;
}

/** A watch for groups within each of which all rows have the same `value`. */
export function sameWithinGroups(
  role: Roles,
  value: (values: Readonly<Record<Roles, Float64Array>>, row: number) => number,
  says: () => string,
) {
  const first = new Map<number, number>();
  return everyRow<Roles>({
    role,
    still(values) {
      return values.group.every((label, row) => {
        const v = value(values, row);
        if (!first.has(label)) first.set(label, v);
        return first.get(label) === v;
      });
    },
    says,
  });
}

/** Where no two rows belong together. */
export function aloneInGroups(effect: string) {
  const seen = new Set<number>();
  return everyRow<Roles>({
    role: "group",
    still({ group }) {
      const before = seen.size;
      for (const label of group) seen.add(label);
      return seen.size - before === group.length;
    },
    says: () => `no two rows have the same group: ${effect}`,
  });
}
