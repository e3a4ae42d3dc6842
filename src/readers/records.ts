import type * as z from "zod";
import type { CarriedCell } from "../core/batch.ts";
import { InputError, type Place, type RawRow } from "../core/errors.ts";
import { splitPicks } from "./carried.ts";
import { oddNumbering, type Pick, pickColumns } from "./columns.ts";
import {
  describe,
  explain,
  fill,
  isRecord,
  type Nested,
  nestedSchema,
  shapeOf,
  subject,
} from "./json-rows.ts";
import { type Block, Column, nothingLeft, type ReadOptions, RowBuffer, readRow } from "./rows.ts";
import { itemShapeOf, SequenceColumn } from "./sequence-column.ts";

type Row = Readonly<Record<string, unknown>>;

const own = (row: Row, key: string): unknown => (Object.hasOwn(row, key) ? row[key] : null);

/** One key of the records: where its values go, and the check that they must pass. */
interface Field {
  readonly column: Column;
  readonly key: string;
  /** Cells of the row before this key's. */
  readonly offset: number;
  readonly schema: z.ZodType<Nested>;
}

/** One key whose values are sequences. */
interface SequenceField {
  readonly column: SequenceColumn;
  readonly key: string;
}

/** How messages speak of the rows. */
interface Wording {
  /** What settled the shape of all. */
  readonly reference: string;
  /** What of a row's place stands between a key and a path into its value: the 3 of `pred[3][1]`. */
  path(ordinal: number): readonly number[];
}

const OF_RECORDS: Wording = { reference: "the first record", path: () => [] };

/** Collects records, or bare values, row by row. What the first one looks like, all must. */
export class RecordRows {
  readonly #source: string;
  readonly #options: ReadOptions;
  /** Where the nth record stands. */
  readonly #placeOf: (ordinal: number) => Place;
  readonly #wording: Wording;
  #picks: readonly Pick[] | undefined;
  #bare = false;
  #order: readonly string[] = [];
  readonly #rows = new RowBuffer();
  #fields: Field[] = [];
  #sequences: SequenceField[] = [];
  #pending: { readonly row: Row; readonly carried: Row; readonly ordinal: number }[] = [];

  constructor(
    source: string,
    options: ReadOptions,
    placeOf: (ordinal: number) => Place,
    wording = OF_RECORDS,
  ) {
    this.#source = source;
    this.#options = options;
    this.#placeOf = placeOf;
    this.#wording = wording;
  }

  /** Keys that are used, known after the first record. */
  get keys(): readonly string[] {
    if (this.#bare) return [];
    return [...(this.#picks ?? []), ...this.#rows.carried.map(({ pick }) => pick)].flatMap(
      ({ names }) => names,
    );
  }

  /** Names of all keys in the order of the first record; undefined until it is known that all rows are alike. */
  get order(): readonly string[] | undefined {
    return this.shaped && this.#sequences.length === 0 && !this.#bare ? this.#order : undefined;
  }

  get columns(): readonly Column[] {
    return this.#rows.columns;
  }

  /** Whether there are columns that are not numbers. */
  get carries(): boolean {
    return this.#rows.carried.length > 0;
  }

  /** Reads a record, or has it rejected, once it is known what they look like; `raw` is asked for only where it is wanted. */
  read(ordinal: number, read: () => void, raw: () => RawRow): void {
    const { rejects } = this.#options;
    if (!rejects) {
      read();
      return;
    }
    this.#rows.raw = raw();
    readRow(this.#rows, ordinal, () => (this.shaped ? rejects : undefined), read);
  }

  /** Settles with the first record what is read of all; does nothing with the others. */
  begin(value: unknown, ordinal: number): void {
    if (!this.#picks) this.#begin(value, ordinal);
  }

  /** Settles what is read, where that was found out otherwise. */
  start(picks: readonly Pick[]): void {
    const { numbers, carried } = splitPicks(picks);
    this.#picks = numbers;
    this.#rows.carried = carried;
  }

  /** `exact` is the value with its long integers, where there are columns to carry along. */
  add(value: unknown, ordinal: number, exact: unknown = value): void {
    this.begin(value, ordinal);
    const row = this.#bare ? { value } : this.#record(value, ordinal);
    const carried = isRecord(exact) ? exact : row;
    if (!this.shaped) {
      // rows that may be left out cannot tell the shape, nor can empty sequences; the first other one does
      this.#pending.push({ row, carried, ordinal });
      if ((!this.#options.skipMissing || this.#whole(row)) && this.#tells(row)) this.#shape();
      return;
    }
    this.#fill(row, carried, ordinal);
  }

  /** The rows since they were cleared. */
  block(): Block {
    return this.#rows.block((ordinal, role, cell) => this.placeOf(ordinal, role, cell));
  }

  /** Where a role's cell of a record stands. */
  placeOf(ordinal: number, role: string, cell: number): Place {
    const at = this.#placeOf(ordinal);
    const found = this.columns.find((column) => column.pick.role === role);
    if (!found || (this.#bare && !found.pick.sequence)) return { ...at, subject: role };
    const { names } = found.pick;
    if (names.length > 1) return this.#naming(names[cell]!, role, ordinal)([]);
    return this.#naming(names[0]!, role, ordinal)(found.pathOf(cell));
  }

  clear(): void {
    this.#rows.clear();
  }

  /** Whether the shape of rows is known. */
  get shaped(): boolean {
    return this.columns.length > 0;
  }

  /** Forgets everything but what rows look like. */
  restart(): void {
    this.clear();
    this.#pending = [];
  }

  /** After the last row: refuses input in which none told the shape of all. */
  end(): void {
    if (this.#pending.length === 0) return;
    if (!this.#pending.some(({ row }) => this.#whole(row)))
      throw nothingLeft(this.#source, this.#pending.length);
    const empty = this.#picks?.find(({ sequence }) => sequence === "vectors");
    throw new InputError("every sequence is empty", {
      place: { source: this.#source, subject: empty?.role },
    });
  }

  /** Names a value's place by its path. */
  #naming(key: string, role: string, ordinal: number): (path: readonly PropertyKey[]) => Place {
    return (path) => ({
      ...this.#placeOf(ordinal),
      subject: subject(this.#bare ? role : key, [...this.#wording.path(ordinal), ...path]),
    });
  }

  #begin(first: unknown, ordinal: number): void {
    const { requests, classes, notes } = this.#options;
    const wanted = requests.filter(({ optional }) => !optional);
    const place = this.#placeOf(ordinal);
    this.#bare = typeof first !== "object" || Array.isArray(first) || first === null;
    if (this.#bare) {
      const [request] = wanted;
      if (!request || wanted.length > 1 || request.selector !== undefined)
        throw new InputError(
          `a bare value stands where a record with ${wanted.map(({ role }) => role).join(" and ")} should`,
          { place },
        );
      const { role, kind, sequence } = request;
      this.#picks = [{ role, kind, sequence, columns: [0], names: ["value"] }];
      return;
    }
    const names = Object.keys(this.#record(first, ordinal));
    this.#order = names;
    const picks = pickColumns(requests, { names, place, named: true, assumed: false }, classes);
    this.start(picks);
    const odd = oddNumbering(picks, true);
    if (odd) notes.add("numbering", () => odd, { source: this.#source });
  }

  #record(value: unknown, ordinal: number): Readonly<Record<string, unknown>> {
    if (isRecord(value)) return value;
    throw new InputError(`${describe(value)} stands where a record (a JSON object) should`, {
      place: this.#placeOf(ordinal),
      kind: "fields",
    });
  }

  #whole(row: Readonly<Record<string, unknown>>): boolean {
    const isWhole = (value: unknown, { sequence }: Pick): boolean =>
      value !== null && !(sequence && Array.isArray(value) && value.includes(null));
    return (this.#picks ?? []).every((pick) => pick.names.every((key) => isWhole(own(row, key), pick)));
  }

  /** Whether a row tells the shape of all. */
  #tells(row: Readonly<Record<string, unknown>>): boolean {
    return (this.#picks ?? []).every(({ sequence, names: [key = ""] }) => {
      const value = own(row, key);
      return sequence !== "vectors" || !Array.isArray(value) || value.length > 0;
    });
  }

  #shape(): void {
    const { row, ordinal } = this.#pending.at(-1)!;
    const columns: Column[] = [];
    for (const pick of this.#picks ?? []) {
      if (pick.sequence) {
        const [key = ""] = pick.names;
        const shape = itemShapeOf(own(row, key), pick, this.#naming(key, pick.role, ordinal));
        const column = new SequenceColumn(pick, shape);
        columns.push(column);
        this.#sequences.push({ column, key });
        continue;
      }
      const shapes = pick.names.map((key) =>
        shapeOf(own(row, key), { ...this.#placeOf(ordinal), subject: key }),
      );
      const several = pick.names.length > 1;
      const odd = shapes.findIndex((shape) => several && shape.length > 0);
      if (odd >= 0)
        throw new InputError("holds an array, so it cannot be one of several columns", {
          place: { ...this.#placeOf(ordinal), subject: pick.names[odd]! },
        });
      const column = new Column(pick, several ? [pick.names.length] : shapes[0]!);
      columns.push(column);
      for (const [offset, key] of pick.names.entries())
        this.#fields.push({ column, key, offset, schema: nestedSchema(shapes[offset]!) });
    }
    this.#rows.columns = columns;
    const pred = columns.find(({ pick }) => pick.role === "pred" && pick.names.length === 1);
    if (pred?.shape.length) this.#options.classes.setCount(pred.shape[0]!, this.#source);
    for (const one of this.#pending.splice(0)) this.#fill(one.row, one.carried, one.ordinal);
  }

  #fill(source: Row, carried: Row, ordinal: number): void {
    const row = this.#rows.room(ordinal);
    for (const { column, key, offset, schema } of this.#fields) {
      const value = own(source, key);
      const { pick, width, values } = column;
      const shape = pick.names.length > 1 ? [] : column.shape;
      const at = row * width + offset;
      if (
        typeof value === "number" &&
        shape.length === 0 &&
        pick.kind !== "class" &&
        Number.isFinite(value)
      ) {
        values[at] = value;
        continue;
      }
      const placeAt = this.#naming(key, pick.role, ordinal);
      const checked = schema.safeParse(value);
      if (!checked.success) throw explain(checked.error, value, placeAt, this.#wording.reference);
      if (!fill(checked.data, shape, values, at, pick, this.#options, placeAt)) this.#rows.hole();
    }
    for (const { column, key } of this.#sequences) {
      const placeAt = this.#naming(key, column.pick.role, ordinal);
      if (!column.write(row, own(source, key), this.#options, placeAt, this.#wording.reference))
        this.#rows.hole();
    }
    for (const { pick, cells } of this.#rows.carried)
      for (const [i, key] of pick.names.entries())
        cells[row * pick.names.length + i] = own(carried, key) as CarriedCell;
    this.#rows.keep();
  }
}
