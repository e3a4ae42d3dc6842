import type { Batch, Position } from "../core/batch.ts";
import { Notes } from "../core/notes.ts";
import type { LossRows, RowBlock } from "../core/row-block.ts";
import { type Answer, Board, type Job, type SegmentResult, segmentsOf } from "./job.ts";
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
  /** Prints rows, and gives up what it has printed; undefined where none are wanted. */
  readonly printer: (RowSink & { taken(): Uint8Array[] }) | undefined;
}

/** What a thread does: takes segments until there are none, or one cannot be read by itself. */
export async function workOnSegments(
  plan: RunPlan,
  job: Job,
  parts: SegmentParts,
  tell: (answer: Answer) => void,
): Promise<void> {
  const board = new Board(job.board);
  const segments = segmentsOf(job);
  for (let index = board.take(); index < segments; index = board.take()) {
    board.waitForTurn(index, job.window);
    let result: SegmentResult | undefined;
    try {
      result = await workOn(index, plan, job, parts, board);
    } catch {
      // the thread that joins the results tries again, and tells what is wrong
    }
    if (!result) board.tellRows(index + 1, undefined);
    tell({ index, result });
    if (!result) return;
  }
}

async function workOn(
  index: number,
  plan: RunPlan,
  { size, segment, divisors }: Job,
  { reducers, reader, printer }: SegmentParts,
  board: Board,
): Promise<SegmentResult | undefined> {
  const pass = new Pass(plan, reducers);
  const notes = new Notes();
  const blocks: RowBlock[] = [];
  const keep: RowSink | undefined = printer && { rows: (block) => void blocks.push(copyOf(block)) };
  for (const [i, run] of pass.runs.entries()) if (divisors) run.divideBy(divisors[i]!);
  for await (const batch of reader.read(index * segment, (index + 1) * segment, size, notes)) {
    if (divisors) await pass.repeat(batch, keep);
    else await pass.count(batch, notes, keep);
  }
  const { bytes, lines, rows } = reader.end;
  const done = { bytes, lines, rows, runs: pass.runs.map((run) => run.state()), notes: notes.state() };
  if (!printer) return { ...done, printed: undefined };
  const before = board.rowsBefore(index);
  if (before === undefined) return undefined;
  // those below go on while this prints
  board.tellRows(index + 1, before + rows);
  for (const block of blocks) await printer.rows({ ...block, index: (row) => before + block.index(row) });
  const text = printer.taken();
  return { ...done, printed: blocks[0] && { text, losses: blocks[0].losses.map(emptied) } };
}

/** Rows whose arrays are not used again. */
function copyOf({ rows, index, losses }: RowBlock): RowBlock {
  const indices = Float64Array.from({ length: rows }, (_, row) => index(row));
  return {
    rows,
    index: (row) => indices[row]!,
    losses: losses.map((loss) => changed(loss, (values) => values.slice())),
  };
}

const emptied = (loss: LossRows): LossRows => changed(loss, () => new Float64Array(0));

function changed(loss: LossRows, change: (values: Float64Array) => Float64Array): LossRows {
  return {
    ...loss,
    unreduced: change(loss.unreduced),
    perSample: loss.perSample && change(loss.perSample),
    grads: loss.grads.map((grad) => ({ ...grad, values: change(grad.values) })),
  };
}
