import { constants } from "node:buffer";
import { InputError, type Place } from "../core/errors.ts";
import { splitPicks } from "./carried.ts";
import { oddNumbering, type Pick, pickColumns } from "./columns.ts";
import { rejectUtf16 } from "./head.ts";
import type { RoleRequest } from "./header.ts";
import { arrayBlocks, DOCUMENT_BLOCK } from "./json-arrays.ts";
import { arraysOf, takeArrays } from "./json-carried.ts";
import { describe, isRecord, type Nested } from "./json-rows.ts";
import { recordsOf } from "./json-sequences.ts";
import {
  countUnderflows,
  JsonError,
  lineAndColumn,
  parseJson,
  refuseRepeats,
  withLongIntegers,
} from "./json-text.ts";
import { RecordRows } from "./records.ts";
import { type Block, noData, type ReadOptions, UNDERFLOW } from "./rows.ts";
import type { Source } from "./source.ts";

const FORMS = "an object of arrays, an array of records, or with one input for each role a bare array";

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
  yield* inBlocks(rows, records, rows.carries ? withLongIntegers(text, records) : records);
}

/** `exact` are the records with their long integers. */
function* inBlocks(
  rows: RecordRows,
  records: readonly unknown[],
  exact: readonly unknown[],
): Generator<Block> {
  for (let start = 0; start < records.length; start += DOCUMENT_BLOCK) {
    rows.clear();
    try {
      for (let i = start; i < Math.min(start + DOCUMENT_BLOCK, records.length); i++) {
        rows.read(
          i,
          () => rows.add(records[i], i, exact[i]),
          () => ({ byte: undefined, text: JSON.stringify(records[i]) }),
        );
      }
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
  const root = { [role]: value };
  if (sequence) return readSequences([pick], root, root, source, options);
  return arrayBlocks([{ pick, parts: [{ name: role, value }] }], [], source, options);
}

const rolesOf = (requests: readonly RoleRequest[]): string => requests.map(({ role }) => role).join(" and ");

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
  const some = picks.map((pick) => arraysOf(pick, root, options.requests));
  const exact = some.some(({ kind }) => kind === "text") ? withLongIntegers(text, root) : root;
  if (picks.some(({ sequence }) => sequence)) return readSequences(some, root, exact, source, options);
  const { numbers, carried } = splitPicks(some);
  takeArrays(carried, exact, source);
  return arrayBlocks(
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
  exact: Readonly<Record<string, unknown>>,
  source: string,
  options: ReadOptions,
): Generator<Block> {
  const { records, single } = recordsOf(picks, root, source);
  const rows = new RecordRows(source, options, () => ({ source }), {
    reference: "the first row",
    path: (row) => (single ? [] : [row]),
  });
  rows.start(picks);
  return inBlocks(rows, records, exact === root ? records : recordsOf(picks, exact, source).records);
}
