import { Notes } from "../core/notes.ts";
import type { Reached } from "./csv.ts";
import { type Block, noData, type ReadOptions } from "./rows.ts";
import type { Source } from "./source.ts";

/** A reader of rows that is handed bytes, and that can go on at another place. */
export interface Resumable {
  /** Whether it is known what rows look like. */
  readonly begun: boolean;
  /** Where the last complete record ended. */
  readonly reached: Reached;
  /** Whether rows can be read from any line feed on: it ends a line, and what stands above it is complete. */
  readonly divisible: boolean;
  /** Where bytes are best read to, for `read` to take them from there; undefined where it does not matter. */
  readonly room: Buffer | undefined;
  read(chunk: Buffer): AsyncGenerator<Block>;
  /**
   * Reads what was read to `room` with the scanner alone, without the promises that waiting for others takes; gives the
   * bytes that `read` must be asked for, if the scanner does not understand all.
   */
  scan(chunk: Buffer): Generator<Block, Buffer | undefined>;
  end(): AsyncGenerator<Block>;
  /** Goes on at another place, which is a row's beginning. */
  restart(reached: Reached): void;
}

/** A reader that has read nothing yet, and all bytes of its source. */
export interface Opened {
  readonly reader: Resumable;
  readonly all: AsyncGenerator<Buffer>;
}

/** Reads all rows, or those behind a place. */
export async function* readRows(
  source: Source,
  options: ReadOptions,
  open: (options: ReadOptions) => Promise<Opened>,
  from: Reached | undefined,
): AsyncGenerator<Block> {
  // what is noticed above that place was noticed by whoever read it
  const own = { ...options, notes: from ? new Notes() : options.notes };
  const { reader, all } = await open(own);
  let bytes: AsyncIterable<Buffer> = all;
  if (from) {
    await begin(reader, all);
    own.notes = options.notes;
    reader.restart(from);
    bytes = source.open(from.bytes);
  }
  for await (const chunk of bytes) yield* reader.read(chunk);
  yield* reader.end();
  if (!reader.begun) throw noData(source.name);
}

/** Learns what rows look like, and forgets what stands behind the first. */
export async function begin(reader: Resumable, chunks: AsyncIterable<Buffer>): Promise<void> {
  try {
    for await (const chunk of chunks) {
      for await (const _ of reader.read(chunk)) if (reader.begun) break;
      if (reader.begun) return;
    }
    for await (const _ of reader.end()) if (reader.begun) return;
  } catch (error) {
    // an error below the first record is told when it is read to be counted
    if (!reader.begun) throw error;
  }
}
