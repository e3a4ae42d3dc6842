import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileError } from "../core/errors.ts";
import type { Sink } from "./sink.ts";

/** Characters kept in memory before they move to a temporary file. */
const IN_MEMORY = 1 << 22;
const PIECE = 1 << 16;

/** Text that is written before what must stand in front of it is known; large ones go to a temporary file. */
export class Spool {
  readonly #explain: (error: unknown) => string;
  #pieces: string[] = [];
  #length = 0;
  #folder: string | undefined;
  #file: number | undefined;

  constructor(explain: (error: unknown) => string) {
    this.#explain = explain;
  }

  write(text: string): void {
    this.#pieces.push(text);
    this.#length += text.length;
    if (this.#length < (this.#file === undefined ? IN_MEMORY : PIECE)) return;
    this.#flush();
  }

  async copyTo(sink: Sink): Promise<void> {
    if (this.#file === undefined) {
      for (const piece of this.#pieces) await sink.write(piece);
      return;
    }
    this.#flush();
    const buffer = Buffer.alloc(PIECE);
    // bytes are cut anywhere, so the decoder keeps the beginnings of characters
    const decoder = new TextDecoder();
    for (let at = 0; ; ) {
      const count = readSync(this.#file, buffer, 0, PIECE, at);
      if (count === 0) break;
      at += count;
      await sink.write(decoder.decode(buffer.subarray(0, count), { stream: true }));
    }
  }

  /** Removes the temporary file, if there is one. */
  remove(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#file = undefined;
    this.#folder = undefined;
  }

  #flush(): void {
    try {
      if (this.#file === undefined) {
        this.#folder = mkdtempSync(join(tmpdir(), "loss-"));
        this.#file = openSync(join(this.#folder, "rows"), "w+");
      }
      const bytes = Buffer.from(this.#pieces.join(""));
      for (let done = 0; done < bytes.length; ) done += writeSync(this.#file, bytes, done);
    } catch (error) {
      throw new FileError(`results cannot be kept in a temporary file: ${this.#explain(error)}`, {
        cause: error,
      });
    }
    this.#pieces = [];
    this.#length = 0;
  }
}
