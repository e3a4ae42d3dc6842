import { PassThrough, pipeline, Readable } from "node:stream";
import { FileError } from "../core/errors.ts";
import { peek } from "./head.ts";

export const GZIP = [0x1f, 0x8b];
const CHUNK = 1 << 18;
/** Unpacked bytes that are looked at for damage behind a failure. */
const FAR_ENOUGH = 1 << 30;

/** Unpacks gzip, recognised by its first bytes whatever the name says; other bytes pass as they are. */
export class Unpacker {
  readonly #name: string;
  /** What is not unpacked yet, where it is gzip. */
  #rest: AsyncIterator<Buffer> | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  async *unpack(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { head, all } = await peek(input, (bytes) => bytes.length >= GZIP.length);
    if (!GZIP.every((byte, i) => head[i] === byte)) {
      yield* all;
      return;
    }
    this.#rest = this.#gunzip(all);
    // whoever stops early leaves the rest to `settle`
    for (let next = await this.#rest.next(); !next.done; next = await this.#rest.next()) yield next.value;
    this.#rest = undefined;
  }

  /** Unpacks on behind bytes that nobody could read: if the data is damaged, that is the failure to tell. */
  async settle(): Promise<void> {
    let left = FAR_ENOUGH;
    while (this.#rest && left > 0) {
      const next = await this.#rest.next();
      if (next.done) this.#rest = undefined;
      else left -= next.value.length;
    }
  }

  async *#gunzip(input: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    const { createGunzip } = await import("node:zlib");
    const plain = new PassThrough({ highWaterMark: CHUNK });
    let failure: unknown;
    pipeline(Readable.from(copies(input)), createGunzip({ chunkSize: CHUNK }), plain, (error) => {
      failure = error ?? undefined;
    });
    try {
      for await (const chunk of plain) yield chunk as Buffer;
    } catch (error) {
      failure ??= error;
    }
    if (!failure) return;
    if (failure instanceof FileError) throw failure;
    const { code, message } = failure as NodeJS.ErrnoException;
    const what = code === "Z_BUF_ERROR" ? "the file ends in the middle" : message;
    throw new FileError(`damaged gzip: ${what}`, { place: { source: this.#name }, cause: failure });
  }
}

/** Chunks that wait in a pipeline, while those that they were copied from are filled again. */
async function* copies(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}
