import { parse } from "csv-parse";
import { InputError, type LossError, type Place, quote } from "../core/errors.ts";
import { oddNumbering, type Pick, pickColumns } from "./columns.ts";
import { isMissing, type NotNumber, parseNumber, trimBlanks, underflowed } from "./number.ts";
import { type Block, Column, noData, type ReadOptions, UNDERFLOW } from "./rows.ts";
import type { Source } from "./source.ts";

/** A record longer than this is taken for a quote that nobody closed. */
const LONGEST_RECORD = 1 << 25;

/** Reads a delimited table with csv-parse, a block of rows for each chunk of bytes. */
export async function* readTable(
  source: Source,
  delimiter: string,
  options: ReadOptions,
): AsyncGenerator<Block> {
  let rows: TableRows | undefined;
  for await (const chunk of source.open()) {
    if (chunk.length === 0) continue;
    if (!rows) rows = new TableRows(source.name, chunk, delimiter, options);
    const block = rows.write(chunk);
    if (block.rows > 0) yield block;
  }
  if (!rows) throw noData(source.name);
  const block = await rows.end();
  if (block.rows > 0) yield block;
}

class TableRows {
  readonly #source: string;
  readonly #options: ReadOptions;
  readonly #parser: ReturnType<typeof parse>;
  #columns: Column[] | undefined;
  #width = 0;
  #named = false;
  #capacity = 256;
  #lines = new Float64Array(this.#capacity);
  #missing = new Uint8Array(this.#capacity);
  #holes = false;
  #rows = 0;
  /** Line on which the last record ended. */
  #line = 0;
  /** First of the blank lines that nothing has followed yet. */
  #blank: number | undefined;
  #bytes = 0;
  #failure: LossError | undefined;

  constructor(source: string, head: Buffer, delimiter: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    rejectUtf16(source, head);
    const oldMac = head.includes(0x0d) && !head.includes(0x0a);
    if (oldMac) options.notes.add("cr", () => "lines end in a lone carriage return", { source });
    this.#parser = parse({
      bom: true,
      delimiter,
      record_delimiter: oldMac ? "\r" : ["\r\n", "\n"],
      relax_column_count: true,
      relax_quotes: true,
      max_record_size: LONGEST_RECORD,
      on_record: (record: string[], { lines }) => {
        // csv-parse goes on to the end of the chunk; only the first failure counts
        if (!this.#failure) this.#take(record, lines);
        return null;
      },
    });
    // failures are asked for after each chunk
    this.#parser.on("error", () => {});
  }

  write(chunk: Buffer): Block {
    const nul = chunk.indexOf(0);
    if (nul >= 0)
      throw new InputError(`binary data: a NUL byte at byte ${this.#bytes + nul + 1}`, {
        place: { source: this.#source },
      });
    this.#bytes += chunk.length;
    this.#reset();
    this.#parser.write(chunk);
    this.#check();
    return this.#block();
  }

  async end(): Promise<Block> {
    this.#reset();
    await new Promise<void>((done) => {
      this.#parser.once("error", () => done());
      this.#parser.end(() => done());
    });
    this.#check();
    // blank lines that nothing has followed are the end of the file, also in a table of one column
    if (!this.#columns) throw noData(this.#source);
    return this.#block();
  }

  #check(): void {
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

  #take(record: string[], line: number): void {
    const start = this.#line + 1;
    this.#line = line;
    try {
      if (record.length === 1 && record[0] === "") {
        this.#blank ??= start;
        return;
      }
      if (!this.#columns) this.#begin(record, start);
      else this.#row(record, start);
    } catch (error) {
      this.#failure = error as LossError;
    }
  }

  #begin(record: string[], line: number): void {
    const { header, requests, classes, notes } = this.#options;
    this.#blank = undefined;
    this.#width = record.length;
    this.#named = header !== false;
    const names = this.#named ? record : record.map((_, i) => `@${i + 1}`);
    const place: Place = { source: this.#source, ...(this.#named && { line }) };
    const picks = pickColumns(
      requests,
      { names, place, named: this.#named, assumed: header === undefined },
      classes,
    );
    const odd = oddNumbering(picks, this.#named);
    if (odd) notes.add("numbering", () => odd, { source: this.#source, line });
    this.#columns = picks.map(
      (pick) => new Column(pick, pick.columns.length > 1 ? [pick.columns.length] : [], this.#capacity),
    );
    if (!this.#named) this.#row(record, line);
  }

  #row(record: string[], line: number): void {
    if (this.#blank !== undefined) this.#blankBefore(line);
    if (record.length !== this.#width) this.#ragged(record, line);
    if (this.#rows === this.#capacity) this.#grow();
    const row = this.#rows++;
    this.#lines[row] = line;
    for (const { pick, values, width } of this.#columns ?? []) {
      for (let i = 0; i < width; i++) {
        const column = pick.columns[i]!;
        const value = this.#cell(record[column]!, pick, line, column);
        if (value === undefined) {
          this.#missing[row] = 1;
          this.#holes = true;
          values[row * width + i] = 0;
        } else values[row * width + i] = value;
      }
    }
  }

  /** Blank lines that a row follows: holes of a table of one column, an error in any other. */
  #blankBefore(end: number): void {
    const first = this.#blank ?? end;
    this.#blank = undefined;
    if (this.#width > 1) throw new InputError("blank line", { place: { source: this.#source, line: first } });
    for (let line = first; line < end; line++) this.#row([""], line);
  }

  /** A number; undefined where it is missing and may be. */
  #cell(text: string, pick: Pick, line: number, column: number): number | undefined {
    const trimmed = trimBlanks(text);
    let value: number | NotNumber;
    if (pick.kind === "class") value = this.#options.classes.parse(trimmed);
    else {
      value = parseNumber(trimmed);
      if (value === 0 && underflowed(trimmed))
        this.#options.notes.add("underflow", UNDERFLOW, this.#place(pick, line, column));
    }
    if (typeof value === "number") return value;
    if (pick.kind === "label" && /^(?:true|false)$/i.test(trimmed)) return trimmed.length === 4 ? 1 : 0;
    if (isMissing(trimmed)) {
      if (this.#options.skipMissing) return undefined;
      throw new InputError(trimmed === "" ? "missing value" : `missing value (${quote(trimmed)})`, {
        place: this.#place(pick, line, column),
        hint: "--missing skip leaves such rows out",
      });
    }
    let hint = value.hint;
    if (!this.#named && line === 1) hint = "is the first row a header? then leave out --no-header";
    throw new InputError(`${quote(text)} ${value.problem}`, { place: this.#place(pick, line, column), hint });
  }

  #place({ role }: Pick, line: number, column: number): Place {
    return { source: this.#source, line, column: column + 1, subject: role };
  }

  #ragged(record: string[], line: number): never {
    const place: Place = { source: this.#source, line };
    const fields = `${record.length} field${record.length === 1 ? "" : "s"}, the ${this.#named ? "header" : "first row"} has ${this.#width}`;
    if (record[0]?.startsWith("#"))
      throw new InputError(fields, { place, hint: "lines that begin with # are no comments here" });
    if (record.length < this.#width) {
      const names = (this.#columns ?? []).flatMap(({ pick }) =>
        pick.columns.flatMap((column, i) => (column >= record.length ? [pick.names[i]!] : [])),
      );
      const missing =
        this.#named && names.length > 0 ? `; missing: ${names.slice(0, 8).map(escapeName).join(", ")}` : "";
      throw new InputError(`${fields}${missing}`, { place });
    }
    const surplus = record.slice(this.#width);
    if (surplus.every((cell) => cell === ""))
      throw new InputError(`${fields}; a delimiter stands at the end of the row`, { place });
    const comma = /^\d+$/.test(surplus[0] ?? "")
      ? "a decimal comma, or a delimiter inside an unquoted cell?"
      : undefined;
    throw new InputError(`${fields}; surplus: ${surplus.slice(0, 3).map(quote).join(", ")}`, {
      place,
      hint: comma,
    });
  }

  #grow(): void {
    this.#capacity *= 2;
    const lines = new Float64Array(this.#capacity);
    lines.set(this.#lines);
    this.#lines = lines;
    const missing = new Uint8Array(this.#capacity);
    missing.set(this.#missing);
    this.#missing = missing;
    for (const column of this.#columns ?? []) column.grow(this.#capacity);
  }

  #reset(): void {
    this.#rows = 0;
    if (this.#holes) this.#missing.fill(0);
    this.#holes = false;
  }

  #block(): Block {
    const columns = this.#columns ?? [];
    const lines = this.#lines;
    return {
      rows: this.#rows,
      roles: Object.fromEntries(columns.map((column) => [column.pick.role, column.data(this.#rows)])),
      missing: this.#holes ? this.#missing.subarray(0, this.#rows) : undefined,
      place: (row, role, cell) => {
        const pick = columns.find((column) => column.pick.role === role)?.pick;
        const column = pick?.columns[cell % pick.columns.length];
        return {
          source: this.#source,
          line: lines[row],
          column: column === undefined ? undefined : column + 1,
          subject: role,
        };
      },
    };
  }
}

const escapeName = (name: string): string => (/^[\w.-]+$/.test(name) ? name : quote(name));

/** Text in two bytes a character, which Windows programs write, has a mark or zeros at its beginning. */
function rejectUtf16(source: string, head: Buffer): void {
  const marked = (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff);
  const zeros = head.length >= 4 && ((head[0] === 0 && head[2] === 0) || (head[1] === 0 && head[3] === 0));
  if (marked || zeros)
    throw new InputError("this is UTF-16 text", {
      place: { source },
      hint: "convert it: iconv -f UTF-16 -t UTF-8",
    });
}
