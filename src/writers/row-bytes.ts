import { type Positions, positionAt } from "../core/row-block.ts";
import { jsonNumber, numberText } from "../core/value-text.ts";
import type { CompiledRows } from "./compiled-rows.ts";

/** The text of one number of an array, or of the rows' positions. */
export type Cell = (values: Positions, i: number) => string;

/**
 * The text of a row, each number of which is written by `cell`. Every row has
 * the same texts and reads the same places of its part of the arrays, so that
 * one row shows how all are written; but for rows that are not alike.
 */
export type RowFormat = (row: number, cell: Cell) => string;

/** Takes bytes, which stay as they are until the promise is kept and the next are taken. */
export type Emit = (bytes: Uint8Array) => Promise<void> | void;

/** A row taken apart: a text before each number, one behind the last, and where the numbers stand. */
export interface RowForm {
  readonly texts: readonly string[];
  readonly cells: readonly { readonly source: number; readonly offset: number }[];
}

/** Numbers that are written as strings in less time than loading the compiled printer takes. */
const FEW = 4096;
/** Numbers of a row that are looked at one by one; an image has many more. */
const WIDEST = 1 << 13;
const PIECE = 1 << 16;
/** Stands around a number's place. JSON escapes it, and nothing else writes names into rows. */
const MARK = "\0";

/** The compiled printer's code, which is loaded where it is needed; a run that is sure to need it may load it before. */
export const loadCompiledRows = (): Promise<typeof import("./compiled-rows.ts")> =>
  import("./compiled-rows.ts");

/** Rows of numbers as bytes: a few by way of strings, many by the printer in WebAssembly, the same either way. */
export class RowBytes {
  readonly #json: boolean;
  readonly #apart = new Apart();
  #compiled: CompiledRows | undefined;
  #numbers = 0;

  /** `json`: what is not finite is written as a JSON string. */
  constructor({ json }: { json: boolean }) {
    this.#json = json;
  }

  /** `alike`: whether every row has the same texts. */
  async write(rows: number, format: RowFormat, emit: Emit, alike = true): Promise<void> {
    if (rows === 0) return;
    const taken = alike ? this.#apart.take(format) : undefined;
    this.#numbers += rows * (taken?.form.cells.length ?? 0);
    if (!this.#compiled && this.#numbers > FEW) {
      const { CompiledRows: Compiled } = await loadCompiledRows();
      this.#compiled = new Compiled(this.#json);
    }
    if (taken && this.#compiled?.hasRoomFor(taken.form))
      await this.#compiled.print(rows, taken.form, taken.sources, emit);
    else await printStrings(rows, format, this.#json ? jsonNumber : numberText, emit);
  }
}

/** Takes rows apart: the next ones mostly have the form of the last, which is the same object then. */
class Apart {
  #row = "";
  #form: RowForm = { texts: [], cells: [] };

  /** Undefined where there are too many numbers. */
  take(format: RowFormat): { readonly form: RowForm; readonly sources: readonly Positions[] } | undefined {
    const sources: Positions[] = [];
    let count = 0;
    // a format need not ask for its numbers in the order in which they stand
    const row = format(0, (values, offset) => {
      if (++count > WIDEST) return "";
      const known = sources.lastIndexOf(values);
      const source = known < 0 ? sources.push(values) - 1 : known;
      return `${MARK}${source} ${offset}${MARK}`;
    });
    if (count > WIDEST) return undefined;
    if (row !== this.#row) {
      const parts = row.split(MARK);
      const texts = parts.filter((_, i) => i % 2 === 0);
      this.#form = { texts, cells: parts.filter((_, i) => i % 2 === 1).map(place) };
      this.#row = row;
    }
    return { form: this.#form, sources };
  }
}

/** `2 7`: the eighth number of the third source. */
function place(mark: string): RowForm["cells"][number] {
  const [source, offset] = mark.split(" ").map(Number);
  return { source: source!, offset: offset! };
}

async function printStrings(
  rows: number,
  format: RowFormat,
  number: (x: number) => string,
  emit: Emit,
): Promise<void> {
  const cell: Cell = (values, i) => number(positionAt(values, i));
  let text = "";
  for (let row = 0; row < rows; row++) {
    text += format(row, cell);
    if (text.length < PIECE && row + 1 < rows) continue;
    await emit(Buffer.from(text));
    text = "";
  }
}
