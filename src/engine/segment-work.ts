import type { Batch, Position } from "../core/batch.ts";
import { Notes } from "../core/notes.ts";
import type { LossRows, RowBlock } from "../core/row-block.ts";
import { type Answer, Board, type Job, type SegmentResult, segmentsOf } from "./job.ts";
import { KeptRows, withArrays } from "./kept-rows.ts";
import { Pass } from "./pass.ts";
import type { Reducers, RowSink, RunPlan } from "./run.ts";

/** What a thread is handed to work with. */
export interface SegmentParts {
  readonly reducers: Reducers;
  readonly reader: {
    read(
      start: number,
      end: number,
      size: number,
      notes: Notes,
      take: (batch: Batch) => Promise<void>,
    ): Promise<void>;
    /** Where the last segment ended. */
    readonly end: Position;
  };
  /** Undefined where no rows are wanted. */
  readonly printer: Printer | undefined;
  /** For a thread that has more to do than this, which must not be blocked: lets the rest happen. */
  turn?(): Promise<unknown>;
}

/** Prints rows, and gives up what it has printed. */
export interface Printer extends RowSink {
  /** Begins a text, with where it may be written as it grows. */
  begin(target: TextTarget | undefined): void;
  /** The text since then. */
  taken(): PrintedText;
}

/** The place of a text in a file, once that is known. */
export interface TextTarget {
  readonly file: number;
  place(): number | undefined;
}

export interface PrintedText {
  /** In bytes. */
  readonly length: number;
  /** Writes to its place in a file what is not written yet. */
  write(file: number, place: number): void;
  /** In memory that all threads share, in pieces. */
  shared(): readonly Uint8Array[];
  /** Its memory may be used again. */
  release(): void;
}

/**
 * Texts of a thread that may wait to be written: a thread that had to wait until those above have printed, whose text
 * its own goes behind, would wait each time that one of them is slow.
 */
const MOST_LATE = 3;
/** Texts that others may be reading. */
const MOST_LENT = 1;

/** What a thread does: takes segments until there are none, or one cannot be read by itself. */
export async function workOnSegments(
  plan: RunPlan,
  job: Job,
  parts: SegmentParts,
  tell: (answer: Answer) => void,
): Promise<void> {
  const board = new Board(job.board, parts.turn);
  const segments = segmentsOf(job);
  const kept = new KeptRows();
  const pass = new Pass(plan, parts.reducers);
  const expected = job.tally && (await board.expectedRows());
  if (expected !== undefined) pass.expect(expected);
  for (const [i, run] of pass.runs.entries()) if (job.divisors) run.divideBy(job.divisors[i]!);
  const late: Late[] = [];
  const lent: { readonly index: number; readonly text: PrintedText }[] = [];
  const write = async (mayWait: number): Promise<void> => {
    for (let first = late[0]; first; first = late[0]) {
      const { index } = first;
      const place = late.length > mayWait ? { value: await board.waitForPlace(index) } : board.placeOf(index);
      if (!place) return;
      let result: SegmentResult | undefined;
      try {
        result = written(first, job.file, place.value);
      } catch {
        // the thread that joins the results tries again, and tells what is wrong
      }
      tell({ index, result });
      late.shift();
    }
  };
  for (let index = board.take(); index < segments; index = board.take()) {
    await board.waitFor(index - job.window);
    let done: Done | undefined;
    try {
      done = await workOn(index, job, { ...parts, pass, board, kept });
    } catch {
      // the thread that joins the results tries again, and tells what is wrong
    }
    if (!done) {
      board.tellRows(index + 1, undefined);
      board.tellPlace(index + 1, undefined);
      tell({ index, result: undefined });
      break;
    }
    const { result, text, losses } = done;
    if (!text) {
      tell({ index, result });
    } else if (job.file === undefined) {
      tell({ index, result: given(done) });
      lent.push({ index, text });
      for (let first = lent[0]; first && lent.length > MOST_LENT; first = lent[0]) {
        await board.waitFor(first.index);
        first.text.release();
        lent.shift();
      }
    } else {
      board.tellLength(index, text.length);
      late.push({ index, result, text, losses });
      await write(MOST_LATE);
    }
    await parts.turn?.();
  }
  await write(0);
}

/** What came of a segment, and its rows as text where they are wanted. */
interface Done {
  readonly result: SegmentResult;
  readonly text: PrintedText | undefined;
  /** With empty arrays. */
  readonly losses: readonly LossRows[] | undefined;
}

/** It waits until it is known where its text goes. */
interface Late extends Done {
  readonly index: number;
  readonly text: PrintedText;
}

/** The result with its text. */
function given({ result, text, losses }: Done): SegmentResult {
  return { ...result, printed: text && losses && { text: text.shared(), length: text.length, losses } };
}

/** The result of which the text is written; or with the text, where it is not known in time where that goes. */
function written(late: Late, file: number | undefined, place: number | undefined): SegmentResult {
  const { result, text } = late;
  const { length } = text;
  const goes = file !== undefined && place !== undefined;
  if (goes) text.write(file, place);
  // what the rows are of is told by the text before them
  const all = goes ? { ...result, printed: { text: undefined, length, losses: [] } } : given(late);
  text.release();
  return all;
}

/** What is used for one segment after the other. */
interface Tools extends Pick<SegmentParts, "reader" | "printer"> {
  readonly pass: Pass;
  readonly board: Board;
  readonly kept: KeptRows;
}

async function workOn(
  index: number,
  { size, segment, divisors, file }: Job,
  { reader, printer, pass, board, kept }: Tools,
): Promise<Done | undefined> {
  const notes = new Notes();
  kept.clear();
  for (const run of pass.runs) run.clear();
  let before = printer && board.knownRowsBefore(index);
  let losses: readonly LossRows[] | undefined;
  const print = async (block: RowBlock): Promise<void> => {
    losses ??= block.losses.map((loss) => withArrays(loss, () => new Float64Array(0)));
    await printer?.rows({ ...block, index: (row) => before! + block.index(row) });
  };
  printer?.begin(file === undefined ? undefined : { file, place: () => board.placeOf(index)?.value });
  const sink: RowSink | undefined = printer && { rows: before === undefined ? kept.rows : print };
  await reader.read(index * segment, (index + 1) * segment, size, notes, (batch) =>
    divisors ? pass.repeat(batch, sink) : pass.count(batch, notes, sink),
  );
  const { bytes, lines, rows } = reader.end;
  const runs = pass.runs.map((run) => run.state());
  const result = { bytes, lines, rows, runs, notes: notes.state(), printed: undefined };
  if (!printer) return { result, text: undefined, losses };
  before ??= await board.rowsBefore(index);
  if (before === undefined) return undefined;
  const after = board.knownRowsBefore(index + 1);
  if (after !== undefined && after !== before + rows) return undefined;
  // those below go on while this prints
  board.tellRows(index + 1, before + rows);
  for (const block of kept.blocks) await print(block);
  return { result, text: printer.taken(), losses };
}
