import type { Readable } from "node:stream";
import type { Batch, Position } from "../core/batch.ts";
import { FileError, InputError, UsageError } from "../core/errors.ts";
import { Notes } from "../core/notes.ts";
import type { Rejects } from "../core/rejects.ts";
import { align, pair, type Stream } from "./align.ts";
import { ClassNames } from "./classes.ts";
import { endingOf, explainFormat, type Format, recognise } from "./format.ts";
import { KEY, type RoleRequest } from "./header.ts";
import { isInline, readInline, textSource } from "./inline.ts";
import type { Block, ReadOptions } from "./rows.ts";
import type { SegmentReader } from "./segments.ts";
import type { Source, SourceOptions } from "./source.ts";

export { FORMATS } from "./format.ts";
export { KEY, type RoleRequest } from "./header.ts";
export { isInline } from "./inline.ts";
export type { SegmentReader } from "./segments.ts";

/** What to read, and how: plain data but for the streams. */
export interface InputPlan {
  /** Files, `-` or inline values; none is standard input. One holds every role, several hold one each. */
  readonly operands: readonly string[];
  /** In the order of the operands; optional ones may stand in any. */
  readonly requests: readonly RoleRequest[];
  readonly format: Format | undefined;
  readonly delimiter: string | undefined;
  readonly header: boolean | undefined;
  readonly classes: readonly string[] | undefined;
  readonly skipMissing: boolean;
}

interface Environment {
  readonly stdin: () => Readable;
  /** Whether every batch is wanted twice. */
  readonly rereadable: boolean;
  /** Whether its rows are paired with those of another input. */
  readonly beside?: boolean;
  /** Where rows go that make no sense; without it, the first of them is an error. */
  readonly rejects?: Rejects | undefined;
  progress?(bytes: number): void;
}

/** A count of rows, without reading what they hold. */
export interface RowCount {
  /** Where threads that help write down what they have counted. */
  readonly tally: SharedArrayBuffer;
  /**
   * Rows before each segment, and all of them; undefined where that takes reading them after all. They are right unless
   * there is an error among them.
   */
  rows(): readonly number[] | undefined;
}

/** An opened input: batches as often as it was opened for. */
export interface Input {
  /** What messages about all of it call it. */
  readonly name: string;
  /** Bytes to read for all batches once, where that is known. */
  readonly size: number | undefined;
  readonly notes: Notes;
  /** Whether `size` bytes can be read in segments, by `openSegments`: one file, whose rows seem to stand in lines. */
  readonly divisible: boolean;
  /** Whether rows of several inputs are paired by keys. */
  readonly keyed: boolean;
  /** All rows, those with missing values too. */
  stream(): Stream;
  /** For a file that is cut into segments of so many bytes; undefined where counting its rows takes reading them. */
  rowCount(segment: number): Promise<RowCount | undefined>;
  /** All rows, or those behind a place. */
  batches(from?: Position): AsyncGenerator<Batch>;
  /** After data that made no sense: fails where packed data turns out to be damaged, which explains it. */
  settle(): Promise<void>;
  /** Removes what reading twice has kept. Synchronous, so that an interrupt can call it. */
  discard(): void;
}

/** One operand: where its bytes are, or its values themselves. */
interface Part {
  readonly name: string;
  readonly operand: string;
  readonly inline: boolean;
  readonly source: Source;
  readonly requests: readonly RoleRequest[];
}

/** Throws where the inputs are not as many as the roles, or of the wrong kind: what can be said before any is opened. */
export function checkOperands({ operands, requests }: InputPlan, beside: boolean): void {
  const required = requests.filter(({ optional }) => !optional);
  if (operands.length > 1 && operands.length !== required.length)
    throw new UsageError(
      `${operands.length} inputs, where one holds every role or each of ${required.map(({ role }) => role).join(", ")} has its own`,
    );
  const alone = operands.length <= 1 && !beside;
  if (requests.some(({ role }) => role === KEY) && (alone || operands.some(isInline)))
    throw new UsageError("--on pairs the rows of several files", {
      hint: alone ? "one file's rows are paired as they stand" : "typed values have no keys",
    });
  if (operands.filter((operand) => operand === "-").length > 1)
    throw new UsageError("standard input can be given once only");
}

export async function openInput(
  plan: InputPlan,
  { stdin, rereadable, beside = false, rejects, progress }: Environment,
): Promise<Input> {
  const notes = new Notes();
  const options: SourceOptions = { rereadable, notes, ...(progress && { progress }) };
  const operands = plan.operands.length === 0 ? ["-"] : plan.operands;
  const required = plan.requests.filter(({ optional }) => !optional);
  // one input has all that is asked for; of several, each may lack what another has
  const all = plan.requests.map((request) => ({ ...request, optional: false }));
  const others = plan.requests
    .filter(({ optional }) => optional)
    .map((request) => (request.role === KEY ? { ...request, optional: false } : request));
  checkOperands(plan, beside);
  const keyed = plan.requests.some(({ role }) => role === KEY);
  const parts: Part[] = [];
  for (const [i, operand] of operands.entries()) {
    const inline = isInline(operand);
    const name =
      operand === "-" ? "stdin" : inline ? inlineName(operands.length, required[i]?.role) : operand;
    const source = inline ? textSource(name, operand) : await openSource(name, operand, stdin, options);
    const requests = operands.length > 1 ? [required[i]!, ...(inline ? [] : others)] : all;
    parts.push({ name, operand, inline, source, requests });
  }
  const sizes = parts.map(({ source }) => source.size);
  let passes = 0;
  const name = parts.map((part) => part.name).join(", ");
  const blocks = (from?: Position): Stream["blocks"] => {
    const classes = classNames(plan);
    // each pass notices the same things, so only the first one's notes are kept
    const own = passes++ === 0 ? notes : new Notes();
    const streams = parts.map(
      (part): Stream => ({
        name: part.name,
        blocks: read(part, plan, { classes, notes: own, from, rejects }),
      }),
    );
    return parts.length > 1 && keyed ? joined(streams, plan.skipMissing) : pair(streams);
  };
  return {
    name,
    size: sizes.every((size) => size !== undefined) ? sizes.reduce((a, b) => a + b, 0) : undefined,
    notes,
    divisible: parts.length === 1 && parts[0]!.source.random === true && hasLines(plan),
    keyed,
    stream: () => ({ name, blocks: blocks() }),
    async rowCount(segment) {
      const [{ operand, source }] = parts as [Part];
      if (plan.skipMissing || source.size === undefined) return undefined;
      const { format } = await recognise(source, plan, operand);
      if (format !== "csv" && format !== "tsv") return undefined;
      const { countRows, newTally } = await import("./counted-rows.ts");
      const { size } = source;
      const tally = newTally(size, segment);
      return { tally, rows: () => countRows(operand, size, segment, plan.header !== false, tally) };
    },
    batches: (from) => align(blocks(from), from?.rows),
    async settle() {
      for (const { source } of parts) await source.settle();
    },
    discard() {
      for (const { source } of parts) source.discard();
    },
  };
}

async function* joined(streams: readonly Stream[], skipMissing: boolean): AsyncGenerator<Block> {
  const { join } = await import("./join.ts");
  yield* join(streams, skipMissing);
}

/** Streams are a good part of Node, which values that were typed do without. */
async function openSource(
  name: string,
  operand: string,
  stdin: () => Readable,
  options: SourceOptions,
): Promise<Source> {
  const { fileSource, streamSource } = await import("./source.ts");
  return operand === "-" ? streamSource(name, stdin, options) : await fileSource(operand, options);
}

const inlineName = (operands: number, role: string | undefined): string =>
  operands > 1 && role ? role.toUpperCase() : "input";

const classNames = ({ classes, requests }: InputPlan): ClassNames =>
  new ClassNames(
    classes,
    requests.some(({ byClass }) => byClass),
  );

/** A reader for segments of the file that a plan is about, whose input said that this can be. */
export async function openSegments(plan: InputPlan): Promise<SegmentReader> {
  const { requests, header, delimiter, skipMissing } = plan;
  const [operand = "-"] = plan.operands;
  const notes = new Notes();
  const { fileSource } = await import("./source.ts");
  const source = await fileSource(operand, { rereadable: false, notes });
  const { format, opened } = await recognise(source, plan, operand);
  if (format === "json") throw new InputError("is one document", { place: { source: operand } });
  if (format !== "ndjson") refuseSequences(requests, operand);
  const options = { requests, classes: classNames(plan), notes, skipMissing, delimiter, header };
  const { SegmentReader } = await import("./segments.ts");
  if (format === "ndjson") {
    const { openNdjson } = await import("./ndjson.ts");
    return new SegmentReader(opened, options, (own) => openNdjson(opened, own));
  }
  const { openTable } = await import("./table.ts");
  return new SegmentReader(opened, options, (own) => openTable(opened, delimiterOf(format, delimiter), own));
}

/** Takes part in a count of rows, of so many bytes in segments. */
export async function helpCounting(
  { operands }: InputPlan,
  { size, segment }: { readonly size: number; readonly segment: number },
  tally: SharedArrayBuffer,
): Promise<void> {
  const { countLines } = await import("./counted-rows.ts");
  countLines(operands[0]!, size, segment, tally);
}

/** What a pass over an input has to itself. */
interface Pass {
  readonly classes: ClassNames;
  readonly notes: Notes;
  readonly from: Position | undefined;
  readonly rejects: Rejects | undefined;
}

async function* read(
  part: Part,
  plan: InputPlan,
  { classes, notes, from, rejects }: Pass,
): AsyncGenerator<Block> {
  const { name, operand, source, inline, requests } = part;
  const { header, delimiter, skipMissing } = plan;
  const options: ReadOptions = { requests, classes, notes, skipMissing, delimiter, header, rejects };
  if (inline && !/^\s*[[{]/.test(operand)) {
    yield* readInline(name, operand, options);
    return;
  }
  const { format, opened } = inline
    ? { format: "json" as const, opened: source }
    : await recognise(source, plan, operand);
  try {
    yield* readAs(format, opened, options, from);
    classes.noteNames(notes);
  } catch (error) {
    if (error instanceof FileError) throw error;
    await source.settle();
    throw inline || operand === "-" ? error : await explainFormat(error, source, format);
  }
}

/** Readers are loaded when needed: most runs need one of them. */
async function* readAs(
  format: Format,
  source: Source,
  options: ReadOptions,
  from: Position | undefined,
): AsyncGenerator<Block> {
  if (format === "json") yield* (await import("./json.ts")).readJson(source, options);
  else if (format === "ndjson") yield* (await import("./ndjson.ts")).readNdjson(source, options, from);
  else {
    refuseSequences(options.requests, source.name);
    yield* (await import("./table.ts")).readTable(
      source,
      delimiterOf(format, options.delimiter),
      options,
      from,
    );
  }
}

function refuseSequences(requests: readonly RoleRequest[], source: string): void {
  if (requests.some(({ sequence }) => sequence))
    throw new InputError("is a table, whose cells hold no sequences", {
      place: { source },
      hint: "JSON and NDJSON do",
    });
}

const delimiterOf = (format: Format, given: string | undefined): string =>
  given ?? (format === "tsv" ? "\t" : ",");

/** Whether the format is one of rows in lines, unless neither the option nor the name tells. */
function hasLines({ format, operands: [name = "-"] }: InputPlan): boolean {
  return (format ?? endingOf(name) ?? "csv") !== "json" && !/\.gz$/i.test(name);
}
