import type { NoteState } from "../core/notes.ts";
import type { LossRows } from "../core/row-block.ts";
import type { LossRunState } from "./loss-run.ts";

/** Cells of the board that threads share, before the row counts. */
const NEXT = 0;
const ACCEPTED = 1;
const EXPECTED = 2;
const HEAD = 3;
/** Counts are kept one higher: 0 is unknown, and this is none. */
const NONE = -1n;
/** Above the number of any segment. */
const CLOSED = 1n << 52n;

/** A pass over a file that is cut into segments: plain data, for every thread. */
export interface Job {
  readonly size: number;
  /** Bytes of a segment. */
  readonly segment: number;
  /** Segments that may be on their way at once. */
  readonly window: number;
  /** In an only pass that is to give gradients of a mean: what threads count rows with before they read them. */
  readonly tally: SharedArrayBuffer | undefined;
  /** In a second pass, what the gradients of each loss are divided by. */
  readonly divisors: readonly number[] | undefined;
  readonly board: SharedArrayBuffer;
  /** The descriptor of a file to which threads write their rows by themselves. */
  readonly file: number | undefined;
}

/** What came of a segment; undefined where it was no success, whose reason is found by whoever tries again. */
export interface Answer {
  readonly index: number;
  readonly result: SegmentResult | undefined;
}

/** Rows that a thread has printed. */
export interface Printed {
  /** Undefined where it is written already. */
  readonly text: Uint8Array | undefined;
  /** Its bytes. */
  readonly length: number;
  /** The losses, with empty arrays. */
  readonly losses: readonly LossRows[];
}

export interface SegmentResult {
  /** Bytes before its end, and lines and rows in it. */
  readonly bytes: number;
  readonly lines: number;
  readonly rows: number;
  readonly runs: readonly LossRunState[];
  readonly notes: readonly NoteState[];
  /** Its rows as text, and what they are of; undefined where there are none. */
  readonly printed: Printed | undefined;
}

export const segmentsOf = ({ size, segment }: Pick<Job, "size" | "segment">): number =>
  Math.ceil(size / segment);

/** How a new job's threads agree on who does what. */
export function newBoard(segments: number): SharedArrayBuffer {
  const counts = segments + 1;
  const buffer = new SharedArrayBuffer((HEAD + 2 * counts) * 8);
  const cells = new BigInt64Array(buffer);
  // no row stands before the first segment, and its text is not written before others begin theirs
  cells[HEAD] = 1n;
  cells[HEAD + counts] = NONE;
  return buffer;
}

/** Milliseconds that a thread that has more to do sleeps at a time. */
const NAP = 1;

/** The board as one thread sees it. */
export class Board {
  readonly #cells: BigInt64Array;
  readonly #turn: (() => Promise<unknown>) | undefined;
  /** Where the counts of bytes of text begin, behind those of rows. */
  readonly #text: number;

  /** `turn`, of a thread that has more to do than this: lets the rest happen. */
  constructor(buffer: SharedArrayBuffer, turn?: () => Promise<unknown>) {
    this.#turn = turn;
    this.#cells = new BigInt64Array(buffer);
    this.#text = HEAD + (this.#cells.length - HEAD) / 2;
  }

  /** The next segment that nobody has taken. */
  take(): number {
    return Number(Atomics.add(this.#cells, NEXT, 1n));
  }

  /** Segments from the first on that are dealt with. */
  accept(): void {
    Atomics.add(this.#cells, ACCEPTED, 1n);
    Atomics.notify(this.#cells, ACCEPTED);
  }

  /** Waits until the rows are counted; undefined where they cannot be. */
  expectedRows(): Promise<number | undefined> {
    return this.#told(EXPECTED);
  }

  /** Tells how many rows there are. */
  tellExpected(rows: number | undefined): void {
    this.#tell(EXPECTED, rows);
  }

  /** Waits until a segment is dealt with. */
  async waitFor(index: number): Promise<void> {
    for (;;) {
      const accepted = Atomics.load(this.#cells, ACCEPTED);
      if (index < Number(accepted)) return;
      await this.#wait(ACCEPTED, accepted);
    }
  }

  /** Nothing more is to be done: whoever asks for a segment gets one that there is not, and nobody waits. */
  close(): void {
    Atomics.store(this.#cells, NEXT, CLOSED);
    Atomics.store(this.#cells, ACCEPTED, CLOSED);
    Atomics.notify(this.#cells, ACCEPTED);
  }

  /** The number of rows before a segment, if it is known. */
  knownRowsBefore(index: number): number | undefined {
    const count = Atomics.load(this.#cells, HEAD + index);
    return count > 0n ? Number(count - 1n) : undefined;
  }

  /** Waits for the number of rows before a segment; undefined where one above it failed. */
  rowsBefore(index: number): Promise<number | undefined> {
    return this.#told(HEAD + index);
  }

  /** Tells those who wait for it how many rows stand before a segment. */
  tellRows(index: number, rows: number | undefined): void {
    this.#tell(HEAD + index, rows);
  }

  /** Waits for the number of bytes before a segment's text; undefined where that is known only once they are written. */
  textBefore(index: number): Promise<number | undefined> {
    return this.#told(this.#text + index);
  }

  /** Tells those who wait for it where a segment's text begins. */
  tellText(index: number, bytes: number | undefined): void {
    this.#tell(this.#text + index, bytes);
  }

  async #told(cell: number): Promise<number | undefined> {
    for (;;) {
      const count = Atomics.load(this.#cells, cell);
      if (count !== 0n) return count === NONE ? undefined : Number(count - 1n);
      if (Atomics.load(this.#cells, ACCEPTED) === CLOSED) return undefined;
      await this.#wait(cell, 0n);
    }
  }

  async #wait(cell: number, value: bigint): Promise<void> {
    Atomics.wait(this.#cells, cell, value, this.#turn && NAP);
    await this.#turn?.();
  }

  #tell(cell: number, count: number | undefined): void {
    Atomics.store(this.#cells, cell, count === undefined ? NONE : BigInt(count) + 1n);
    Atomics.notify(this.#cells, cell);
  }
}
