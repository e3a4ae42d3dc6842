import { type Batch, type RoleData, sizeOf } from "../core/batch.ts";
import type { Totals } from "./run.ts";

/** The mean of losses of which each is first divided by the number of items in its row of a role. */
export class ItemMean {
  readonly #role: string;
  readonly #totals: Totals;

  constructor(role: string, totals: Totals) {
    this.#role = role;
    this.#totals = totals;
  }

  /** Adds the losses of a batch's rows, one a row. */
  add(batch: Batch, losses: Float64Array, masses: Float64Array | undefined): void {
    const divided = this.divided(batch, losses);
    if (masses) this.#totals.addWeighted(divided, masses);
    else this.#totals.add(divided);
  }

  divided(batch: Batch, losses: Float64Array): Float64Array {
    const counts = this.#counts(batch);
    return losses.map((loss, row) => loss / counts[row]!);
  }

  get mean(): number {
    return this.#totals.mean;
  }

  /** What the gradients of each row are multiplied by, where they have weights or none. */
  weights(batch: Batch, weights: Float64Array | undefined): Float64Array {
    return this.#counts(batch).map((count, row) => (weights?.[row] ?? 1) / count);
  }

  state(): ReturnType<Totals["state"]> {
    return this.#totals.state();
  }

  merge(state: ReturnType<Totals["state"]>): void {
    this.#totals.merge(state);
  }

  #counts(batch: Batch): Float64Array {
    return itemsOf(batch.roles[this.#role]!, batch.rows);
  }
}

/** How many items each row has; a row without any counts as one, which leaves its loss as it is. */
function itemsOf({ shape, starts }: RoleData, rows: number): Float64Array {
  const size = sizeOf(shape);
  return new Float64Array(rows).map((_, row) =>
    starts ? Math.max(1, (starts[row + 1]! - starts[row]!) / size) : 1,
  );
}
