import { NumericMemory, numericModule, RowPrinter, setSpecialTexts } from "../wasm/index.ts";
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

  constructor(json: boolean) {
    if (!json) return;
    setSpecialTexts(this.#memory, { nan: '"NaN"', infinity: '"Infinity"', negativeInfinity: '"-Infinity"' });
  }

  /** Whether a whole row fits; an image's gradient may not. */
  hasRoomFor({ texts, cells }: RowForm): boolean {
    let bytes = cells.length * LONGEST;
    for (const text of texts) bytes += Buffer.byteLength(text);
    return cells.length <= NUMBERS && bytes <= ROOM;
  }

  async print(rows: number, { texts, cells, sources }: RowForm, emit: Emit): Promise<void> {
    const widths = sources.map((values) => values.length / rows);
    const portion = Math.floor(NUMBERS / widths.reduce((sum, width) => sum + width));
    // one array behind the other, each with room for a portion
    let free = this.#numbers;
    const columns = sources.map((values, i) => {
      const pointer = free;
      free += portion * widths[i]! * 8;
      return { values, width: widths[i]!, pointer };
    });
    // rows are mostly numbered without a gap, and counting is quicker than taking numbers apart
    const counted = columns.find(({ values, width }) => width === 1 && countsUp(values));

    const mark = this.#memory.mark();
    const pieces = cells.map(({ source, offset }, i) => {
      const column = columns[source]!;
      const { pointer, width } = column;
      if (column === counted) return { text: texts[i]!, cells: "index" as const };
      return { text: texts[i]!, cells: { pointer: pointer + offset * 8, stride: width * 8 } };
    });
    const printer = new RowPrinter(this.#memory, pieces, texts.at(-1)!);
    for (let first = 0; first < rows; first += portion) {
      const count = Math.min(portion, rows - first);
      for (const column of columns) {
        if (column === counted) continue;
        const { values, width, pointer } = column;
        this.#memory
          .doubles(pointer, count * width)
          .set(values.subarray(first * width, (first + count) * width));
      }
      const index = counted?.values[first] ?? 0;
      for (let done = 0; done < count; done += printer.rows) {
        printer.print(done, count, index, this.#out, ROOM);
        await emit(this.#memory.bytes(this.#out, printer.length));
      }
    }
    this.#memory.release(mark);
  }
}

/** Whether values are integers from 0 on that count up by 1, which the printer can do by itself. */
function countsUp(values: Float64Array): boolean {
  const first = values[0]!;
  if (!(Number.isSafeInteger(first) && first >= 0) || Object.is(first, -0)) return false;
  for (let i = 1; i < values.length; i++) if (values[i] !== first + i) return false;
  return Number.isSafeInteger(first + values.length);
}
