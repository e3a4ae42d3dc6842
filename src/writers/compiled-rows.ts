import { NumericMemory, numericModule, type Piece, RowPrinter, setSpecialTexts } from "../wasm/index.ts";
import type { Emit, RowForm } from "./row-bytes.ts";

/** Numbers that are copied to WebAssembly at a time, and bytes that are printed at a time. */
const NUMBERS = 1 << 15;
const ROOM = 1 << 19;
/** The longest number, of the form -1.2345678901234567e-308. */
const LONGEST = 24;

/** The compiled printer, in a memory of its own: nobody else moves it while its bytes are being written. */
export class CompiledRows {
  readonly #memory = new NumericMemory(numericModule());
  readonly #numbers = this.#memory.allocate(NUMBERS * 8);
  readonly #out = this.#memory.allocateBuffer(ROOM);
  readonly #mark = this.#memory.mark();
  /** The printer of the last rows; mostly the next ones are of the same form. */
  #last:
    | { readonly pieces: readonly Piece[]; readonly end: string; readonly printer: RowPrinter }
    | undefined;

  constructor(json: boolean) {
    if (!json) return;
    setSpecialTexts(this.#memory, { nan: '"NaN"', infinity: '"Infinity"', negativeInfinity: '"-Infinity"' });
  }

  /** Whether a whole row fits; an image's gradient may not. */
  hasRoomFor({ texts, cells }: RowForm): boolean {
    // that before the first number is written ahead, too
    let bytes = cells.length * LONGEST + Buffer.byteLength(texts[0]!);
    for (const text of texts) bytes += Buffer.byteLength(text);
    return cells.length > 0 && cells.length <= NUMBERS && bytes <= ROOM;
  }

  async print(rows: number, { texts, cells, sources }: RowForm, emit: Emit): Promise<void> {
    // rows are mostly numbered without a gap, and counting is quicker than taking numbers apart
    const counted = sources.find((values) => "first" in values);
    const arrays = sources.filter((values) => values instanceof Float64Array);
    const width = arrays.reduce((sum, { length }) => sum + length / rows, 0);
    const portion = width === 0 ? rows : Math.floor(NUMBERS / width);
    // one array behind the other, each with room for a portion
    let free = this.#numbers;
    const columns = new Map(
      arrays.map((values) => {
        const column = { pointer: free, width: values.length / rows };
        free += portion * column.width * 8;
        return [values, column] as const;
      }),
    );

    const pieces = cells.map(({ source, offset }, i) => {
      const values = sources[source]!;
      if ("first" in values) return { text: texts[i]!, cells: "index" as const };
      const { pointer, width } = columns.get(values)!;
      return { text: texts[i]!, cells: { pointer: pointer + offset * 8, stride: width * 8 } };
    });
    const printer = this.#printerOf(pieces, texts.at(-1)!);
    for (let first = 0; first < rows; first += portion) {
      const count = Math.min(portion, rows - first);
      for (const [values, { width, pointer }] of columns) {
        this.#memory
          .doubles(pointer, count * width)
          .set(values.subarray(first * width, (first + count) * width));
      }
      const index = (counted?.first ?? 0) + first;
      for (let done = 0; done < count; done += printer.rows) {
        printer.print(done, count, index, this.#out, ROOM);
        await emit(this.#memory.bytes(this.#out, printer.length));
      }
    }
  }

  #printerOf(pieces: readonly Piece[], end: string): RowPrinter {
    if (this.#last?.end === end && alike(this.#last.pieces, pieces)) return this.#last.printer;
    this.#memory.release(this.#mark);
    const printer = new RowPrinter(this.#memory, pieces, end);
    this.#last = { pieces, end, printer };
    return printer;
  }
}

function alike(some: readonly Piece[], others: readonly Piece[]): boolean {
  const same = (a: Piece["cells"], b: Piece["cells"]): boolean =>
    a === "index" || b === "index" ? a === b : a.pointer === b.pointer && a.stride === b.stride;
  return (
    some.length === others.length &&
    some.every(({ text, cells }, i) => text === others[i]!.text && same(cells, others[i]!.cells))
  );
}
