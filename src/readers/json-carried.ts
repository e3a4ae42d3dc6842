import type { CarriedCell } from "../core/batch.ts";
import { InputError } from "../core/errors.ts";
import type { CarriedColumns } from "./carried.ts";
import type { Pick } from "./columns.ts";
import type { RoleRequest } from "./header.ts";
import { describe } from "./json-rows.ts";

/** Keys of a document, and what stands there. */
type Root = Readonly<Record<string, unknown>>;

/** Where all columns are carried along, those that are some: a key may hold what is no column. */
export function arraysOf(pick: Pick, root: Root, requests: readonly RoleRequest[]): Pick {
  const all = pick.kind === "text" && requests.some(({ role, selector }) => role === pick.role && !selector);
  if (!all) return pick;
  const kept = pick.names.flatMap((name, i) => (Array.isArray(root[name]) ? i : []));
  return { ...pick, columns: kept.map((i) => pick.columns[i]!), names: kept.map((i) => pick.names[i]!) };
}

/** Takes the cells of columns out of arrays that hold a value a row. */
export function takeArrays(carried: readonly CarriedColumns[], root: Root, source: string): void {
  for (const { pick, cells } of carried)
    for (const [i, name] of pick.names.entries()) {
      const column = root[name];
      if (!Array.isArray(column))
        throw new InputError(`${describe(column)} stands where an array, a value a row, should`, {
          place: { source, subject: name },
        });
      for (const [row, cell] of column.entries()) cells[row * pick.names.length + i] = cell as CarriedCell;
    }
}
