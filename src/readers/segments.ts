import { closeSync, openSync, readSync } from "node:fs";
import type { Batch, Position } from "../core/batch.ts";
import { InputError } from "../core/errors.ts";
import { Notes } from "../core/notes.ts";
import { withoutHoles } from "./align.ts";
import { GZIP } from "./gzip.ts";
import { begin, type Opened, type Resumable } from "./resume.ts";
import type { Block, ReadOptions } from "./rows.ts";
import type { Source } from "./source.ts";

/** Bytes that are read at once: they stay in the processor's cache until they are scanned, beside what a row left. */
const CHUNK = (1 << 19) - (1 << 12);
/** Bytes in which a line end is looked for. */
const NEAR = 1 << 12;
const LF = 10;

/**
 * Reads rows in segments that are cut behind line feeds. That such a place is no row's end, as in a quoted cell, shows in
 * an error at the end of the segment above: a segment is only valid if all above it are.
 */
export class SegmentReader {
  readonly #source: Source;
  readonly #open: (options: ReadOptions) => Promise<Opened>;
  readonly #options: { -readonly [K in keyof ReadOptions]: ReadOptions[K] };
  readonly #chunk = Buffer.allocUnsafeSlow(CHUNK);
  readonly #file: number;
  #reader: Resumable | undefined;
  /** Rows of the segment so far. */
  #rows = 0;

  constructor(source: Source, options: ReadOptions, open: (options: ReadOptions) => Promise<Opened>) {
    this.#source = source;
    this.#open = open;
    this.#options = { ...options };
    this.#file = openSync(source.name, "r");
    const start = this.#chunk.subarray(0, readSync(this.#file, this.#chunk, 0, GZIP.length, 0));
    if (GZIP.every((byte, i) => start[i] === byte)) this.#refuse();
  }

  /** The lines and rows of the segment that was read last, and where in the file it ended. */
  get end(): Position {
    return { ...this.#reader!.reached, rows: this.#rows };
  }

  /**
   * Hands on the rows that begin behind the first line feed from `start` on, to the one from `end` on; lines count from
   * the first.
   */
  async read(
    start: number,
    end: number,
    size: number,
    notes: Notes,
    take: (batch: Batch) => Promise<void> | void,
  ): Promise<void> {
    const from = this.#cut(start, size);
    const to = this.#cut(end, size);
    const reader = await this.#readerAt(from, notes);
    this.#rows = 0;
    const hand = (block: Block): Promise<void> | void => {
      const batch = withoutHoles(block, this.#rows);
      this.#rows += block.rows;
      return take(batch);
    };
    for (let at = from; at < to; ) {
      const { room } = reader;
      const into = room ?? this.#chunk;
      const count = readSync(this.#file, into, 0, Math.min(into.length, to - at), at);
      if (count === 0) this.#refuse();
      at += count;
      let rest: Buffer | undefined = into.subarray(0, count);
      if (room) {
        const scan = reader.scan(rest);
        let step = scan.next();
        for (; !step.done; step = scan.next()) await hand(step.value);
        rest = step.value;
      }
      if (rest) for await (const block of reader.read(rest)) await hand(block);
    }
    // where all went through the scanner, nothing waits for the end
    if (!reader.room || reader.reached.bytes !== to)
      for await (const block of reader.end()) await hand(block);
    if (!reader.begun) this.#refuse();
    this.#options.classes.noteNames(notes);
    // blank lines at the end: what follows decides what they are
    if (to < size && !(reader.divisible && reader.reached.bytes === to)) this.#refuse();
  }

  close(): void {
    closeSync(this.#file);
  }

  /** The reader before a row; a table's first one begins with the header. */
  async #readerAt(bytes: number, notes: Notes): Promise<Resumable> {
    if (!this.#reader || bytes === 0) {
      // what is noticed in the first row is noted with the first segment
      this.#options.notes = bytes === 0 ? notes : new Notes();
      const { reader, all } = await this.#open(this.#options);
      if (bytes > 0) await begin(reader, all);
      // one that was never asked for anything would not be told that this is all
      else for await (const _ of all) break;
      this.#reader = reader;
    }
    this.#options.notes = notes;
    if (bytes > 0) this.#reader.restart({ bytes, lines: 0 });
    return this.#reader;
  }

  /** The place behind the first line feed from `start` on. */
  #cut(start: number, size: number): number {
    if (start === 0) return 0;
    for (let at = start; at < size; ) {
      const count = readSync(this.#file, this.#chunk, 0, Math.min(NEAR, size - at), at);
      if (count === 0) break;
      const found = this.#chunk.subarray(0, count).indexOf(LF);
      if (found >= 0) return at + found + 1;
      at += count;
    }
    return size;
  }

  #refuse(): never {
    throw new InputError("cannot be read in segments", { place: { source: this.#source.name } });
  }
}
