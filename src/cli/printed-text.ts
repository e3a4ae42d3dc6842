import { writeSync } from "node:fs";
import type { PrintedText, TextTarget } from "../engine/segment-work.ts";

/** Bytes of a piece of text that waits. */
const PIECE = 1 << 19;

/** Memory for pieces, which is used again: what is taken anew makes V8 collect garbage. */
export class Pool {
  readonly shared: boolean;
  /** The text whose last bytes are not copied yet: they stay as they are until the next are printed. */
  borrower: Text | undefined;
  readonly #free: Uint8Array[] = [];

  constructor(shared: boolean) {
    this.shared = shared;
  }

  take(): Uint8Array {
    const make = (): Uint8Array =>
      new Uint8Array(this.shared ? new SharedArrayBuffer(PIECE) : new ArrayBuffer(PIECE));
    return this.#free.pop() ?? make();
  }

  release(pieces: readonly Uint8Array[]): void {
    for (const { buffer } of pieces) this.#free.push(new Uint8Array(buffer));
  }
}

/** Rows that were printed, which are written to a file as soon as it is known where they go. */
export class Text implements PrintedText {
  readonly #pool: Pool;
  readonly #target: TextTarget | undefined;
  /** What is not written yet: copies, of which all but the last are full. */
  #waiting: Uint8Array[] = [];
  /** And behind them what is the printer's. */
  #borrowed: Uint8Array | undefined;
  #length = 0;
  #written = 0;

  constructor(pool: Pool, target: TextTarget | undefined) {
    this.#pool = pool;
    this.#target = target;
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    // its memory is printed to next
    this.#pool.borrower?.settle();
    this.#length += bytes.length;
    this.#borrowed = bytes;
    this.#pool.borrower = this;
    if (!this.#target || this.#target.place() !== undefined) this.settle();
  }

  /** Writes all to its place if that is known, or else copies what is borrowed. */
  settle(): void {
    const place = this.#target?.place();
    if (this.#target && place !== undefined) {
      this.write(this.#target.file, place);
      return;
    }
    if (this.#borrowed) this.#keep(this.#borrowed);
    this.#give();
  }

  write(file: number, place: number): void {
    // what failed may be tried again, and goes on where it stopped
    for (let piece = this.#waiting[0]; piece; piece = this.#waiting[0]) {
      this.#write(file, piece, place);
      this.#pool.release(this.#waiting.splice(0, 1));
    }
    if (this.#borrowed) this.#write(file, this.#borrowed, place);
    this.#give();
  }

  shared(): readonly Uint8Array[] {
    if (this.#borrowed) this.#keep(this.#borrowed);
    this.#give();
    // V8 is slow at copying to shared memory, so only what is given away goes there
    return this.#pool.shared ? this.#waiting : this.#waiting.map(sharedCopy);
  }

  release(): void {
    this.#pool.release(this.#waiting);
    this.#waiting = [];
  }

  #give(): void {
    this.#borrowed = undefined;
    if (this.#pool.borrower === this) this.#pool.borrower = undefined;
  }

  #write(file: number, bytes: Uint8Array, place: number): void {
    writeAt(file, bytes, place + this.#written);
    this.#written += bytes.length;
  }

  #keep(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0; ) {
      const last = this.#waiting.at(-1);
      const fits = last && last.length < PIECE;
      const { buffer } = fits ? last : this.#pool.take();
      const start = fits ? last.length : 0;
      const piece = new Uint8Array(buffer, 0, Math.min(PIECE, start + rest.length));
      piece.set(rest.subarray(0, piece.length - start), start);
      if (fits) this.#waiting.pop();
      this.#waiting.push(piece);
      rest = rest.subarray(piece.length - start);
    }
  }
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function writeAt(file: number, bytes: Uint8Array, place: number): void {
  const { length } = bytes;
  for (let done = 0; done < length; ) done += writeSync(file, bytes, done, length - done, place + done);
}
