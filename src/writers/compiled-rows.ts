import type { Positions } from "../core/row-block.ts";
import { NumericMemory, numericModule, type Piece, RowPrinter, setSpecialTexts } from "../wasm/index.ts";
import type { Emit, RowForm } from "./row-bytes.ts";

/** Numbers that are copied to WebAssembly at a time, and bytes that are printed at a time: those of a block of rows. */
const NUMBERS = 1 << 15;
const ROOM = 1 << 20;
/** The longest number, of the form -1.2345678901234567e-308. */
const LONGEST = 24;

/** Where the numbers of rows of one form go, and what prints them from there. */
interface Layout {
  readonly form: RowForm;
  /** Numbers of a row in each source; 0 where it counts up. */
  readonly widths: readonly number[];
  /** Rows that are copied at a time. */
  readonly portion: number;
  readonly pointers: readonly number[];
  readonly printer: RowPrinter;
}

/** The compiled printer, in a memory of its own: nobody else moves it while its bytes are being written. */
export class CompiledRows {
  readonly #memory = new NumericMemory(numericModule());
  readonly #numbers = this.#memory.allocate(NUMBERS * 8);
  /** One is printed to while the other may still be read. */
  readonly #outs = [this.#memory.allocateBuffer(ROOM), this.#memory.allocateBuffer(ROOM)] as const;
  #turn: 0 | 1 = 0;
  readonly #mark = this.#memory.mark();
  /** Of the last rows; mostly it is that of the next. */
  #layout: Layout | undefined;

  constructor(json: boolean) {
    if (!json) return;
    setSpecialTexts(this.#memory, { nan: '"NaN"', infinity: '"Infinity"', negativeInfinity: '"-Infinity"' });
  }

  /** Whether a whole row fits; an image's gradient may not. */
  hasRoomFor(form: RowForm): boolean {
    if (form === this.#layout?.form) return true;
    const { texts, cells } = form;
    // that before the first number is written ahead, too
    let bytes = cells.length * LONGEST + Buffer.byteLength(texts[0]!);
    for (const text of texts) bytes += Buffer.byteLength(text);
    return cells.length > 0 && cells.length <= NUMBERS && bytes <= ROOM;
  }

  async print(rows: number, form: RowForm, sources: readonly Positions[], emit: Emit): Promise<void> {
    // rows are mostly numbered without a gap, and counting is quicker than taking numbers apart
    const widths = sources.map((values) => ("first" in values ? 0 : values.length / rows));
    const known = this.#layout;
    const fits = known?.form === form && widths.every((width, i) => width === known.widths[i]);
    // a new one may move the memory, after which nobody could read the bytes that were emitted last
    if (known && !fits) await emit(new Uint8Array(0));
    const { portion, pointers, printer } = fits ? known : this.#newLayout(form, widths);
    for (let first = 0; first < rows; first += portion) {
      const count = Math.min(portion, rows - first);
      let index = first;
      for (const [i, values] of sources.entries()) {
        if ("first" in values) {
          index += values.first;
          continue;
        }
        const width = widths[i]!;
        this.#memory
          .doubles(pointers[i]!, count * width)
          .set(values.subarray(first * width, (first + count) * width));
      }
      for (let done = 0; done < count; done += printer.rows) {
        this.#turn = this.#turn === 0 ? 1 : 0;
        const out = this.#outs[this.#turn];
        printer.print(done, count, index, out, ROOM);
        await emit(this.#memory.bytes(out, printer.length));
      }
    }
  }

  #newLayout(form: RowForm, widths: readonly number[]): Layout {
    const all = widths.reduce((sum, width) => sum + width, 0);
    const portion = all === 0 ? Infinity : Math.floor(NUMBERS / all);
    // one array behind the other, each with room for a portion
    let free = this.#numbers;
    const pointers = widths.map((width) => {
      const pointer = free;
      free += width === 0 ? 0 : portion * width * 8;
      return pointer;
    });
    const pieces = form.cells.map(({ source, offset }, i): Piece => {
      const text = form.texts[i]!;
      const width = widths[source]!;
      if (width === 0) return { text, cells: "index" };
      return { text, cells: { pointer: pointers[source]! + offset * 8, stride: width * 8 } };
    });
    this.#memory.release(this.#mark);
    const printer = new RowPrinter(this.#memory, pieces, form.texts.at(-1)!);
    this.#layout = { form, widths, portion, pointers, printer };
    return this.#layout;
  }
}
