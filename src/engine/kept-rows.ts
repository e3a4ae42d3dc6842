import { type LossRows, positionAt, positionsOf, type RowBlock } from "../core/row-block.ts";

/** Copies of rows, kept until it is known how many stand before them. Their memory is used again. */
export class KeptRows {
  #blocks: RowBlock[] = [];
  #arena = new Float64Array(1 << 14);
  #used = 0;

  readonly rows = (block: RowBlock): void => {
    const { rows, losses } = block;
    const positions = positionsOf(block);
    const copy = (values: Float64Array): Float64Array => {
      const kept = this.#room(values.length);
      kept.set(values);
      return kept;
    };
    this.#blocks.push({
      rows,
      index: (row) => positionAt(positions, row),
      losses: losses.map((loss) => withArrays(loss, copy)),
    });
  };

  get blocks(): readonly RowBlock[] {
    return this.#blocks;
  }

  clear(): void {
    this.#blocks = [];
    this.#used = 0;
  }

  #room(length: number): Float64Array {
    // blocks that lie in the old memory go on to
    if (this.#used + length > this.#arena.length) {
      this.#arena = new Float64Array(2 * Math.max(length, this.#arena.length));
      this.#used = 0;
    }
    this.#used += length;
    return this.#arena.subarray(this.#used - length, this.#used);
  }
}

/** The same results with other arrays. */
export function withArrays(loss: LossRows, change: (values: Float64Array) => Float64Array): LossRows {
  return {
    ...loss,
    unreduced: change(loss.unreduced),
    perSample: loss.perSample && change(loss.perSample),
    grads: loss.grads.map((grad) => ({ ...grad, values: change(grad.values) })),
  };
}
