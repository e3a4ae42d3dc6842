import { closeSync, createReadStream, openSync, rmSync, type Stats, writeSync } from "node:fs";
import { mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { FileError, type Place, quote } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";
import { reason } from "../core/system-error.ts";
import { Unpacker } from "./gzip.ts";
import { oddCell } from "./inline.ts";

// a small nursery: rows of text die young, and memory that V8 takes for them is memory that the machine lacks
setFlagsFromString("--max-semi-space-size=4");
setFlagsFromString("--semi-space-growth-factor=1");

/** Bytes that can be read, more than once where `rereadable` was asked for. */
export interface Source {
  /** As messages call it. */
  readonly name: string;
  /** Bytes in it, where that is known before it is read. */
  readonly size: number | undefined;
  /** Whether any part of it can be read by itself. */
  readonly random?: boolean;
  /** The bytes, decompressed; those from `start` on where any part can be read. */
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

const CHUNK = 1 << 17;

/** A file, or standard input. What is no regular file is kept in a temporary file where it is read twice. */
export async function fileSource(path: string, options: SourceOptions): Promise<Source> {
  const info = await stat(path).catch((error: unknown) => {
    // values typed with a slip are taken for a file
    const odd = /^[+-]?[\d.]+\s*,/.test(path) ? oddCell(path) : undefined;
    throw cannotRead(
      path,
      error,
      odd === undefined ? undefined : `as a value, ${quote(odd)} is not a number`,
    );
  });
  if (info.isDirectory()) throw new FileError("is a directory", { place: { source: path } });
  if (!info.isFile())
    return streamSource(path, () => createReadStream(path, { highWaterMark: CHUNK }), options);
  const unpacker = new Unpacker(path);
  return {
    name: path,
    size: info.size,
    random: true,
    open(start = 0) {
      const stream = createReadStream(path, { highWaterMark: CHUNK, start });
      const bytes = watched(path, stream, info, options);
      return start === 0 ? unpacker.unpack(bytes) : bytes;
    },
    settle: () => unpacker.settle(),
    discard: () => {},
  };
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
    const folder = await mkdtemp(join(tmpdir(), "loss-")).catch((error: unknown) => {
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

async function* counted(name: string, stream: Readable, { progress }: SourceOptions): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) {
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
  stream: Readable,
  before: Stats,
  options: SourceOptions,
): AsyncGenerator<Buffer> {
  yield* counted(name, stream, options);
  const after = await stat(name).catch(() => undefined);
  if (!after || after.size !== before.size || after.mtimeMs !== before.mtimeMs) {
    const place: Place = { source: name };
    options.notes.add(`changed:${name}`, () => "the file changed while it was read", place);
  }
}
