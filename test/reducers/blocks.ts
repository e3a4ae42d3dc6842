import type { CarriedCell, RoleData } from "../../src/core/batch.ts";
import type { ObservedBlock } from "../../src/core/row-block.ts";

interface Rows {
  /** Of each loss, a number a row. */
  readonly losses: readonly (readonly number[])[];
  readonly masses?: readonly number[];
  readonly ignored?: readonly number[];
  readonly carried?: Readonly<Record<string, readonly CarriedCell[]>>;
  readonly roles?: Readonly<Record<string, readonly number[]>>;
  readonly first?: number;
}

/** What observers are handed, with one column under each name. */
export function blockOf({
  losses,
  masses,
  ignored = [],
  carried = {},
  roles = {},
  first = 0,
}: Rows): ObservedBlock {
  const rows = losses[0]?.length ?? 0;
  const index = (row: number): number => first + row;
  const data = Object.entries(roles).map(([role, values]): [string, RoleData] => {
    const width = values.length / rows;
    return [role, { values: Float64Array.from(values), shape: width === 1 ? [] : [width], names: [role] }];
  });
  const columns = Object.entries(carried).map(([role, cells]) => [role, { cells, names: [role] }]);
  const batch = {
    rows,
    roles: Object.fromEntries(data),
    carried: Object.fromEntries(columns) as NonNullable<ObservedBlock["carried"]>,
    skipped: 0,
    index,
    place: (row: number) => ({ source: "t", line: first + row + 2 }),
  };
  return {
    rows,
    index,
    carried: batch.carried,
    batch,
    ignored: (_, row) => ignored.includes(row),
    losses: losses.map((values, i) => ({
      name: `loss${i}`,
      reduction: "mean",
      shape: [],
      unreduced: Float64Array.from(values),
      mass: masses && Float64Array.from(masses),
      perSample: Float64Array.from(values),
      grads: [],
    })),
  };
}
