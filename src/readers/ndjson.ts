import { InputError, type LossError, type Place, type RawRow } from "../core/errors.ts";
import type { Reached } from "./csv.ts";
import { peek, rejectUtf16 } from "./head.ts";
import { countUnderflows, JsonError, parseJson, refuseRepeats, withLongIntegers } from "./json-text.ts";
import { RecordRows } from "./records.ts";
import { type Opened, type Resumable, readRows } from "./resume.ts";
import { type Block, type ReadOptions, taken, UNDERFLOW } from "./rows.ts";
import type { ScannedRows } from "./scanned-rows.ts";
import type { Source } from "./source.ts";

/** A longer line is no record that anybody meant. */
const LONGEST_LINE = 1 << 26;
const LF = 10;

/**
 * Reads a record, or a bare value, a line, in blocks of rows. Records that look like the first one go through the
 * scanner; JSON.parse reads what the scanner does not understand, and its answer and its errors count.
 */
export function readNdjson(source: Source, options: ReadOptions, from?: Reached): AsyncGenerator<Block> {
  return readRows(source, options, (own) => openNdjson(source, own), from);
}

/** Lines of which nothing is read yet, and their bytes. */
export async function openNdjson(source: Source, options: ReadOptions): Promise<Opened> {
  const { head, all } = await peek(source.open(), (bytes) => bytes.length >= 4);
  rejectUtf16(head, source.name);
  return { reader: new Records(source.name, options), all };
}

/** Once a first record has told what the others look like, and where their numbers mean what they say. */
async function scannerFor(
  rows: RecordRows,
  { classes, slow, rejects }: ReadOptions,
): Promise<ScannedRows | undefined> {
  const { order, columns, carries } = rows;
  if (
    slow ||
    rejects ||
    !order ||
    carries ||
    (!classes.plain && columns.some(({ pick }) => pick.kind === "class"))
  )
    return undefined;
  const { scannedRecords } = await import("./scanned-rows.ts");
  return scannedRecords(columns, order, (line, role, cell) => rows.placeOf(line, role, cell));
}

/** The two ways of reading lines, and the place where one hands over to the other. */
class Records implements Resumable {
  readonly #options: ReadOptions;
  readonly #lines: Lines;
  #scanned: ScannedRows | undefined;
  /** Whether the scanner may read: not before the first record, nor in the middle of a line that it did not understand. */
  #scanning = false;
  // a line feed ends a record, whatever stands around it
  readonly divisible = true;

  constructor(source: string, options: ReadOptions) {
    this.#options = options;
    this.#lines = new Lines(source, options);
  }

  get begun(): boolean {
    return this.#lines.rows.shaped;
  }

  get reached(): Reached {
    return this.#lines.reached;
  }

  get room(): Buffer | undefined {
    return this.#scanning ? this.#scanned?.room() : undefined;
  }

  restart(reached: Reached): void {
    this.#lines.restart(reached);
    this.#scanned?.leave();
    this.#scanning = this.#scanned !== undefined;
  }

  async *read(chunk: Buffer): AsyncGenerator<Block> {
    let rest = chunk;
    while (rest.length > 0) {
      if (this.#scanning) {
        const strange = yield* this.scan(rest);
        if (!strange) return;
        rest = strange;
      }
      const end = rest.indexOf(LF);
      const piece = this.#scanned || end < 0 ? rest : rest.subarray(0, end + 1);
      yield* this.#parse(piece);
      rest = rest.subarray(piece.length);
      this.#scanned ??= await scannerFor(this.#lines.rows, this.#options);
      this.#scanning = this.#scanned !== undefined && end >= 0;
      if (this.#scanning) rest = Buffer.concat([this.#lines.leave(), rest]);
    }
  }

  scan(chunk: Buffer): Generator<Block, Buffer | undefined> {
    return this.#scanned!.read(chunk, this.#lines.pass);
  }

  async *end(): AsyncGenerator<Block> {
    if (this.#scanning) {
      const strange = yield* this.#scanned!.end(this.#lines.pass);
      if (strange) yield* this.#parse(strange);
    }
    this.#lines.end();
    yield* taken(this.#lines.rows);
    this.#lines.check();
    this.#lines.rows.end();
  }

  async *#parse(bytes: Buffer): AsyncGenerator<Block> {
    this.#lines.write(bytes);
    yield* taken(this.#lines.rows);
    // what stands before the place of a failure is handed on first, so that the first error in the file wins
    this.#lines.check();
  }
}

class Lines {
  readonly rows: RecordRows;
  readonly #source: string;
  readonly #options: ReadOptions;
  #reached: Reached = { bytes: 0, lines: 0 };
  #tail: Buffer[] = [];
  #tailLength = 0;
  #failure: LossError | undefined;

  constructor(source: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.rows = new RecordRows(source, options, (line) => ({ source, line }));
  }

  /** Where the last complete line ended. */
  get reached(): Reached {
    return this.#reached;
  }

  restart(reached: Reached): void {
    this.rows.restart();
    this.leave();
    this.#failure = undefined;
    this.#reached = reached;
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
  readonly pass = (count: number, length: number): number => {
    const { bytes, lines } = this.#reached;
    this.#reached = { bytes: bytes + length, lines: lines + count };
    return lines + 1;
  };

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
        place: { source: this.#source, line: this.#reached.lines + 1 },
      });
  }

  #add(last: boolean): void {
    if (this.#failure) return;
    const bytes = this.#tail.length === 1 ? this.#tail[0]! : Buffer.concat(this.#tail);
    this.#tail = [];
    this.#tailLength = 0;
    const { bytes: before, lines } = this.#reached;
    this.#reached = { bytes: before + bytes.length + (last ? 0 : 1), lines: lines + 1 };
    try {
      const raw = (): RawRow => ({ byte: before, text: bytes.toString("utf8") });
      this.rows.read(lines + 1, () => this.#record(bytes, last, before === 0), raw);
    } catch (error) {
      this.#failure = error as LossError;
    }
  }

  #record(bytes: Buffer, last: boolean, first: boolean): void {
    const line = this.#reached.lines;
    let text = bytes.toString("utf8");
    const place: Place = { source: this.#source, line };
    if (text.startsWith("\ufeff")) {
      if (!first)
        throw new InputError("a byte order mark stands here", {
          place,
          kind: "syntax",
          hint: "does a second file begin here?",
        });
      text = text.slice(1);
    }
    if (text.trim() === "") return;
    if (bytes.includes(0)) throw new InputError("binary data: a NUL byte", { place, kind: "syntax" });
    try {
      const value = parseJson(text);
      this.rows.begin(value, line);
      refuseRepeats(text, this.rows.keys, 1);
      this.rows.add(value, line, this.rows.carries ? withLongIntegers(text, value) : value);
    } catch (error) {
      if (!(error instanceof JsonError)) throw error;
      if (last && error.cut)
        throw new InputError("an incomplete record at the end", {
          place,
          kind: "syntax",
          hint: "is the file cut off?",
        });
      throw new InputError(error.message, {
        place: { ...place, column: error.offset + 1 },
        hint: error.hint,
        kind: "syntax",
      });
    }
    const underflows = countUnderflows(text);
    if (underflows > 0) this.#options.notes.add("underflow", UNDERFLOW, place, underflows);
  }
}
