import type { CsvRecords, Reached } from "./csv.ts";
import { HEAD, linesEndInCr, peek, rejectUtf16 } from "./head.ts";
import { type Opened, type Resumable, readRows } from "./resume.ts";
import { type Block, type ReadOptions, taken } from "./rows.ts";
import type { ScannedRows } from "./scanned-rows.ts";
import type { Source } from "./source.ts";
import { TableRows } from "./table-rows.ts";

const LF = 10;
/** Bytes that csv-parse wants to see behind a record before it gives it. */
const LOOKAHEAD = 16;

/**
 * Reads a delimited table, in blocks of rows. What is plainly numeric goes through the scanner; csv-parse reads what
 * the scanner does not understand, to the end of the chunk, and its answer and its errors count.
 */
export function readTable(
  source: Source,
  delimiter: string,
  options: ReadOptions,
  from?: Reached,
): AsyncGenerator<Block> {
  return readRows(source, options, (own) => openTable(source, delimiter, own), from);
}

/** A table of which nothing is read yet, and its bytes. */
export async function openTable(source: Source, delimiter: string, options: ReadOptions): Promise<Opened> {
  const { name } = source;
  const { head, all } = await peek(
    source.open(),
    (bytes) => bytes.length >= HEAD || (bytes.length >= 4 && bytes.includes(LF)),
  );
  rejectUtf16(head, name);
  // a copy, for it is looked at again when the chunk's memory holds others
  const kept = Buffer.from(head.subarray(0, HEAD));
  return { reader: new Table(name, delimiter, kept, new TableRows(name, options), options), all };
}

/** The two ways of reading a table, and the place where one hands over to the other. */
class Table implements Resumable {
  readonly #name: string;
  readonly #delimiter: string;
  readonly #head: Buffer;
  readonly #rows: TableRows;
  readonly #options: ReadOptions;
  readonly #oldMac: boolean;
  #scanned: ScannedRows | undefined;
  /** csv-parse, while it reads, and the bytes of the input that it was given. */
  #records: CsvRecords | undefined;
  #fed = 0;
  /** Where the last complete record ended. */
  #reached: Reached = { bytes: 0, lines: 0 };

  constructor(name: string, delimiter: string, head: Buffer, rows: TableRows, options: ReadOptions) {
    this.#name = name;
    this.#delimiter = delimiter;
    this.#head = head;
    this.#rows = rows;
    this.#options = options;
    this.#oldMac = linesEndInCr(head);
    if (this.#oldMac) rows.noteCarriageReturns();
  }

  /** Whether there was anything but blank lines. */
  get begun(): boolean {
    return this.#rows.begun;
  }

  get reached(): Reached {
    return this.#records?.reached ?? this.#reached;
  }

  get divisible(): boolean {
    return !this.#oldMac && !this.#rows.undecided;
  }

  restart(reached: Reached): void {
    this.#rows.restart();
    this.#scanned?.leave();
    this.#records = undefined;
    this.#reached = reached;
  }

  get room(): Buffer | undefined {
    return this.#records ? undefined : this.#scanned?.room();
  }

  async *read(chunk: Buffer): AsyncGenerator<Block> {
    let rest = chunk;
    if (!this.#rows.begun && !this.#records) rest = rest.subarray(this.#readHeader(rest));
    while (rest.length > 0) {
      if (this.#records || !(await this.#scannable())) {
        rest = yield* this.#parse(rest);
        continue;
      }
      const strange = yield* this.scan(rest);
      if (!strange) return;
      rest = strange;
      await this.#startParsing();
    }
  }

  scan(chunk: Buffer): Generator<Block, Buffer | undefined> {
    return this.#scanned!.read(chunk, this.#pass);
  }

  async *end(): AsyncGenerator<Block> {
    if (this.#scanned && !this.#records) {
      const strange = yield* this.#scanned.end(this.#pass);
      if (!strange) return;
      await this.#startParsing();
      this.#records!.write(strange);
    }
    if (!this.#records) return;
    await this.#records.end();
    yield* taken(this.#rows);
    this.#records.check();
  }

  /** Reads a first line without quotes by itself, for csv-parse is large and most runs do without it. */
  #readHeader(chunk: Buffer): number {
    const end = chunk.indexOf(LF);
    const text = chunk.toString("utf8", 0, Math.max(end, 0)).replace(/^\ufeff/, "");
    const line = text.endsWith("\r") ? text.slice(0, -1) : text;
    if (line === "" || line.includes('"') || line.includes("\r") || line.includes("\0")) return 0;
    if (this.#options.header === false) return 0;
    this.#rows.take(line.split(this.#delimiter), 1, false);
    this.#reached = { bytes: end + 1, lines: 1 };
    return end + 1;
  }

  /** Whether the scanner may read here: the columns are known, and their numbers mean what they say. */
  async #scannable(): Promise<boolean> {
    if (this.#scanned) return true;
    if (!this.#rows.begun || this.#oldMac || this.#options.slow || this.#options.rejects) return false;
    if (!this.#options.classes.plain && this.#rows.columns.some(({ pick }) => pick.kind === "class"))
      return false;
    const { scannedTable } = await import("./scanned-rows.ts");
    const { columns, carried, width } = this.#rows;
    const placeOf: Block["place"] = (line, role, cell) => this.#rows.placeOf(line, role, cell);
    this.#scanned = scannedTable(columns, width, this.#delimiter, placeOf, carried);
    return this.#scanned !== undefined;
  }

  readonly #pass = (lines: number, bytes: number): number => {
    const { bytes: before, lines: above } = this.#reached;
    this.#reached = { bytes: before + bytes, lines: above + lines };
    return above + 1;
  };

  async #startParsing(): Promise<void> {
    const { CsvRecords } = await import("./csv.ts");
    this.#records = new CsvRecords(this.#name, this.#delimiter, this.#head, this.#rows, this.#reached);
    this.#fed = this.#reached.bytes;
  }

  /** Has csv-parse read a chunk; gives what is left of it for the scanner. */
  async *#parse(chunk: Buffer): AsyncGenerator<Block, Buffer> {
    if (!this.#records) await this.#startParsing();
    const records = this.#records!;
    // a first row that is not known to be plain is read alone
    const piece = this.#rows.begun ? chunk : chunk.subarray(0, chunk.indexOf(LF) + 1 + LOOKAHEAD);
    const start = this.#fed;
    // csv-parse keeps what it was given, and a chunk's memory may be used again
    records.write(Buffer.from(piece));
    this.#fed += piece.length;
    yield* taken(this.#rows);
    // what stands before the place of a failure is handed on first, so that the first error in the file wins
    records.check();
    const { reached } = records;
    // a record that ended here is a place to hand over; what csv-parse has begun behind it is forgotten
    const ended = reached.bytes > this.#reached.bytes && reached.bytes >= start && !this.#rows.undecided;
    if (!ended || !(await this.#scannable())) return chunk.subarray(piece.length);
    this.#records = undefined;
    this.#reached = reached;
    return chunk.subarray(reached.bytes - start);
  }
}
