import { InputError, type Place, quote, type RawRow } from "../core/errors.ts";
import { type CarriedColumns, splitPicks } from "./carried.ts";
import { LABEL_NAMES } from "./classes.ts";
import { oddNumbering, type Pick, pickColumns } from "./columns.ts";
import { isMissing, isNumeric, type NotNumber, parseNumber, trimBlanks, underflowed } from "./number.ts";
import { type Block, Column, MISSING, type ReadOptions, RowBuffer, readRow, UNDERFLOW } from "./rows.ts";

/** Turns the records of a table into rows of numbers; the first record may name the columns. */
export class TableRows {
  readonly #source: string;
  readonly #options: ReadOptions;
  readonly #named: boolean;
  readonly #rows = new RowBuffer();
  #begun = false;
  #width = 0;
  /** First of the blank lines that nothing has followed yet. */
  #blank: number | undefined;

  constructor(source: string, options: ReadOptions) {
    this.#source = source;
    this.#options = options;
    this.#named = options.header !== false;
  }

  /** Cells of every row. */
  get width(): number {
    return this.#width;
  }

  get columns(): readonly Column[] {
    return this.#rows.columns;
  }

  /** Columns that are not numbers; their cells are for who asks for them. */
  get carried(): readonly CarriedColumns[] {
    return this.#rows.carried.map(({ pick }) => ({ pick, cells: [] }));
  }

  /** Whether blank lines came last, of which a row that follows decides what they are. */
  get undecided(): boolean {
    return this.#blank !== undefined;
  }

  /** Whether there was anything but blank lines. Those at the end say nothing, also in a table of one column. */
  get begun(): boolean {
    return this.#begun;
  }

  noteCarriageReturns(): void {
    const place: Place = { source: this.#source };
    this.#options.notes.add("cr", () => "lines end in a lone carriage return", place);
  }

  /** Whether rows are wanted as they stand in the file. */
  get wantsRaw(): boolean {
    return this.#options.rejects !== undefined;
  }

  take(record: string[], line: number, blank: boolean, raw?: RawRow): void {
    this.#rows.raw = raw;
    if (blank) {
      this.#blank ??= line;
      return;
    }
    if (!this.#begun) this.#begin(record, line);
    else this.#take(record, line);
  }

  clear(): void {
    this.#rows.clear();
  }

  /** Forgets everything but the columns. */
  restart(): void {
    this.clear();
    this.#blank = undefined;
  }

  block(): Block {
    return this.#rows.block((line, role, cell) => this.placeOf(line, role, cell));
  }

  /** Where a role's cell of the row on a line stands. */
  placeOf(line: number, role: string, cell: number): Place {
    const pick = this.columns.find((column) => column.pick.role === role)?.pick;
    const column = pick?.columns[cell % pick.columns.length];
    return {
      source: this.#source,
      line,
      column: column === undefined ? undefined : column + 1,
      subject: role,
    };
  }

  #begin(record: string[], line: number): void {
    const { header, requests, classes, notes } = this.#options;
    this.#begun = true;
    this.#width = record.length;
    const names = this.#named ? record : record.map((_, i) => `@${i + 1}`);
    const place: Place = { source: this.#source, ...(this.#named && { line }) };
    const picks = pickColumns(
      requests,
      { names, place, named: this.#named, assumed: header === undefined },
      classes,
    );
    const odd = oddNumbering(picks, this.#named);
    if (odd) notes.add("numbering", () => odd, { source: this.#source, line });
    const { numbers, carried } = splitPicks(picks);
    this.#rows.columns = numbers.map(
      (pick) => new Column(pick, pick.columns.length > 1 ? [pick.columns.length] : []),
    );
    this.#rows.carried = carried;
    // before a header, blank lines stand for no row
    if (this.#named) this.#blank = undefined;
    else this.#take(record, line);
  }

  /** Reads a row, and the blank lines that wait for one. */
  #take(record: readonly string[], line: number): void {
    if (this.#blank !== undefined) this.#blankBefore(line);
    const { rejects } = this.#options;
    if (rejects)
      readRow(
        this.#rows,
        line,
        () => rejects,
        () => this.#row(record, line),
      );
    else this.#row(record, line);
  }

  #row(record: readonly string[], line: number): void {
    if (record.length !== this.#width) this.#ragged(record, line);
    const row = this.#rows.room(line);
    for (const { pick, values, width } of this.#rows.columns) {
      for (let i = 0; i < width; i++) {
        const column = pick.columns[i]!;
        const value = this.#cell(record[column]!, pick, line, column);
        if (value === undefined) this.#rows.hole();
        values[row * width + i] = value ?? 0;
      }
    }
    for (const { pick, cells } of this.#rows.carried)
      for (const [i, column] of pick.columns.entries())
        cells[row * pick.columns.length + i] = record[column]!;
    this.#rows.keep();
  }

  /** Blank lines that a row follows: holes of a table of one column, an error in any other. */
  #blankBefore(end: number): void {
    const first = this.#blank ?? end;
    this.#blank = undefined;
    if (this.#width === 1) for (let line = first; line < end; line++) this.#take([""], line);
    else {
      const error = new InputError("blank line", {
        place: { source: this.#source, line: first },
        kind: "fields",
      });
      if (!this.#options.rejects) throw error;
      this.#options.rejects.add(error);
    }
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
    const place = this.#place(pick, line, column);
    if (isMissing(trimmed)) {
      if (this.#options.skipMissing) return undefined;
      throw new InputError(trimmed === "" ? "missing value" : `missing value (${quote(trimmed)})`, {
        place,
        hint: MISSING,
        kind: "missing",
      });
    }
    let hint = value.hint ?? (pick.kind === "label" && !isNumeric(trimmed) ? LABEL_NAMES : undefined);
    if (!this.#named && line === 1) hint = "is the first row a header? then leave out --no-header";
    const kind = pick.kind === "class" ? "class" : "number";
    throw new InputError(`${quote(text)} ${value.problem}`, { place, hint, kind });
  }

  #place({ role }: Pick, line: number, column: number): Place {
    return { source: this.#source, line, column: column + 1, subject: role };
  }

  #ragged(record: readonly string[], line: number): never {
    const place: Place = { source: this.#source, line };
    const kind = "fields";
    const fields = `${record.length} field${record.length === 1 ? "" : "s"}, the ${this.#named ? "header" : "first row"} has ${this.#width}`;
    if (record[0]?.startsWith("#"))
      throw new InputError(fields, { place, kind, hint: "lines that begin with # are no comments here" });
    if (record.length < this.#width) {
      const names = this.#rows.columns.flatMap(({ pick }) =>
        pick.columns.flatMap((column, i) => (column >= record.length ? [pick.names[i]!] : [])),
      );
      const missing =
        this.#named && names.length > 0 ? `; missing: ${names.slice(0, 8).map(escapeName).join(", ")}` : "";
      throw new InputError(`${fields}${missing}`, { place, kind });
    }
    const surplus = record.slice(this.#width);
    if (surplus.every((cell) => cell === ""))
      throw new InputError(`${fields}; a delimiter stands at the end of the row`, { place, kind });
    const comma = /^\d+$/.test(surplus[0] ?? "")
      ? "a decimal comma, or a delimiter inside an unquoted cell?"
      : undefined;
    throw new InputError(`${fields}; surplus: ${surplus.slice(0, 3).map(quote).join(", ")}`, {
      place,
      hint: comma,
      kind,
    });
  }
}

const escapeName = (name: string): string => (/^[\w.-]+$/.test(name) ? name : quote(name));
