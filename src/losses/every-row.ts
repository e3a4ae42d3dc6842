import type { Dims, Watch } from "../core/loss.ts";

interface Sign<R extends string> {
  readonly role: R;
  /** Whether all rows so far show it; may remember what it has seen. */
  still(values: Readonly<Record<R, Float64Array>>, dims: Dims<R>): boolean;
  says(samples: number): string;
}

/** A watch for what all rows of an input together show. */
export function everyRow<R extends string>({ role, still, says }: Sign<R>): Watch<R> {
  return {
    role,
    rows: "every",
    says: (_, samples) => says(samples),
    look: (values, dims) =>
      still(values, dims) ? { count: dims.rows, row: 0, cell: 0 } : { count: 0, row: -1, cell: 0 },
  };
}
