import type { CarriedCell, Shape } from "../core/batch.ts";
import { partOf, sizeOf } from "../core/batch.ts";
import type { ObservedBlock, Observer } from "../core/row-block.ts";
import { eachSample } from "./per-row.ts";

/** A role's values in one row. */
export interface RowValues {
  readonly role: string;
  readonly names: readonly string[];
  readonly shape: Shape;
  /** Rows are as long as they are: there is no shape that all have. */
  readonly sequence: boolean;
  readonly values: readonly number[];
}

export interface WorstRow {
  /** Position in the input, from 0. */
  readonly index: number;
  /** Line of the first role's file, where it has lines. */
  readonly line: number | undefined;
  readonly loss: number;
  readonly shown: readonly CarriedCell[];
  readonly roles: readonly RowValues[];
}

/** What is to be kept of each row besides its loss. */
export interface Wanted {
  readonly count: number;
  /** Roles whose values are kept, in their order. */
  readonly roles: readonly string[];
  /** What asks for the columns that are kept. */
  readonly shown: string;
}

/** The rows with the highest per-sample losses: a heap whose top is the one to go next. */
export class Worst implements Observer {
  readonly #loss: number;
  readonly #wanted: Wanted;
  readonly #heap: WorstRow[] = [];

  constructor(loss: number, wanted: Wanted) {
    this.#loss = loss;
    this.#wanted = wanted;
  }

  rows(block: ObservedBlock): void {
    eachSample(block, this.#loss, (loss, row) => {
      const top = this.#heap[0];
      if (top && this.#full && !worse(loss, block.index(row), top)) return;
      this.#add(this.#rowOf(block, loss, row));
    });
  }

  merge(other: Worst): void {
    for (const row of other.#heap)
      if (!this.#full || worse(row.loss, row.index, this.#heap[0]!)) this.#add(row);
  }

  /** The highest first; NaN before all, and rows with the same loss in their order. */
  result(): WorstRow[] {
    return this.#heap.toSorted((a, b) => (worse(a.loss, a.index, b) ? -1 : 1));
  }

  get #full(): boolean {
    return this.#heap.length === this.#wanted.count;
  }

  #rowOf({ batch, index }: ObservedBlock, loss: number, row: number): WorstRow {
    const { roles, shown } = this.#wanted;
    const carried = batch.carried?.[shown];
    const width = carried?.names.length ?? 0;
    return {
      index: index(row),
      line: batch.place(row, roles[0]!, 0).line,
      loss,
      shown: carried?.cells.slice(row * width, (row + 1) * width) ?? [],
      roles: roles.map((role) => {
        const { names, shape, values, starts } = partOf(batch.roles[role]!, row, row + 1);
        return {
          role,
          names,
          shape: starts ? [values.length / sizeOf(shape), ...shape] : shape,
          sequence: starts !== undefined,
          values: [...values],
        };
      }),
    };
  }

  #add(row: WorstRow): void {
    const heap = this.#heap;
    if (this.#full) {
      heap[0] = row;
      this.#sink();
      return;
    }
    let at = heap.push(row) - 1;
    for (let above = (at - 1) >> 1; at > 0 && goesBefore(heap[at]!, heap[above]!); above = (at - 1) >> 1) {
      [heap[at], heap[above]] = [heap[above]!, heap[at]!];
      at = above;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    for (let at = 0; ; ) {
      let first = at;
      for (const below of [2 * at + 1, 2 * at + 2])
        if (below < heap.length && goesBefore(heap[below]!, heap[first]!)) first = below;
      if (first === at) return;
      [heap[at], heap[first]] = [heap[first]!, heap[at]!];
      at = first;
    }
  }
}

/** Whether a loss at a position is worse than a row's. */
function worse(loss: number, index: number, row: WorstRow): boolean {
  if (loss === row.loss || (Number.isNaN(loss) && Number.isNaN(row.loss))) return index < row.index;
  return Number.isNaN(loss) || loss > row.loss;
}

/** Whether a row is to go before another. */
const goesBefore = (a: WorstRow, b: WorstRow): boolean => worse(b.loss, b.index, a);
