import { InputError, type Place } from "../core/errors.ts";
import { countUnderflows, JsonError, parseJson, refuseRepeats } from "./json-text.ts";
import { RecordRows } from "./records.ts";
import { type Block, noData, type ReadOptions, UNDERFLOW } from "./rows.ts";
import type { Source } from "./source.ts";

/** A longer line is no record that anybody meant. */
const LONGEST_LINE = 1 << 26;

/** Reads a record, or a bare value, a line; a block for each chunk of bytes. */
export async function* readNdjson(source: Source, options: ReadOptions): AsyncGenerator<Block> {
  const lines = new Lines(source.name, options);
  let tail: Buffer[] = [];
  let waiting = 0;
  for await (const chunk of source.open()) {
    let start = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      const piece = chunk.subarray(start, end);
      lines.add(tail.length === 0 ? piece : Buffer.concat([...tail, piece]), false);
      tail = [];
      waiting = 0;
      start = end + 1;
    }
    if (start < chunk.length) {
      tail.push(chunk.subarray(start));
      waiting += chunk.length - start;
      if (waiting > LONGEST_LINE) throw lines.tooLong();
    }
    const block = lines.rows.take();
    if (block.rows > 0) yield block;
  }
  if (tail.length > 0) lines.add(Buffer.concat(tail), true);
  if (lines.empty) throw noData(source.name);
  const block = lines.rows.take();
  if (block.rows > 0) yield block;
  if (lines.rows.unshaped > 0)
    throw new InputError("every row has a missing value", { place: { source: source.name } });
}

class Lines {
  readonly rows: RecordRows;
  readonly #source: string;
  readonly #options: ReadOptions;
  #line = 0;
  empty = true;

  constructor(source: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.rows = new RecordRows(source, options, (line) => ({ source, line }));
  }

  add(bytes: Buffer, last: boolean): void {
    const line = ++this.#line;
    let text = bytes.toString("utf8");
    if (line === 1 && text.startsWith("\ufeff")) text = text.slice(1);
    if (text.trim() === "") return;
    const place: Place = { source: this.#source, line };
    if (bytes.includes(0)) throw new InputError("binary data: a NUL byte", { place });
    this.empty = false;
    try {
      this.rows.add(parseJson(text), line);
      refuseRepeats(text, this.rows.keys, 1);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      if (last && error.offset >= text.length)
        throw new InputError("an incomplete record at the end", { place, hint: "is the file cut off?" });
      throw new InputError(error.message, { place: { ...place, column: error.offset + 1 } });
    }
    const underflows = countUnderflows(text);
    if (underflows > 0) this.#options.notes.add("underflow", UNDERFLOW, place, underflows);
  }

  tooLong(): InputError {
    return new InputError(`the line is longer than ${LONGEST_LINE >> 20} MiB`, {
      place: { source: this.#source, line: this.#line + 1 },
    });
  }
}
