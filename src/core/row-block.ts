import type { RoleData, Shape } from "./batch.ts";
import type { Reduction } from "./loss.ts";

/** One loss's results for the rows of a batch. Its arrays are used again for the next. */
export interface LossRows {
  readonly name: string;
  readonly reduction: Reduction;
  /** Shape of a row's unreduced loss. */
  readonly shape: Shape;
  readonly unreduced: Float64Array;
  /** One number a row; with reduction `none` there is none. */
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
}
