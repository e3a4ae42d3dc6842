import type { CarriedColumns } from "./carried.ts";

const LF = 10;
const CR = 13;
const QUOTE = 34;

/** Takes the texts of carried columns out of bytes that hold whole rows, one a line, all of `width` cells. */
export class CellTexts {
  readonly #delimiter: number;
  readonly #width: number;
  readonly #columns: readonly CarriedColumns[];
  /** For each position in a row, whether any column wants it, and what it was there. */
  readonly #wanted: readonly boolean[];
  readonly #found: string[];

  constructor(delimiter: number, width: number, columns: readonly CarriedColumns[]) {
    this.#delimiter = delimiter;
    this.#width = width;
    this.#columns = columns;
    this.#wanted = Array.from({ length: width }, (_, position) =>
      columns.some(({ pick }) => pick.columns.includes(position)),
    );
    this.#found = new Array<string>(width).fill("");
  }

  /** Fills the columns' cells; false where quotes or line ends are not as plain as that, and others must look. */
  take(bytes: Buffer, rows: number): boolean {
    if (bytes.includes(QUOTE)) return false;
    for (const column of this.#columns) column.cells = [];
    let at = 0;
    for (let row = 0; row < rows; row++) {
      for (let position = 0; position < this.#width; position++) {
        const start = at;
        const last = position + 1 === this.#width;
        const end = last ? LF : this.#delimiter;
        while (at < bytes.length && bytes[at] !== end) at++;
        if (at === bytes.length && !(last && row + 1 === rows)) return false;
        if (this.#wanted[position] && !this.#keep(bytes, position, start, at, last)) return false;
        at++;
      }
      for (const { pick, cells } of this.#columns)
        for (const position of pick.columns) cells.push(this.#found[position]!);
    }
    return at >= bytes.length;
  }

  #keep(bytes: Buffer, position: number, start: number, end: number, last: boolean): boolean {
    const text = bytes.toString("utf8", start, last && bytes[end - 1] === CR ? end - 1 : end);
    this.#found[position] = text;
    return !text.includes("\r") && !text.includes("\n");
  }
}
