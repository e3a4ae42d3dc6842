import type { Batch } from "../core/batch.ts";
import { InputError, movedDown, type Place } from "../core/errors.ts";
import type { Dims, Watch } from "../core/loss.ts";

/** What a watch has seen, as plain data, which threads can send each other. */
export interface WatchState {
  readonly count: number;
  readonly place: Place | undefined;
  readonly dead: boolean;
}

/** One watch over all batches: what it has seen, and what it says in the end. */
export class Watcher {
  readonly #watch: Watch;
  #count = 0;
  #place: Place | undefined;
  #dead = false;

  constructor(watch: Watch) {
    this.#watch = watch;
  }

  look(batch: Batch, values: Readonly<Record<string, Float64Array>>, dims: Dims): void {
    if (this.#dead) return;
    const { role, rows, says } = this.#watch;
    const { count, row, cell } = this.#watch.look(values, dims);
    if (count > 0) {
      if (rows === "never")
        throw new InputError(says(count, batch.rows), { place: batch.place(row, role, cell) });
      this.#place ??= batch.place(row, role, cell);
    }
    this.#count += count;
    // a single row without the sign settles it
    if (rows === "every" && count < batch.rows) this.#dead = true;
  }

  state(): WatchState {
    return { count: this.#count, place: this.#place, dead: this.#dead };
  }

  /** Takes in what was seen further on, `lines` below. */
  merge({ count, place, dead }: WatchState, lines: number): void {
    this.#count += count;
    this.#place ??= place && movedDown(place, lines);
    this.#dead ||= dead;
  }

  /** The warning; undefined where there is nothing to say. */
  verdict(samples: number): { readonly message: string; readonly place: Place | undefined } | undefined {
    const { rows, says } = this.#watch;
    if (this.#dead || this.#count === 0) return undefined;
    // what every row shows needs no place
    return { message: says(this.#count, samples), place: rows === "every" ? undefined : this.#place };
  }
}
