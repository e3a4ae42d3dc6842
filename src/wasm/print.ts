import type { NumericMemory } from "./instance.ts";
import type { Cells } from "./scan.ts";

/** A text, then a number: that of a column, or the row's index. */
export interface Piece {
  readonly text: string;
  readonly cells: Cells | "index";
}

/** How the numbers that JSON lacks are written; by default as String(x) does. */
export interface SpecialTexts {
  readonly nan: string;
  readonly infinity: string;
  readonly negativeInfinity: string;
}

const MAX_SPECIAL = 15;
/** Numbers that are printed step by step together: few enough to stay in the processor's nearest cache. */
const SLOTS = 512;
const SLOT_BYTES = 32;
const WORD = 2 ** 32;

export function setSpecialTexts(memory: NumericMemory, texts: SpecialTexts): void {
  [texts.nan, texts.infinity, texts.negativeInfinity].forEach((text, i) => {
    const bytes = new TextEncoder().encode(text);
    if (bytes.length > MAX_SPECIAL) throw new RangeError(`longer than ${MAX_SPECIAL} bytes: ${text}`);
    const slot = memory.bytes(memory.exports.SPECIAL.value + i * (MAX_SPECIAL + 1), MAX_SPECIAL + 1);
    slot.set(bytes);
    slot[MAX_SPECIAL] = bytes.length;
  });
}

/** Writes rows of numbers as text, each the shortest that reads back, as String(x) writes it. */
export class RowPrinter {
  /** Rows and bytes written by the last call. */
  rows = 0;
  length = 0;

  readonly #memory: NumericMemory;
  readonly #program: number;
  readonly #pieces: number;

  /** A row is the pieces, of which there must be one, in order and then `end`, for instance a newline. */
  constructor(memory: NumericMemory, pieces: readonly Piece[], end: string) {
    this.#memory = memory;
    this.#pieces = pieces.length;
    const numbers = pieces.filter(({ cells }) => cells !== "index").length;
    const rows = Math.max(1, Math.floor(SLOTS / Math.max(1, numbers)));
    const slots = memory.allocate(rows * numbers * SLOT_BYTES);
    const words: number[] = [];
    const add = (text: string, ...rest: readonly number[]): void => {
      const bytes = new TextEncoder().encode(text);
      words.push(memory.place(bytes), bytes.length, ...rest);
    };
    const before = pieces[0]!.text;
    pieces.forEach(({ cells }, i) => {
      const behind = pieces[i + 1]?.text ?? end + before;
      if (cells === "index") add(behind, 0, 0);
      else add(behind, cells.pointer, cells.stride);
    });
    add(before, slots, rows);
    this.#program = memory.allocate(words.length * 4);
    memory.words(this.#program, words.length).set(words);
  }

  /**
   * Writes rows first .. last (last not included) to `room` bytes at `out`, a
   * buffer with margins, and stops early where no further row is sure to fit,
   * nor the text before the first number of the one after it.
   * Row r is printed with the index `index` + r.
   */
  print(first: number, last: number, index: number, out: number, room: number): void {
    const { exports } = this.#memory;
    exports.printRows(this.#program, this.#pieces, first, last, index, index / WORD, out, room);
    const [rows = 0, length = 0] = this.#memory.result();
    this.rows = rows;
    this.length = length;
  }
}
