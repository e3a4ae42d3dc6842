import { parse } from "csv-parse";
import { InputError, type LossError, type Place, type RawRow } from "../core/errors.ts";
import { linesEndInCr } from "./head.ts";
import type { TableRows } from "./table-rows.ts";

/** A record longer than this is taken for a quote that nobody closed. */
const LONGEST_RECORD = 1 << 25;
const LF = 10;
const CR = 13;
/** UTF-8's byte order mark, which csv-parse skips. */
const MARK = Buffer.from("\ufeff");

/** A place between two records: the bytes and lines of the input before it. */
export interface Reached {
  readonly bytes: number;
  readonly lines: number;
}

/** csv-parse, fed with bytes; it gives records with the lines that they begin on. */
export class CsvRecords {
  readonly #source: string;
  readonly #parser: ReturnType<typeof parse>;
  readonly #newline: string;
  readonly #start: number;
  #failure: LossError | undefined;
  /** Position in the input of the next byte to be written. */
  #bytes: number;
  #lastByte = LF;
  /** Line on which the last record ended, its last byte, and what csv-parse takes for its line. */
  #line: number;
  #ended: number;
  #counted = 0;
  /** The bytes from the last record's end on, where rows are wanted as they stand. */
  #raw: Buffer | undefined;
  #rawStart: number;

  /** `head` is the beginning of the whole input, `start` where the first bytes that are written stand in it. */
  constructor(source: string, delimiter: string, head: Buffer, rows: TableRows, start: Reached) {
    const oldMac = linesEndInCr(head);
    this.#source = source;
    this.#start = start.bytes;
    this.#bytes = start.bytes;
    this.#line = start.lines;
    this.#ended = start.bytes === 0 && head.indexOf(MARK) === 0 ? MARK.length : 0;
    this.#rawStart = start.bytes;
    this.#raw = rows.wantsRaw ? Buffer.alloc(0) : undefined;
    this.#newline = oldMac ? "\r" : "\n";
    this.#parser = parse({
      bom: start.bytes === 0,
      delimiter,
      record_delimiter: oldMac ? "\r" : ["\r\n", "\n"],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_RECORD,
      on_record: (record: string[], { lines, bytes }) => {
        // csv-parse goes on to the end of the chunk; only the first failure counts
        if (!this.#failure) this.#record(record, lines, bytes, rows);
        return null;
      },
    });
    // failures are asked for after each chunk
    this.#parser.on("error", () => {});
  }

  /** Where the last complete record ended, in bytes and lines of the input. */
  get reached(): Reached {
    return { bytes: this.#start + this.#ended, lines: this.#line };
  }

  write(chunk: Buffer): void {
    const nul = chunk.indexOf(0);
    if (this.#raw) {
      this.#raw = Buffer.concat([this.#raw.subarray(this.reached.bytes - this.#rawStart), chunk]);
      this.#rawStart = this.reached.bytes;
    }
    this.#parser.write(nul < 0 ? chunk : chunk.subarray(0, nul));
    if (nul >= 0) {
      // csv-parse looks some bytes ahead before it gives a record
      this.#parser.write("    ");
      this.#failure ??= new InputError(`binary data: a NUL byte at byte ${this.#bytes + nul + 1}`, {
        place: { source: this.#source },
      });
    }
    this.#bytes += chunk.length;
    this.#lastByte = chunk.at(-1) ?? this.#lastByte;
  }

  async end(): Promise<void> {
    // so that the last record ends as the others do
    if (this.#lastByte !== LF && this.#lastByte !== CR) this.#parser.write(this.#newline);
    await new Promise<void>((done) => {
      this.#parser.once("error", () => done());
      this.#parser.end(() => done());
    });
  }

  /** Throws what failed in the bytes that were written. */
  check(): void {
    if (this.#failure) throw this.#failure;
    const error = this.#parser.errored as (Error & { code?: string }) | null;
    if (!error) return;
    const place: Place = { source: this.#source, line: this.#line + 1 };
    if (error.code === "CSV_QUOTE_NOT_CLOSED")
      throw new InputError("a quote opened in this row is never closed", { place });
    if (error.code === "CSV_MAX_RECORD_SIZE")
      throw new InputError(`this row is longer than ${LONGEST_RECORD >> 20} MiB`, {
        place,
        hint: "a quote that is never closed?",
      });
    throw new InputError(error.message, { place });
  }

  #record(record: string[], lines: number, bytes: number, rows: TableRows): void {
    const start = this.#line + 1;
    // a line that has two quotes is no blank line, though both are one empty cell
    const blank = record.length === 1 && record[0] === "" && bytes - this.#ended <= 2;
    // csv-parse counts the two characters of a quoted CRLF as two lines, and a lone CR as one
    this.#line += lines - this.#counted === 1 ? 1 : 1 + newlinesIn(record, this.#newline);
    this.#counted = lines;
    const before = this.reached.bytes;
    this.#ended = bytes;
    try {
      rows.take(record, start, blank, this.#rawFrom(before));
    } catch (error) {
      this.#failure = error as LossError;
    }
  }

  #rawFrom(byte: number): RawRow | undefined {
    const text = this.#raw?.toString("utf8", byte - this.#rawStart, this.reached.bytes - this.#rawStart);
    return text === undefined ? undefined : { byte, text: text.replace(/[\r\n]+$/, "") };
  }
}

/** Line ends in the cells of a record: those that stand between quotes. */
function newlinesIn(record: readonly string[], newline: string): number {
  let count = 0;
  for (const cell of record)
    for (let at = cell.indexOf(newline); at >= 0; at = cell.indexOf(newline, at + 1)) count++;
  return count;
}
