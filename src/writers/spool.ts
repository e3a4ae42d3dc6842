import { closeSync, mkdtempSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileError } from "../core/errors.ts";
import type { Sink } from "./sink.ts";

/** Bytes of memory that a spool begins with, and that it fills before they move to a temporary file. */
const LEAST = 1 << 12;
const MOST = 1 << 20;

/** What is written before what must stand in front of it is known; beyond a megabyte it is in a temporary file. */
export class Spool {
  readonly #explain: (error: unknown) => string;
  #buffer = Buffer.alloc(0);
  #used = 0;
  #folder: string | undefined;
  #file: number | undefined;

  constructor(explain: (error: unknown) => string) {
    this.#explain = explain;
  }

  get empty(): boolean {
    return this.#used === 0 && this.#file === undefined;
  }

  /** Bytes are copied, so that they may be used again. */
  write(data: string | Uint8Array): void {
    const bytes = typeof data === "string" ? Buffer.from(data) : data;
    for (let at = 0; at < bytes.length; ) {
      if (this.#used === MOST) this.#flush();
      const part = bytes.subarray(at, at + MOST - this.#used);
      this.#reserve(this.#used + part.length);
      this.#buffer.set(part, this.#used);
      this.#used += part.length;
      at += part.length;
    }
  }

  async copyTo(sink: Sink): Promise<void> {
    if (this.#file === undefined) {
      await sink.write(this.#buffer.subarray(0, this.#used));
      return;
    }
    this.#flush();
    for (let at = 0; ; ) {
      const count = this.#kept((file) => readSync(file, this.#buffer, 0, MOST, at));
      if (count === 0) break;
      at += count;
      await sink.write(this.#buffer.subarray(0, count));
    }
  }

  /** Removes the temporary file, if there is one. */
  remove(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    if (this.#folder !== undefined) rmSync(this.#folder, { recursive: true, force: true });
    this.#file = undefined;
    this.#folder = undefined;
  }

  #reserve(length: number): void {
    if (length <= this.#buffer.length) return;
    let size = Math.max(LEAST, this.#buffer.length);
    while (size < length) size *= 2;
    const larger = Buffer.alloc(size);
    larger.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = larger;
  }

  #flush(): void {
    this.#kept((file) => {
      for (let done = 0; done < this.#used; ) done += writeSync(file, this.#buffer, done, this.#used - done);
    });
    this.#used = 0;
  }

  /** Does something with the temporary file, which is made at the first need. */
  #kept<T>(act: (file: number) => T): T {
    try {
      if (this.#file === undefined) {
        this.#folder = mkdtempSync(join(tmpdir(), "loss-"));
        this.#file = openSync(join(this.#folder, "rows"), "w+");
      }
      return act(this.#file);
    } catch (error) {
      throw new FileError(`results cannot be kept in a temporary file: ${this.#explain(error)}`, {
        cause: error,
      });
    }
  }
}
