import type { CarriedCell, CarriedData } from "../core/batch.ts";
import type { Pick } from "./columns.ts";

/** Columns that are carried along. */
export interface CarriedColumns {
  readonly pick: Pick;
  cells: CarriedCell[];
}

/** Splits what was picked into columns of numbers and those that are carried along. */
export function splitPicks(picks: readonly Pick[]): { numbers: Pick[]; carried: CarriedColumns[] } {
  return {
    numbers: picks.filter(({ kind }) => kind !== "text"),
    carried: picks.filter(({ kind }) => kind === "text").map((pick) => ({ pick, cells: [] })),
  };
}

/** What a block has of them; undefined where there are none. */
export function carriedData(
  columns: readonly CarriedColumns[],
): Readonly<Record<string, CarriedData>> | undefined {
  if (columns.length === 0) return undefined;
  return Object.fromEntries(columns.map(({ pick, cells }) => [pick.role, { cells, names: pick.names }]));
}
