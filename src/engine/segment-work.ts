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
    read(start: number, end: number, size: number, notes: Notes): AsyncIterable<Batch>;
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
  /** Bytes of the text so far. */
  readonly length: number;
  /** Writes the text so far to its place in a file, and forgets it; false where that failed. */
  write(file: number, place: number): boolean;
  /** The text so far: in memory that all threads share, and that is used again for the text after the next. */
  taken(): Uint8Array;
}

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
  const lent: number[] = [];
  for (let index = board.take(); index < segments; index = board.take()) {
    await board.waitFor(index - job.window);
    // its text lies where this segment's will
    await board.waitFor(lent.at(-2) ?? -1);
    let result: SegmentResult | undefined;
    try {
      result = await workOn(index, job, { ...parts, pass, board, kept });
    } catch {
      // the thread that joins the results tries again, and tells what is wrong
    }
    if (!result) {
      board.tellRows(index + 1, undefined);
      board.tellText(index + 1, undefined);
    }
    tell({ index, result });
    if (!result) return;
    if (result.printed?.text) lent.push(index);
    await parts.turn?.();
  }
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
): Promise<SegmentResult | undefined> {
  const notes = new Notes();
  kept.clear();
  for (const run of pass.runs) run.clear();
  let before = printer && board.knownRowsBefore(index);
  let losses: readonly LossRows[] | undefined;
  const print = async (block: RowBlock): Promise<void> => {
    losses ??= block.losses.map((loss) => withArrays(loss, () => new Float64Array(0)));
    await printer?.rows({ ...block, index: (row) => before! + block.index(row) });
  };
  const sink: RowSink | undefined = printer && { rows: before === undefined ? kept.rows : print };
  for await (const batch of reader.read(index * segment, (index + 1) * segment, size, notes)) {
    if (divisors) await pass.repeat(batch, sink);
    else await pass.count(batch, notes, sink);
  }
  const { bytes, lines, rows } = reader.end;
  const done = { bytes, lines, rows, runs: pass.runs.map((run) => run.state()), notes: notes.state() };
  if (!printer) return { ...done, printed: undefined };
  before ??= await board.rowsBefore(index);
  if (before === undefined) return undefined;
  const after = board.knownRowsBefore(index + 1);
  if (after !== undefined && after !== before + rows) return undefined;
  // those below go on while this prints
  board.tellRows(index + 1, before + rows);
  for (const block of kept.blocks) await print(block);
  const { length } = printer;
  const place = file === undefined ? undefined : await board.textBefore(index);
  if (file === undefined || place === undefined)
    return { ...done, printed: losses && { text: printer.taken(), length, losses } };
  // those below go on while this writes
  board.tellText(index + 1, place + length);
  const text = printer.write(file, place) ? undefined : printer.taken();
  return { ...done, printed: losses && { text, length, losses } };
}
