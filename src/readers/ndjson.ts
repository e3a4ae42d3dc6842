import { InputError, type LossError, type Place } from "../core/errors.ts";
import { peek, rejectUtf16 } from "./head.ts";
import { countUnderflows, JsonError, parseJson, refuseRepeats } from "./json-text.ts";
import { RecordRows } from "./records.ts";
import { type Block, noData, nothingLeft, type ReadOptions, taken, UNDERFLOW } from "./rows.ts";
import type { ScannedRows } from "./scanned-rows.ts";
import type { Source } from "./source.ts";

/** A longer line is no record that anybody meant. */
const LONGEST_LINE = 1 << 26;
const LF = 10;

/**
 * Reads a record, or a bare value, a line, in blocks of rows. Records that look like the first one go through the
 * scanner; JSON.parse reads what the scanner does not understand, and its answer and its errors count.
 */
export async function* readNdjson(source: Source, options: ReadOptions): AsyncGenerator<Block> {
  const { head, all } = await peek(source.open(), (bytes) => bytes.length >= 4);
  rejectUtf16(head, source.name);
  const lines = new Lines(source.name, options);
  let scanned: ScannedRows | undefined;
  // whether the scanner may read: not before the first record, nor in the middle of a line that it did not understand
  let scanning = false;

  async function* scan(final: boolean): AsyncGenerator<Block, Buffer | undefined> {
    for (;;) {
      const { rows, state } = scanned!.scan(final);
      if (rows > 0) yield scanned!.block(rows, lines.pass(rows));
      if (state === "strange") return scanned!.leave();
      if (state === "hungry") return undefined;
    }
  }
  async function* parse(bytes: Buffer): AsyncGenerator<Block> {
    lines.write(bytes);
    yield* taken(lines.rows);
    // what stands before the place of a failure is handed on first, so that the first error in the file wins
    lines.check();
  }

  for await (const chunk of all) {
    let rest = chunk;
    while (rest.length > 0) {
      if (scanning) {
        rest = rest.subarray(scanned!.take(rest));
        const strange = yield* scan(false);
        if (!strange) continue;
        rest = Buffer.concat([strange, rest]);
      }
      const end = rest.indexOf(LF);
      const piece = scanned || end < 0 ? rest : rest.subarray(0, end + 1);
      yield* parse(piece);
      rest = rest.subarray(piece.length);
      scanned ??= await scannerFor(lines.rows, options);
      scanning = scanned !== undefined && end >= 0;
      if (scanning) rest = Buffer.concat([lines.leave(), rest]);
    }
  }
  if (scanning) {
    const strange = yield* scan(true);
    if (strange) yield* parse(strange);
  }
  lines.end();
  yield* taken(lines.rows);
  lines.check();
  if (lines.empty) throw noData(source.name);
  if (lines.rows.unshaped > 0) throw nothingLeft(source.name, lines.rows.unshaped);
}

/** Once a first record has told what the others look like, and where their numbers mean what they say. */
async function scannerFor(
  rows: RecordRows,
  { classes, slow }: ReadOptions,
): Promise<ScannedRows | undefined> {
  const { order, columns, carries } = rows;
  if (slow || !order || carries || (!classes.plain && columns.some(({ pick }) => pick.kind === "class")))
    return undefined;
  const { scannedRecords } = await import("./scanned-rows.ts");
  return scannedRecords(columns, order, (line, role, cell) => rows.placeOf(line, role, cell));
}

class Lines {
  readonly rows: RecordRows;
  readonly #source: string;
  readonly #options: ReadOptions;
  #line = 0;
  #tail: Buffer[] = [];
  #tailLength = 0;
  #failure: LossError | undefined;
  empty = true;

  constructor(source: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.rows = new RecordRows(source, options, (line) => ({ source, line }));
  }

  /** Takes bytes up to the first failure. */
  write(chunk: Buffer): void {
    let start = 0;
    for (let end = chunk.indexOf(LF); end >= 0 && !this.#failure; end = chunk.indexOf(LF, start)) {
      this.#wait(chunk.subarray(start, end));
      this.#add(false);
      start = end + 1;
    }
    // what waits for its end outlives the chunk
    if (!this.#failure) this.#wait(Buffer.from(chunk.subarray(start)));
  }

  /** Passes over lines that the scanner has read; gives the number of the first. */
  pass(count: number): number {
    this.#line += count;
    return this.#line - count + 1;
  }

  /** Gives up the beginning of a line that waits for its end. */
  leave(): Buffer {
    const bytes = Buffer.concat(this.#tail);
    this.#tail = [];
    this.#tailLength = 0;
    return bytes;
  }

  /** Takes what stands behind the last line feed. */
  end(): void {
    if (this.#tailLength > 0 && !this.#failure) this.#add(true);
  }

  /** Throws what failed in the bytes that were taken. */
  check(): void {
    if (this.#failure) throw this.#failure;
  }

  #wait(bytes: Buffer): void {
    if (bytes.length === 0) return;
    this.#tail.push(bytes);
    this.#tailLength += bytes.length;
    if (this.#tailLength > LONGEST_LINE)
      this.#failure ??= new InputError(`the line is longer than ${LONGEST_LINE >> 20} MiB`, {
        place: { source: this.#source, line: this.#line + 1 },
      });
  }

  #add(last: boolean): void {
    if (this.#failure) return;
    const bytes = this.#tail.length === 1 ? this.#tail[0]! : Buffer.concat(this.#tail);
    this.#tail = [];
    this.#tailLength = 0;
    try {
      this.#record(bytes, last);
    } catch (error) {
      this.#failure = error as LossError;
    }
  }

  #record(bytes: Buffer, last: boolean): void {
    const line = ++this.#line;
    let text = bytes.toString("utf8");
    const place: Place = { source: this.#source, line };
    if (text.startsWith("\ufeff")) {
      if (line > 1)
        throw new InputError("a byte order mark stands here", {
          place,
          hint: "does a second file begin here?",
        });
      text = text.slice(1);
    }
    if (text.trim() === "") return;
    if (bytes.includes(0)) throw new InputError("binary data: a NUL byte", { place });
    this.empty = false;
    try {
      const value = parseJson(text);
      this.rows.begin(value, line);
      refuseRepeats(text, this.rows.keys, 1);
      this.rows.add(value, line);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      if (last && error.cut)
        throw new InputError("an incomplete record at the end", { place, hint: "is the file cut off?" });
      throw new InputError(error.message, { place: { ...place, column: error.offset + 1 } });
    }
    const underflows = countUnderflows(text);
    if (underflows > 0) this.#options.notes.add("underflow", UNDERFLOW, place, underflows);
  }
}
