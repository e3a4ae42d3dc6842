import type { NumericMemory } from "./instance.ts";

const LF = 10;
const CR = 13;
const AFTER_FEED = 1;
const AFTER_RETURN = 2;

/** Counts the lines of plain text: without quotes and blank lines, and without lone carriage returns. */
export class LineCounter {
  readonly #memory: NumericMemory;
  #before: number;
  #lines = 0;

  /** `previous` is the byte before the text; none is as if a line had ended there. */
  constructor(memory: NumericMemory, previous: number | undefined = LF) {
    this.#memory = memory;
    this.#before = previous === LF ? AFTER_FEED : previous === CR ? AFTER_RETURN : 0;
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
