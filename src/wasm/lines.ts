import type { NumericMemory } from "./instance.ts";

/** As if a line had ended before the first. */
const AFTER_FEED = 1;
const AFTER_RETURN = 2;

/** Counts the lines of plain text: without quotes and blank lines, and without lone carriage returns. */
export class LineCounter {
  readonly #memory: NumericMemory;
  #before = AFTER_FEED;
  #lines = 0;

  constructor(memory: NumericMemory) {
    this.#memory = memory;
  }

  /** Lines so far, also one that is not ended; undefined where "\r" ends the text. */
  get lines(): number | undefined {
    if (this.#before === AFTER_RETURN) return undefined;
    return this.#lines + (this.#before === AFTER_FEED ? 0 : 1);
  }

  /** Line feeds so far. */
  get ended(): number {
    return this.#lines;
  }

  /** Goes on with so many bytes in a buffer with margins; false where they are not plain. */
  take(pointer: number, length: number): boolean {
    if (length === 0) return true;
    if (this.#memory.exports.countLines(pointer, length, this.#before) !== 0) return false;
    const [lines = 0, before = 0] = this.#memory.result();
    this.#lines += lines;
    this.#before = before;
    return true;
  }
}
