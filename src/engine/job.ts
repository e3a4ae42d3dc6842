import type { NoteState } from "../core/notes.ts";
import type { LossRows } from "../core/row-block.ts";
import type { LossRunState } from "./loss-run.ts";

/** Cells of the board that threads share, before the row counts. */
const NEXT = 0;
const ACCEPTED = 1;
const EXPECTED = 2;
/** Goes up with all that is told, so that one cell is enough to wait at. */
const NEWS = 3;
const HEAD = 4;
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
  /** In pieces; undefined where it is written already. */
  readonly text: readonly Uint8Array[] | undefined;
  /** Its bytes. */
  readonly length: number;
  /** The losses, with empty arrays; none where the text is written. */
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
  const buffer = new SharedArrayBuffer((HEAD + 3 * counts) * 8);
  const cells = new BigInt64Array(buffer);
  // no row stands before the first segment, and its text is not written before others begin theirs
  cells[HEAD] = 1n;
  cells[HEAD + counts] = NONE;
  return buffer;
}

/** Milliseconds that a thread that has more to do sleeps at a time. */
const NAP = 1;

/** What is known of a count; there may be none. */
interface Told {
  readonly value: number | undefined;
}

/** The board as one thread sees it. */
export class Board {
  readonly #cells: BigInt64Array;
  readonly #turn: (() => Promise<unknown>) | undefined;
  /** Where the places of texts begin, behind the counts of rows, and where their lengths do. */
  readonly #places: number;
  readonly #lengths: number;

  /** `turn`, of a thread that has more to do than this: lets the rest happen. */
  constructor(buffer: SharedArrayBuffer, turn?: () => Promise<unknown>) {
    this.#turn = turn;
    this.#cells = new BigInt64Array(buffer);
    const counts = (this.#cells.length - HEAD) / 3;
    this.#places = HEAD + counts;
    this.#lengths = HEAD + 2 * counts;
  }

  /** The next segment that nobody has taken. */
  take(): number {
    return Number(Atomics.add(this.#cells, NEXT, 1n));
  }

  /** Segments from the first on that are dealt with. */
  accept(): void {
    Atomics.add(this.#cells, ACCEPTED, 1n);
    this.#wake();
  }

  /** Waits until the rows are counted; undefined where they cannot be. */
  expectedRows(): Promise<number | undefined> {
    return this.#wait(() => this.#told(EXPECTED));
  }

  /** Tells how many rows there are. */
  tellExpected(rows: number | undefined): void {
    this.#tell(EXPECTED, rows);
  }

  /** Waits until a segment is dealt with. */
  async waitFor(index: number): Promise<void> {
    await this.#wait(() =>
      index < Number(Atomics.load(this.#cells, ACCEPTED)) ? { value: index } : undefined,
    );
  }

  /** Nothing more is to be done: whoever asks for a segment gets one that there is not, and nobody waits. */
  close(): void {
    Atomics.store(this.#cells, NEXT, CLOSED);
    Atomics.store(this.#cells, ACCEPTED, CLOSED);
    this.#wake();
  }

  /** The number of rows before a segment, if it is known. */
  knownRowsBefore(index: number): number | undefined {
    return this.#told(HEAD + index)?.value;
  }

  /** Waits for the number of rows before a segment; undefined where one above it failed. */
  rowsBefore(index: number): Promise<number | undefined> {
    return this.#wait(() => this.#told(HEAD + index));
  }

  /** Tells those who wait for it how many rows stand before a segment. */
  tellRows(index: number, rows: number | undefined): void {
    this.#tell(HEAD + index, rows);
  }

  /** Where a segment's text begins, if it is known: undefined as a value where that is so only once those before are written. */
  placeOf(index: number): Told | undefined {
    let length = 0;
    for (let first = index; ; first--) {
      const place = this.#told(this.#places + first);
      if (place?.value !== undefined) return { value: place.value + length };
      if (place) return first === index ? place : undefined;
      const before = first > 0 ? this.#told(this.#lengths + first - 1)?.value : undefined;
      if (before === undefined) return undefined;
      length += before;
    }
  }

  /** Waits for that. */
  waitForPlace(index: number): Promise<number | undefined> {
    return this.#wait(() => this.placeOf(index));
  }

  /** Tells those who wait for it where a segment's text begins. */
  tellPlace(index: number, bytes: number | undefined): void {
    this.#tell(this.#places + index, bytes);
  }

  /** Tells those who wait for their places how many bytes of text a segment has. */
  tellLength(index: number, bytes: number): void {
    this.#tell(this.#lengths + index, bytes);
  }

  #told(cell: number): Told | undefined {
    const count = Atomics.load(this.#cells, cell);
    if (count !== 0n) return { value: count === NONE ? undefined : Number(count - 1n) };
    return Atomics.load(this.#cells, ACCEPTED) === CLOSED ? { value: undefined } : undefined;
  }

  async #wait(look: () => Told | undefined): Promise<number | undefined> {
    for (;;) {
      const news = Atomics.load(this.#cells, NEWS);
      const told = look();
      if (told) return told.value;
      Atomics.wait(this.#cells, NEWS, news, this.#turn && NAP);
      await this.#turn?.();
    }
  }

  #tell(cell: number, count: number | undefined): void {
    Atomics.store(this.#cells, cell, count === undefined ? NONE : BigInt(count) + 1n);
    this.#wake();
  }

  #wake(): void {
    Atomics.add(this.#cells, NEWS, 1n);
    Atomics.notify(this.#cells, NEWS);
  }
}
