import {
  closeSync,
  constants,
  createReadStream,
  mkdtemp,
  open,
  openSync,
  read,
  rmSync,
  type Stats,
  stat,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { FileError, type Place, quote } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";
import { reason } from "../core/system-error.ts";
import { Unpacker } from "./gzip.ts";
import { oddCell } from "./inline.ts";
import { settleOnLongRun } from "./long-run.ts";

/** Bytes that can be read, more than once where `rereadable` was asked for. */
export interface Source {
  /** As messages call it. */
  readonly name: string;
  /** Bytes in it, where that is known before it is read. */
  readonly size: number | undefined;
  /** Whether any part of it can be read by itself. */
  readonly random?: boolean;
  /**
   * The bytes, decompressed; those from `start` on where any part can be read. A chunk's memory may be used again once
   * the next is asked for; the first chunk is all, or enough for every decision about the beginning.
   */
  open(start?: number): AsyncIterable<Buffer>;
  /** After bytes that nobody could read: fails where packed data turns out to be damaged. */
  settle(): Promise<void>;
  /** Removes what reading it twice has kept. */
  discard(): void;
}

export interface SourceOptions {
  /** Whether it will be read a second time. */
  readonly rereadable: boolean;
  readonly notes: Notes;
  /** Told of compressed bytes as they come in. */
  progress?(bytes: number): void;
}

// fs/promises takes a millisecond to load
const openFile = promisify(open);
const readFile = promisify(read);
const statFile = promisify(stat);
const makeFolder = promisify(mkdtemp);

const CHUNK = 1 << 17;
/** Bytes of a regular file that are read at once: what the scanner takes at once, beside what a row left. */
const FILE_CHUNK = (1 << 18) - (1 << 12);

/** Chunks that come before anything is done for a long run. */
const FEW = 4;

/** A file, or standard input. What is no regular file is kept in a temporary file where it is read twice. */
export async function fileSource(path: string, options: SourceOptions): Promise<Source> {
  const info = await statFile(path).catch((error: unknown) => {
    // values typed with a slip are taken for a file
    const odd = /^[+-]?[\d.]+\s*,/.test(path) ? oddCell(path) : undefined;
    throw cannotRead(
      path,
      error,
      odd === undefined ? undefined : `as a value, ${quote(odd)} is not a number`,
    );
  });
  if (info.isDirectory()) throw new FileError("is a directory", { place: { source: path } });
  if (!info.isFile()) return wakingSource(path, options, info.isFIFO());
  const unpacker = new Unpacker(path);
  return {
    name: path,
    size: info.size,
    random: true,
    open(start = 0) {
      const bytes = watched(path, chunksOf(path, start), info, options);
      return start === 0 ? unpacker.unpack(bytes) : bytes;
    },
    settle: () => unpacker.settle(),
    discard: () => {},
  };
}

/**
 * What is no regular file. A named pipe whose other end waits holds up a thread, and with it the end of the process; so
 * whoever lets go of it early writes a byte for that thread to read.
 */
function wakingSource(path: string, options: SourceOptions, pipe: boolean): Source {
  let reading = false;
  const source = streamSource(
    path,
    () => {
      reading = true;
      const stream = createReadStream(path, { highWaterMark: CHUNK });
      return stream.once("end", () => {
        reading = false;
      });
    },
    options,
  );
  return {
    ...source,
    discard() {
      source.discard();
      if (reading && pipe) wake(path);
      reading = false;
    },
  };
}

function wake(path: string): void {
  try {
    const file = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
    writeSync(file, "\n");
    closeSync(file);
  } catch {
    // nobody reads: then no thread waits
  }
}

/** A stream that comes once, such as standard input. */
export function streamSource(name: string, start: () => Readable, options: SourceOptions): Source {
  let copy: { readonly folder: string; readonly file: string } | undefined;
  let opened = false;
  const unpacker = new Unpacker(name);
  async function* first(): AsyncGenerator<Buffer> {
    if (!options.rereadable) {
      yield* counted(name, start(), options);
      return;
    }
    const folder = await makeFolder(join(tmpdir(), "loss-")).catch((error: unknown) => {
      throw cannotKeep(name, error);
    });
    copy = { folder, file: join(folder, "input") };
    const kept = openSync(copy.file, "w");
    try {
      for await (const chunk of counted(name, start(), options)) {
        keep(kept, chunk, name);
        yield chunk;
      }
    } finally {
      closeSync(kept);
    }
  }
  return {
    name,
    size: undefined,
    open() {
      if (opened && copy) return unpacker.unpack(createReadStream(copy.file, { highWaterMark: CHUNK }));
      opened = true;
      return unpacker.unpack(first());
    },
    settle: () => unpacker.settle(),
    discard() {
      if (copy) rmSync(copy.folder, { recursive: true, force: true });
      copy = undefined;
    },
  };
}

function cannotRead(name: string, error: unknown, hint?: string): FileError {
  return new FileError(`cannot be read: ${reason(error)}`, { place: { source: name }, hint, cause: error });
}

/** Writes a chunk whole, and at once: a second copy that waits its turn would pile up in memory. */
function keep(file: number, chunk: Buffer, name: string): void {
  try {
    for (let done = 0; done < chunk.length; ) done += writeSync(file, chunk, done);
  } catch (error) {
    throw cannotKeep(name, error);
  }
}

function cannotKeep(name: string, error: unknown): FileError {
  return new FileError(`cannot be kept in a temporary file: ${reason(error)}`, {
    place: { source: name },
    cause: error,
  });
}

/** A file's bytes. While a chunk is dealt with, the next one is read. */
async function* chunksOf(path: string, start: number): AsyncGenerator<Buffer> {
  const file = await openFile(path, "r");
  // memory that is used again is in the processor's cache; new memory is slower than the reading itself
  let [current, other] = [Buffer.allocUnsafeSlow(FILE_CHUNK), Buffer.allocUnsafeSlow(FILE_CHUNK)];
  let position = start;
  let next = fill(file, current, position);
  try {
    for (let bytes = await next; bytes.length > 0; bytes = await next) {
      position += bytes.length;
      next = fill(file, other, position);
      [current, other] = [other, current];
      yield bytes;
    }
  } finally {
    await next.catch(() => {});
    closeSync(file);
  }
}

/** Reads until a chunk is full or the file ends, so that the first chunk is no part of what is looked for in it. */
async function fill(file: number, chunk: Buffer, position: number): Promise<Buffer> {
  let length = 0;
  while (length < chunk.length) {
    const { bytesRead } = await readFile(file, chunk, length, chunk.length - length, position + length);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return chunk.subarray(0, length);
}

async function* counted(
  name: string,
  stream: AsyncIterable<unknown>,
  { progress }: SourceOptions,
): AsyncGenerator<Buffer> {
  let chunks = 0;
  try {
    for await (const chunk of stream) {
      if (++chunks === FEW) settleOnLongRun();
      const bytes = chunk as Buffer;
      progress?.(bytes.length);
      yield bytes;
    }
  } catch (error) {
    throw error instanceof FileError ? error : cannotRead(name, error);
  }
}

/** Notes where a file changed while it was read: the numbers may then belong to no version of it. */
async function* watched(
  name: string,
  stream: AsyncIterable<Buffer>,
  before: Stats,
  options: SourceOptions,
): AsyncGenerator<Buffer> {
  yield* counted(name, stream, options);
  const after = await statFile(name).catch(() => undefined);
  if (!after || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    const place: Place = { source: name };
    options.notes.add(`changed:${name}`, () => "the file changed while it was read", place);
  }
}
