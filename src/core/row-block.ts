import type { Batch, RoleData, Shape } from "./batch.ts";
import type { Reduction } from "./loss.ts";

/** One loss's results for the rows of a batch. Its arrays are used again for the next. */
export interface LossRows {
  readonly name: string;
  readonly reduction: Reduction;
  /** Shape of a row's unreduced loss; `[0]` where one number for all rows is no row's. */
  readonly shape: Shape;
  readonly unreduced: Float64Array;
  /** What the mean adds up instead of them; undefined where it adds up themselves. */
  readonly averaged?: Float64Array | undefined;
  /** What each of them counts for in the mean; undefined where that is 1. */
  readonly mass?: Float64Array | undefined;
  /** One number a row; none with reduction `none`, nor where one number is of all rows. */
  readonly perSample: Float64Array | undefined;
  /** Gradients, in the shapes of their roles. */
  readonly grads: readonly (RoleData & { readonly role: string })[];
}

/** What was computed for some rows. */
export interface RowBlock {
  readonly rows: number;
  /** Position in the input, from 0. */
  index(row: number): number;
  readonly losses: readonly LossRows[];
  readonly carried?: Batch["carried"];
}

/** Puts the rows' positions in the input into an array. */
export function putIndices({ rows, index }: Pick<RowBlock, "rows" | "index">, into: Float64Array): void {
  if (rows === 0) return;
  const first = index(0);
  // no row stands before the one above it, so these tell whether any is left out
  if (index(rows - 1) - first === rows - 1) for (let row = 0; row < rows; row++) into[row] = first + row;
  else for (let row = 0; row < rows; row++) into[row] = index(row);
}

/** What was computed for some rows, for those who look at each of them besides whoever writes them. */
export interface ObservedBlock extends RowBlock {
  readonly batch: Batch;
  /** For each loss, whether a row's target says that it does not count. */
  ignored(loss: number, row: number): boolean;
}

/** Looks at all rows, in their order, while they are counted. A promise holds up the rows that follow. */
export interface Observer {
  rows(block: ObservedBlock): Promise<void> | void;
}
