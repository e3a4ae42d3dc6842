import { InputError } from "../core/errors.ts";
import type { Pick } from "./columns.ts";
import { describe } from "./json-rows.ts";

/** An array of a document that holds a role's rows, or, where there is only one, that row itself. */
interface Rows {
  readonly name: string;
  readonly pick: Pick;
  readonly value: unknown;
}

/**
 * Takes arrays of which some hold sequences apart into records, a row each. As in a batch of one, which is written
 * without its outermost brackets, each array may also be the only row itself.
 */
export function recordsOf(
  picks: readonly Pick[],
  root: Readonly<Record<string, unknown>>,
  source: string,
): { readonly records: readonly Readonly<Record<string, unknown>>[]; readonly single: boolean } {
  const all = picks.flatMap((pick) => pick.names.map((name): Rows => ({ name, pick, value: root[name] })));
  for (const { name, pick, value } of all)
    if (pick.sequence && !Array.isArray(value))
      throw new InputError(`${describe(value)} stands where an array of sequences should`, {
        place: { source, subject: name },
      });
  const single = all.some(isOneRow);
  const columns = all.map((one) => {
    const isRow = single && (isOneRow(one) || isEmpty(one.value));
    return { name: one.name, rows: isRow ? [one.value] : (one.value as readonly unknown[]) };
  });
  const [first] = columns;
  for (const { name, rows } of columns)
    if (rows.length !== first!.rows.length)
      throw new InputError(
        `has ${rows.length} row${rows.length === 1 ? "" : "s"}, ${first!.name} has ${first!.rows.length}`,
        { place: { source, subject: name } },
      );
  const record = (row: number) => Object.fromEntries(columns.map(({ name, rows }) => [name, rows[row]]));
  return { records: first!.rows.map((_, row) => record(row)), single };
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

/** Whether what is there is a row, and not an array of rows: arrays do not nest deep enough. */
function isOneRow({ pick, value }: Rows): boolean {
  if (!Array.isArray(value)) return true;
  if (!pick.sequence) return false;
  const [first] = value.filter((item) => item !== null && !isEmpty(item)) as readonly unknown[];
  if (pick.sequence === "numbers") return !value.some(Array.isArray) && first !== undefined;
  return Array.isArray(first) && !Array.isArray(first.find((item) => item !== null));
}
