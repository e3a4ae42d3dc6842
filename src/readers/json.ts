import { constants } from "node:buffer";
import { type CarriedCell, indicesOf, mapCarried } from "../core/batch.ts";
import { InputError, type Place, quote } from "../core/errors.ts";
import { type CarriedColumns, carriedData, splitPicks } from "./carried.ts";
import { oddNumbering, type Pick, pickColumns } from "./columns.ts";
import { rejectUtf16 } from "./head.ts";
import type { RoleRequest } from "./header.ts";
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
import { recordsOf } from "./json-sequences.ts";
import { countUnderflows, JsonError, lineAndColumn, parseJson, refuseRepeats } from "./json-text.ts";
import { RecordRows } from "./records.ts";
import { type Block, noData, type ReadOptions, UNDERFLOW } from "./rows.ts";
import type { Source } from "./source.ts";

const FORMS = "an object of arrays, an array of records, or with one input for each role a bare array";
/** Rows of a block cut from a document. */
const BLOCK = 1 << 13;

/** Reads a JSON document, whole. */
export async function* readJson(source: Source, options: ReadOptions): AsyncGenerator<Block> {
  const text = await readText(source);
  if (text.trim() === "") throw noData(source.name);
  const root = parse(text, source.name);
  const underflows = countUnderflows(text);
  if (underflows > 0) options.notes.add("underflow", UNDERFLOW, { source: source.name }, underflows);
  if (isRecord(root) && Object.keys(root).length > 0) yield* readColumns(root, text, source.name, options);
  else if (Array.isArray(root) && isRecord(root[0])) yield* readRecords(root, text, source.name, options);
  else if (Array.isArray(root) && root.length === 0)
    throw new InputError("there are no rows of data", { place: { source: source.name } });
  else if (Array.isArray(root) || typeof root === "number")
    yield* readBare(root as Nested, source.name, options);
  else
    throw new InputError(`the document is ${describe(root)}; it should be ${FORMS}`, {
      place: { source: source.name },
    });
}

async function readText(source: Source): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of source.open()) {
    size += chunk.length;
    if (size > constants.MAX_STRING_LENGTH)
      throw new InputError("is too large to be read as one JSON document", {
        place: { source: source.name },
        hint: "NDJSON, a record a line, has no limit",
      });
    chunks.push(Buffer.from(chunk));
  }
  return decode(Buffer.concat(chunks), source.name);
}

function decode(bytes: Buffer, source: string): string {
  rejectUtf16(bytes, source);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError("is not valid UTF-8", { place: { source } });
  }
}

function parse(text: string, source: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw syntaxError(error, text, source);
  }
}

function syntaxError(error: unknown, text: string, source: string): unknown {
  if (!(error instanceof JsonError)) return error;
  const place: Place = { source, ...lineAndColumn(text, error.offset) };
  const records = /^\s*\{[^\n]*\}\s*\n\s*\{/.test(text);
  return new InputError(error.message, {
    place,
    hint: records ? "a record a line is NDJSON: --input-format ndjson" : error.hint,
  });
}

function* readRecords(
  records: readonly unknown[],
  text: string,
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const rows = new RecordRows(source, options, (record) => ({ source, record: record + 1 }));
  rows.begin(records[0], 0);
  refuse(text, rows.keys, records.length, source);
  yield* inBlocks(rows, records);
}

function* inBlocks(rows: RecordRows, records: readonly unknown[]): Generator<Block> {
  for (let start = 0; start < records.length; start += BLOCK) {
    rows.clear();
    try {
      for (let i = start; i < Math.min(start + BLOCK, records.length); i++) rows.add(records[i], i);
    } catch (error) {
      // what stands before the place of a failure is handed on first, so that the first error in the file wins
      yield rows.block();
      throw error;
    }
    yield rows.block();
  }
  rows.end();
}

function refuse(text: string, keys: readonly string[], records: number, source: string): void {
  try {
    refuseRepeats(text, keys, records);
  } catch (error) {
    throw syntaxError(error, text, source);
  }
}

/** One role's values, where each role has an input of its own. */
function readBare(value: Nested, source: string, options: ReadOptions): Generator<Block> {
  const wanted = options.requests.filter(({ optional }) => !optional);
  const [request] = wanted;
  if (!request || wanted.length > 1)
    throw new InputError(`a bare array holds one role, but ${rolesOf(wanted)} are wanted here`, {
      place: { source },
      hint: `one input can be ${FORMS.slice(0, FORMS.indexOf(", or"))}`,
    });
  if (request.selector !== undefined)
    throw new InputError("a bare array has no columns to choose from", {
      place: { source, subject: request.role },
    });
  const { role, kind, sequence } = request;
  const pick: Pick = { role, kind, sequence, columns: [0], names: [role] };
  if (sequence) return readSequences([pick], { [role]: value }, source, options);
  return blocks([{ pick, parts: [{ name: role, value }] }], [], source, options);
}

const rolesOf = (requests: readonly RoleRequest[]): string => requests.map(({ role }) => role).join(" and ");

/** A role, and the arrays that it is made of: one, nested as it may be, or a flat one for each column. */
interface RoleParts {
  readonly pick: Pick;
  readonly parts: readonly { readonly name: string; readonly value: Nested }[];
}

function readColumns(
  root: Readonly<Record<string, unknown>>,
  text: string,
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const names = Object.keys(root);
  const header = { names, place: { source }, named: true, assumed: false };
  const picks = pickColumns(options.requests, header, options.classes);
  refuse(
    text,
    picks.flatMap((pick) => pick.names),
    1,
    source,
  );
  const odd = oddNumbering(picks, true);
  if (odd) options.notes.add("numbering", () => odd, { source });
  if (picks.some(({ sequence }) => sequence)) return readSequences(picks, root, source, options);
  const { numbers, carried } = splitPicks(picks);
  for (const { pick, cells } of carried)
    for (const [i, name] of pick.names.entries()) {
      const column = root[name];
      if (!Array.isArray(column))
        throw new InputError(`${describe(column)} stands where an array, a value a row, should`, {
          place: { source, subject: name },
        });
      for (const [row, cell] of column.entries()) cells[row * pick.names.length + i] = cell as CarriedCell;
    }
  return blocks(
    numbers.map((pick) => ({
      pick,
      parts: pick.names.map((name) => ({ name, value: root[name] as Nested })),
    })),
    carried,
    source,
    options,
  );
}

/** Arrays of sequences are read as records are, row by row: there is no shape that all rows have. */
function readSequences(
  picks: readonly Pick[],
  root: Readonly<Record<string, unknown>>,
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const { records, single } = recordsOf(picks, root, source);
  const rows = new RecordRows(source, options, () => ({ source }), {
    reference: "the first row",
    path: (row) => (single ? [] : [row]),
  });
  rows.start(picks);
  return inBlocks(rows, records);
}

/** Checks and flattens whole arrays, and cuts them into blocks of rows. */
function* blocks(
  roles: readonly RoleParts[],
  carried: readonly CarriedColumns[],
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const shapes = roles.map(({ parts }) =>
    parts.map(({ name, value }) => shapeOf(value, { source, subject: name })),
  );
  for (const [r, { pick, parts }] of roles.entries()) {
    const shape = shapes[r]![0]!;
    if (pick.role === "pred" && parts.length === 1 && shape.length > 1)
      options.classes.setCount(shape[1]!, source);
  }
  // a plain number is one sample's value: then everything is of that one sample
  const single = shapes.some((parts) => parts.some((shape) => shape.length === 0));
  const rows = single ? 1 : shapes[0]![0]![0]!;
  const missing = new Uint8Array(rows);
  const data = roles.map(({ pick, parts }, r) => {
    const inner = single ? shapes[r]![0]! : shapes[r]![0]!.slice(1);
    if (parts.length > 1 && inner.length > 0)
      throw new InputError(`${quote(parts[0]!.name)} holds arrays, so it cannot be one of several columns`, {
        place: { source, subject: pick.role },
      });
    const width = parts.length > 1 ? 1 : inner.reduce((a, b) => a * b, 1);
    const values = new Float64Array(rows * width * parts.length);
    for (const [p, { name, value }] of parts.entries()) {
      const count = single ? 1 : (shapes[r]![p]![0] ?? 0);
      if (count !== rows)
        throw new InputError(
          `has ${count} row${count === 1 ? "" : "s"}, ${roles[0]!.parts[0]!.name} has ${rows}`,
          {
            place: { source, subject: name },
          },
        );
      const items = single ? [value] : (value as readonly Nested[]);
      const schema = nestedSchema(inner);
      for (let row = 0; row < rows; row++) {
        const placeAt = (path: readonly PropertyKey[]): Place => ({
          source,
          subject: subject(name, single ? path : [row, ...path]),
        });
        const checked = schema.safeParse(items[row]);
        if (!checked.success) throw explain(checked.error, items[row], placeAt, "the first row");
        const at = parts.length > 1 ? row * parts.length + p : row * width;
        if (!fill(checked.data, inner, values, at, pick, options, placeAt)) missing[row] = 1;
      }
    }
    const shape = parts.length > 1 ? [parts.length] : inner;
    return { pick, values, shape, width: width * parts.length };
  });
  for (const { pick, cells } of carried)
    if (cells.length !== rows * pick.names.length)
      throw new InputError(`has not a value for each of the ${rows} rows`, {
        place: { source, subject: pick.names.join(", ") },
      });
  const all = carriedData(carried);
  const holes = missing.includes(1);
  for (let start = 0; start < rows; start += BLOCK) {
    const end = Math.min(start + BLOCK, rows);
    yield {
      rows: end - start,
      roles: Object.fromEntries(
        data.map(({ pick, values, shape, width }) => [
          pick.role,
          { values: values.subarray(start * width, end * width), shape, names: pick.names },
        ]),
      ),
      carried: all && mapCarried(all, (cells, width) => cells.slice(start * width, end * width)),
      missing: holes ? missing.subarray(start, end) : undefined,
      place: (row, role, cell) => {
        const found = data.find(({ pick }) => pick.role === role);
        const names = found?.pick.names ?? [role];
        const at = single ? [] : [start + row];
        if (names.length > 1) return { source, subject: subject(names[cell] ?? role, at) };
        return {
          source,
          subject: subject(names[0] ?? role, [...at, ...indicesOf(found?.shape ?? [], cell)]),
        };
      },
    };
  }
}
