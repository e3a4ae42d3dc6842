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

/** Numbers that count up by 1, which need not be kept. */
export interface CountingUp {
  readonly first: number;
}

/** One number a row. */
export type Positions = CountingUp | Float64Array;

/** The rows' positions in the input. */
export function positionsOf({ rows, index }: Pick<RowBlock, "rows" | "index">): Positions {
  const first = rows === 0 ? 0 : index(0);
  // no row stands before the one above it, so these tell whether any is left out
  if (rows === 0 || index(rows - 1) - first === rows - 1) return { first };
  return Float64Array.from({ length: rows }, (_, row) => index(row));
}

export const positionAt = (positions: Positions, row: number): number =>
  positions instanceof Float64Array ? positions[row]! : positions.first + row;

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
