import { closeSync, openSync, readSync } from "node:fs";
import { LineCounter, NumericMemory, numericModule } from "../wasm/index.ts";
import { GZIP } from "./gzip.ts";

const CHUNK = 1 << 18;
/** Segments that a thread takes at once. */
const GROUP = 8;
const LF = 10;
const CR = 13;

/** Cells of a tally: the next segment that nobody has taken, then each segment's line feeds, which are kept one higher. */
const NEXT = 0;
const HEAD = 1;
const UNKNOWN = 0;
const NOT_PLAIN = -1;
/** Above the number of any segment. */
const CLOSED = 1 << 30;

/** Where threads that count together write down the line feeds in each segment of so many bytes. */
export function newTally(size: number, every: number): SharedArrayBuffer {
  return new SharedArrayBuffer((HEAD + Math.ceil(size / every)) * 4);
}

/** Counts line feeds, maybe beside other threads, until no segment is left that nobody has taken. */
export function countLines(path: string, size: number, every: number, tally: SharedArrayBuffer): void {
  const feeds = new Feeds(path, size, every, tally);
  try {
    feeds.count();
  } finally {
    feeds.close();
  }
}

/**
 * Rows of a table before the first line that begins behind each multiple of `every` bytes, and all of them, by its line
 * feeds alone: right for every table without an error and without missing values. Undefined where lines may not be rows.
 */
export function countRows(
  path: string,
  size: number,
  every: number,
  named: boolean,
  tally: SharedArrayBuffer = newTally(size, every),
): number[] | undefined {
  const feeds = new Feeds(path, size, every, tally);
  try {
    if (feeds.packed) return undefined;
    feeds.count();
    const lines = feeds.lines();
    if (!lines) return undefined;
    const all = lines.at(-1)!;
    return lines.map((before) => Math.max(0, Math.min(before, all) - (named ? 1 : 0)));
  } finally {
    feeds.close();
  }
}

/** The line feeds of a file, as one thread counts them. */
class Feeds {
  readonly #size: number;
  readonly #every: number;
  readonly #cells: Int32Array;
  readonly #segments: number;
  readonly #memory = new NumericMemory(numericModule());
  readonly #block = this.#memory.allocateBuffer(CHUNK);
  readonly #bytes = this.#memory.bytes(this.#block, CHUNK);
  readonly #file: number;

  constructor(path: string, size: number, every: number, tally: SharedArrayBuffer) {
    this.#size = size;
    this.#every = every;
    this.#cells = new Int32Array(tally);
    this.#segments = this.#cells.length - HEAD;
    this.#file = openSync(path, "r");
  }

  close(): void {
    closeSync(this.#file);
  }

  get packed(): boolean {
    return GZIP.every((byte, i) => this.#byteAt(i) === byte);
  }

  count(): void {
    for (;;) {
      const first = Atomics.add(this.#cells, NEXT, GROUP);
      if (first >= this.#segments) return;
      this.#countGroup(first);
    }
  }

  /** Lines before the first that begins behind each multiple, and all; undefined where they are not plain. */
  lines(): number[] | undefined {
    const lines: number[] = [];
    let ended = 0;
    for (let segment = 0; segment < this.#segments; segment++) {
      // what another thread has begun is not waited for
      if (this.#of(segment) === UNKNOWN) this.#countGroup(segment - (segment % GROUP));
      const count = this.#of(segment);
      if (count === NOT_PLAIN || count === UNKNOWN) return undefined;
      // the line at this place ends with the next line feed
      lines.push(segment === 0 ? 0 : ended + 1);
      ended += count - 1;
    }
    const last = this.#size === 0 ? LF : this.#byteAt(this.#size - 1);
    if (last === CR) return undefined;
    lines.push(ended + (last === LF ? 0 : 1));
    return lines;
  }

  #of(segment: number): number {
    return Atomics.load(this.#cells, HEAD + segment);
  }

  #countGroup(first: number): void {
    const counter = new LineCounter(this.#memory, first === 0 ? LF : this.#byteAt(first * this.#every - 1));
    const last = Math.min(first + GROUP, this.#segments);
    for (let segment = first; segment < last; segment++) {
      const before = counter.ended;
      const plain = this.#take(counter, segment * this.#every);
      Atomics.store(this.#cells, HEAD + segment, plain ? counter.ended - before + 1 : NOT_PLAIN);
      if (plain) continue;
      Atomics.store(this.#cells, NEXT, CLOSED);
      return;
    }
  }

  /** Counts a segment; false where it is not plain, or no longer there. */
  #take(counter: LineCounter, start: number): boolean {
    const end = Math.min(start + this.#every, this.#size);
    for (let at = start; at < end; ) {
      const count = readSync(this.#file, this.#bytes, 0, Math.min(CHUNK, end - at), at);
      if (count === 0 || !counter.take(this.#block, count)) return false;
      at += count;
    }
    return true;
  }

  #byteAt(place: number): number | undefined {
    return readSync(this.#file, this.#bytes, 0, 1, place) === 0 ? undefined : this.#bytes[0];
  }
}
