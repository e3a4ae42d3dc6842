import {
  type CarriedCell,
  type CarriedData,
  mapCarried,
  mergeCarried,
  pickRows,
  type RoleData,
} from "../core/batch.ts";
import { InputError, type Place, quote } from "../core/errors.ts";
import { cellText } from "../core/value-text.ts";
import type { Stream } from "./align.ts";
import { KEY } from "./header.ts";
import { isMissing, trimBlanks } from "./number.ts";
import { type Block, MISSING } from "./rows.ts";

/** Keys that are held in memory at most: with their rows, about a gigabyte. */
const MOST = 1 << 23;

/**
 * Pairs the rows of several inputs by their keys, in the order of the first, whose rows stream; the others are held in
 * memory. Keys that one of them lacks are missing values.
 */
export async function* join(
  streams: readonly Stream[],
  skipMissing: boolean,
  most: number = MOST,
): AsyncGenerator<Block> {
  const [first, ...rest] = streams;
  const others: KeyedRows[] = [];
  for (const stream of rest) others.push(await keyedRows(stream, skipMissing, most));
  let roles: Block["roles"] = {};
  for await (const block of first!.blocks) {
    roles = block.roles;
    const keys = keysOf(block, skipMissing);
    const found = others.map((other) => {
      const rows = new Int32Array(block.rows).fill(-1);
      for (const [row, key] of keys.entries()) {
        if (key === undefined) continue;
        const at = other.take(key);
        if (at === "taken") throw twice(key, placeOf(block, row));
        if (at === undefined && !skipMissing) throw noRow(key, other.name, placeOf(block, row));
        rows[row] = at ?? -1;
      }
      return rows;
    });
    yield joined(block, keys, others, found);
  }
  const left = new Set(others.flatMap((other) => other.left()));
  if (left.size === 0) return;
  if (!skipMissing) {
    const [key = ""] = left;
    const owner = others.find((other) => other.rows.has(key))!;
    throw noRow(key, first!.name, { ...owner.place(owner.rows.get(key)!, KEY, 0), column: undefined });
  }
  for (const other of others) roles = { ...other.roles, ...roles };
  yield holes(left.size, roles, others[0]!.name);
}

const noRow = (key: string, other: string, place: Place): InputError =>
  new InputError(`key ${quote(key)} has no row in ${other}`, { place, hint: MISSING });

const twice = (key: string, place: Place): InputError =>
  new InputError(`key ${quote(key)} stands here a second time`, { place });

/** Where a row's key stands. */
function placeOf(block: Block, row: number): Place {
  const [role = KEY] = Object.keys(block.roles);
  const { source, line, record } = block.place(row, role, 0);
  return { source, line, record, subject: KEY };
}

/** The key of each row; undefined where it is missing and may be. */
function keysOf(block: Block, skipMissing: boolean): (string | undefined)[] {
  const { cells = [], names = [] } = block.carried?.[KEY] ?? {};
  const texts = cells.map(textOf);
  return Array.from({ length: block.rows }, (_, row) => {
    const parts = texts.slice(row * names.length, (row + 1) * names.length);
    const hole = parts.findIndex(isMissing);
    if (hole < 0) return parts.length === 1 ? parts[0]! : JSON.stringify(parts);
    if (skipMissing) return undefined;
    throw new InputError(`missing value: ${quote(names[hole]!)} is the key`, {
      place: placeOf(block, row),
      hint: MISSING,
    });
  });
}

/** Blanks around a table's cell are none of the key, as they are none of a number. */
const textOf = (cell: CarriedCell): string => (typeof cell === "string" ? trimBlanks(cell) : cellText(cell));

/** All rows of an input, to be looked up. */
interface KeyedRows {
  readonly name: string;
  readonly rows: ReadonlyMap<string, number>;
  readonly roles: Readonly<Record<string, RoleData>>;
  readonly carried: Readonly<Record<string, CarriedData>>;
  readonly missing: readonly boolean[];
  /** The row with a key, once. */
  take(key: string): number | "taken" | undefined;
  /** Keys that nobody has taken. */
  left(): string[];
  place(row: number, role: string, cell: number): Place;
}

async function keyedRows({ name, blocks }: Stream, skipMissing: boolean, most: number): Promise<KeyedRows> {
  const rows = new Map<string, number>();
  const columns = new Map<string, GrowingColumn>();
  const cells = new Map<string, CarriedCell[]>();
  const names: Record<string, readonly string[]> = {};
  const missing: boolean[] = [];
  const places: { readonly start: number; readonly place: Block["place"] }[] = [];
  // a block's places hold only until the next one
  const lines: (number | undefined)[] = [];
  for await (const block of blocks) {
    const start = missing.length;
    if (start + block.rows > most)
      throw new InputError(`has more than ${most} rows: too many to be looked up by a key`, {
        place: { source: name },
        hint: "sort the files by their keys, and leave out --on",
      });
    places.push({ start, place: block.place });
    for (const [row, key] of keysOf(block, skipMissing).entries()) {
      missing.push(key === undefined || block.missing?.[row] === 1);
      const { line, record } = placeOf(block, row);
      lines.push(line ?? record);
      if (key !== undefined && rows.has(key)) throw twice(key, placeOf(block, row));
      // what has no key is left over, by a name of its own
      rows.set(key ?? `\0${name}\0${start + row}`, start + row);
    }
    for (const [role, data] of Object.entries(block.roles)) {
      const column = columns.get(role) ?? new GrowingColumn(data);
      columns.set(role, column.add(data));
    }
    for (const [role, data] of Object.entries(block.carried ?? {})) {
      names[role] = data.names;
      const known = cells.get(role) ?? [];
      for (const cell of data.cells) known.push(cell);
      cells.set(role, known);
    }
  }
  const taken = new Uint8Array(missing.length);
  return {
    name,
    rows,
    roles: Object.fromEntries([...columns].map(([role, column]) => [role, column.data()])),
    carried: Object.fromEntries([...cells].map(([role, all]) => [role, { cells: all, names: names[role]! }])),
    missing,
    take(key) {
      const row = rows.get(key);
      if (row === undefined) return undefined;
      if (taken[row]) return "taken";
      taken[row] = 1;
      return row;
    },
    left: () => [...rows].flatMap(([key, row]) => (taken[row] ? [] : [key])),
    place(row, role, cell) {
      const { start, place } = places.findLast((part) => part.start <= row)!;
      const found = place(row - start, role, cell);
      const at = lines[row];
      return {
        ...found,
        ...(found.line !== undefined && { line: at }),
        ...(found.record !== undefined && { record: at }),
      };
    },
  };
}

class GrowingColumn {
  readonly #first: RoleData;
  readonly #starts: number[] = [0];
  #values = new Float64Array(1 << 10);
  #length = 0;

  constructor(first: RoleData) {
    this.#first = first;
  }

  add({ values, starts }: RoleData): this {
    for (let row = 1; row < (starts?.length ?? 0); row++) this.#starts.push(this.#length + starts![row]!);
    const length = this.#length + values.length;
    if (length > this.#values.length) {
      const larger = new Float64Array(2 * length);
      larger.set(this.#values.subarray(0, this.#length));
      this.#values = larger;
    }
    this.#values.set(values, this.#length);
    this.#length = length;
    return this;
  }

  data(): RoleData {
    const { shape, names, starts } = this.#first;
    const values = this.#values.subarray(0, this.#length);
    return { values, shape, names, ...(starts && { starts: Uint32Array.from(this.#starts) }) };
  }
}

/** A block of the first input with what the others have for its rows. */
function joined(
  block: Block,
  keys: readonly (string | undefined)[],
  others: readonly KeyedRows[],
  found: readonly Int32Array[],
): Block {
  const roles: Record<string, RoleData> = { ...block.roles };
  const owner = new Map<string, number>();
  let carried: Readonly<Record<string, CarriedData>> = { ...block.carried };
  const missing = Uint8Array.from(
    keys,
    (key, row) =>
      +(
        key === undefined ||
        block.missing?.[row] === 1 ||
        others.some((other, i) => other.missing[found[i]![row]!] ?? true)
      ),
  );
  for (const [i, other] of others.entries()) {
    const rows = found[i]!;
    for (const [role, data] of Object.entries(other.roles)) {
      // the first input that has a role provides it
      if (roles[role]) continue;
      roles[role] = pickRows(data, rows);
      owner.set(role, i);
    }
    const picked = mapCarried(other.carried, (cells, width) =>
      Array.from(rows).flatMap((row) =>
        row < 0 ? new Array<CarriedCell>(width).fill("") : cells.slice(row * width, (row + 1) * width),
      ),
    );
    carried = mergeCarried(carried, picked);
  }
  return {
    rows: block.rows,
    roles,
    carried,
    missing: missing.includes(1) ? missing : undefined,
    place(row, role, cell) {
      const i = owner.get(role);
      return i === undefined ? block.place(row, role, cell) : others[i]!.place(found[i]![row]!, role, cell);
    },
  };
}

/** Rows of which the first input has nothing. */
function holes(rows: number, roles: Block["roles"], source: string): Block {
  const empty = Object.entries(roles).map(([role, data]) => [
    role,
    pickRows(data, new Int32Array(rows).fill(-1)),
  ]);
  return {
    rows,
    roles: Object.fromEntries(empty) as Block["roles"],
    missing: new Uint8Array(rows).fill(1),
    place: (_, role) => ({ source, subject: role }),
  };
}
