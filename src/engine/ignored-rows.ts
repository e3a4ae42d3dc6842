import type { Batch } from "../core/batch.ts";

/** Rows of which every target is the class that says that it does not count. */
export class IgnoredRows {
  readonly #role: string;
  readonly #ignoreIndex: number;

  constructor(role: string, ignoreIndex: number) {
    this.#role = role;
    this.#ignoreIndex = ignoreIndex;
  }

  /** Whether a row, of so many targets, is one. */
  has(batch: Batch, width: number, row: number): boolean {
    const target = batch.roles[this.#role]!.values;
    let i = row * width;
    while (i < (row + 1) * width && target[i] === this.#ignoreIndex) i++;
    return i === (row + 1) * width;
  }

  count(batch: Batch, width: number): number {
    let count = 0;
    for (let row = 0; row < batch.rows; row++) if (this.has(batch, width, row)) count++;
    return count;
  }
}
