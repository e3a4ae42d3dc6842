import { once } from "node:events";
import { createReadStream, createWriteStream, rmSync, type Stats } from "node:fs";
import { mkdtemp, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough, pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { FileError, type Place } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";

/** Bytes that can be read, more than once where `rereadable` was asked for. */
export interface Source {
  /** As messages call it. */
  readonly name: string;
  /** Bytes in it, where that is known before it is read. */
  readonly size: number | undefined;
  /** The bytes, decompressed. */
  open(): AsyncIterable<Buffer>;
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

/** Bytes that are in memory already, such as values typed on the command line. */
export function textSource(name: string, text: string): Source {
  const bytes = Buffer.from(text);
  return {
    name,
    size: bytes.length,
    open: () => Readable.from([bytes]),
    discard: () => {},
  };
}

/** A file, or standard input. What is no regular file is kept in a temporary file where it is read twice. */
export async function fileSource(path: string, options: SourceOptions): Promise<Source> {
  const info = await stat(path).catch((error: unknown) => {
    throw cannotRead(path, error);
  });
  if (info.isDirectory()) throw new FileError("is a directory", { place: { source: path } });
  if (!info.isFile())
    return streamSource(path, () => createReadStream(path, { highWaterMark: CHUNK }), options);
  return {
    name: path,
    size: info.size,
    open: () =>
      decompress(path, watched(path, createReadStream(path, { highWaterMark: CHUNK }), info, options)),
    discard: () => {},
  };
}

/** A stream that comes once, such as standard input. */
export function streamSource(name: string, start: () => Readable, options: SourceOptions): Source {
  let copy: { readonly folder: string; readonly file: string } | undefined;
  let opened = false;
  async function* first(): AsyncGenerator<Buffer> {
    if (!options.rereadable) {
      yield* counted(name, start(), options);
      return;
    }
    const folder = await mkdtemp(join(tmpdir(), "loss-"));
    copy = { folder, file: join(folder, "input") };
    const out = createWriteStream(copy.file);
    let failure: unknown;
    out.on("error", (error) => {
      failure = error;
    });
    for await (const chunk of counted(name, start(), options)) {
      if (failure) throw cannotKeep(name, failure);
      if (!out.write(chunk)) await Promise.race([once(out, "drain"), once(out, "close")]).catch(() => {});
      yield chunk;
    }
    out.end();
    if (!failure) await once(out, "close").catch(() => {});
    if (failure) throw cannotKeep(name, failure);
  }
  return {
    name,
    size: undefined,
    open() {
      if (opened && copy) return decompress(name, createReadStream(copy.file, { highWaterMark: CHUNK }));
      opened = true;
      return decompress(name, first());
    },
    discard() {
      if (copy) rmSync(copy.folder, { recursive: true, force: true });
      copy = undefined;
    },
  };
}

function cannotRead(name: string, error: unknown): FileError {
  return new FileError(`cannot be read: ${reason(error)}`, { place: { source: name }, cause: error });
}

function cannotKeep(name: string, error: unknown): FileError {
  return new FileError(`cannot be kept in a temporary file: ${reason(error)}`, {
    place: { source: name },
    cause: error,
  });
}

/** The operating system's words, without Node's around them. */
export function reason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const words: Readonly<Record<string, string>> = {
    ENOENT: "no such file",
    EACCES: "permission denied",
    EISDIR: "is a directory",
    ENOSPC: "no space left on the device",
    EIO: "input/output error",
    EMFILE: "too many open files",
    ENAMETOOLONG: "the name is too long",
    ENOTDIR: "a part of the path is no directory",
    EROFS: "the file system is read-only",
    EFBIG: "the file is too large",
    EBADF: "it is closed",
  };
  if (code && words[code]) return `${words[code]} (${code})`;
  return code && !message.includes(code) ? `${message} (${code})` : message;
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

const GZIP = [0x1f, 0x8b];

/** Unpacks gzip, recognised by its first bytes whatever the name says. */
async function* decompress(name: string, input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const chunks = input[Symbol.asyncIterator]();
  let head: Buffer = Buffer.alloc(0);
  let done = false;
  while (head.length < GZIP.length && !done) {
    const next = await chunks.next();
    if (next.done) done = true;
    else head = head.length === 0 ? next.value : Buffer.concat([head, next.value]);
  }
  const rest = async function* (): AsyncGenerator<Buffer> {
    if (head.length > 0) yield head;
    for (let next = done ? undefined : await chunks.next(); next && !next.done; next = await chunks.next())
      yield next.value;
  };
  if (!GZIP.every((byte, i) => head[i] === byte)) {
    yield* rest();
    return;
  }
  const plain = new PassThrough({ highWaterMark: CHUNK });
  let failure: unknown;
  pipeline(Readable.from(rest()), createGunzip({ chunkSize: CHUNK }), plain, (error) => {
    failure = error ?? undefined;
  });
  try {
    for await (const chunk of plain) yield chunk as Buffer;
  } catch (error) {
    if (error instanceof FileError) throw error;
    failure ??= error;
  }
  if (!failure) return;
  if (failure instanceof FileError) throw failure;
  const { code, message } = failure as NodeJS.ErrnoException;
  const what = code === "Z_BUF_ERROR" ? "the file ends in the middle" : message;
  throw new FileError(`damaged gzip: ${what}`, { place: { source: name }, cause: failure });
}
