import type { Batch, Position } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { SumState } from "../core/exact-sum.ts";
import type { Loss, Reduction, Whole } from "../core/loss.ts";
import { CLASS_NAMES, type Note, type Notes } from "../core/notes.ts";
import type { AnyParamValues } from "../core/param.ts";
import type { Rejects } from "../core/rejects.ts";
import type { Observer, RowBlock } from "../core/row-block.ts";
import { needsTwoPasses, Pass } from "./pass.ts";
import { countRunning, type Running } from "./running.ts";

export { needsTwoPasses, SAMPLE_WEIGHT } from "./pass.ts";
export type { Running } from "./running.ts";

/** One loss to compute. */
export interface LossPlan {
  readonly loss: Loss;
  /** Parameters that were given, within their ranges. */
  readonly given: AnyParamValues;
  readonly reduction: Reduction;
  /** Optional roles that were asked for. */
  readonly optional?: readonly string[];
  /** What is to be said of how it was planned. */
  readonly remarks?: readonly string[];
}

export interface RunPlan {
  readonly losses: readonly LossPlan[];
  /** Whether gradients are wanted, by every differentiable role. */
  readonly grad: boolean;
  /** Whether what is computed for each row is wanted. */
  readonly rows: boolean;
  /** The column of sample weights, as it was asked for. */
  readonly sampleWeight: string | undefined;
}

/** The part of an opened input that the engine uses. */
interface Batches {
  readonly name: string;
  readonly notes: Notes;
  /** All of them, anew at each call, or those behind a place. */
  batches(from?: Position): AsyncIterable<Batch>;
}

/** Sums over all rows. */
export interface Totals {
  samples: number;
  ignored: number;
  skipped: number;
  /** These two say whether all losses are finite. */
  add(losses: Float64Array): boolean;
  addWeighted(losses: Float64Array, masses: Float64Array): boolean;
  readonly sum: number;
  readonly mean: number;
  readonly denominator: number;
  /** Undefined with reduction `none`. */
  reduced(reduction: Reduction): number | undefined;
  /** A copy as plain data, which threads can send each other. */
  state(): TotalsState;
  merge(state: TotalsState): void;
  clear(): void;
}

interface TotalsState {
  readonly losses: SumState;
  readonly masses: SumState;
  readonly count: number;
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
}

/** What the engine is handed to reduce with. */
export interface Reducers {
  totals(): Totals;
  /** In `room`, unless they are the losses themselves. */
  perSample(losses: Float64Array, width: number, reduction: "mean" | "sum", room: Float64Array): Float64Array;
}

/** Takes the rows as they are computed. */
export interface RowSink {
  rows(block: RowBlock): Promise<void> | void;
}

/** Other threads that take a part of the rows off a pass, from the first on. */
export interface Helpers {
  /** How many rows there will be, unless there is an error among them; undefined where they must be read for that. */
  expectedRows(): Promise<number | undefined>;
  /** Gives the place from which the pass is to go on by itself; undefined for all of it. */
  count(pass: Pass): Promise<Position | undefined>;
  repeat(pass: Pass): Promise<Position | undefined>;
}

/** Who else takes part in a run. */
export interface Extras {
  readonly helpers?: Helpers | undefined;
  readonly observers?: readonly Observer[] | undefined;
  readonly rejects?: Rejects | undefined;
  readonly running?: Running | undefined;
}

export interface Warning {
  readonly message: string;
  readonly place: Place | undefined;
}

/** What is known of one loss when all rows are read. */
export interface LossResult {
  readonly loss: Loss;
  readonly params: AnyParamValues;
  readonly reduction: Reduction;
  readonly whole: Whole | undefined;
  /** Undefined with reduction `none`, where it is the rows. */
  readonly value: number | undefined;
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
  readonly denominator: number;
  readonly sum: number;
  readonly mean: number;
  readonly warnings: readonly Warning[];
}

/**
 * Computes every planned loss in one pass; two where gradients need the mean's denominator first, and the number of rows
 * does not give it or is not known beforehand.
 */
export async function run(
  plan: RunPlan,
  input: Batches,
  reducers: Reducers,
  sink: RowSink | undefined,
  { helpers, observers = [], rejects, running }: Extras = {},
): Promise<LossResult[]> {
  const pass = new Pass(plan, reducers, input.name, observers, rejects);
  const crew = pass.whole || observers.length > 0 || rejects || running ? undefined : helpers;
  const expected = pass.countable ? await crew?.expectedRows() : undefined;
  if (expected !== undefined) pass.expect(expected);
  const counted = await crew?.count(pass);
  const batches = input.batches(counted);
  if (running) await countRunning(pass, batches, input.notes, running);
  else for await (const batch of batches) await pass.count(batch, input.notes, sink);
  if (rejects && rejects.count > 0) throw rejects.summary();
  await pass.finish(sink);
  const results = resultsOf(pass, input);
  if (expected !== undefined && pass.runs.some((one) => !one.asExpected)) {
    const rows = results[0]!.samples + results[0]!.ignored;
    const message = `changed while it was read: ${rows} rows, where ${expected} were counted`;
    throw new InputError(message, { place: { source: input.name } });
  }
  if (expected === undefined && needsTwoPasses(plan) && !pass.whole) {
    for (const one of pass.runs) one.divideBy(one.denominator);
    const repeated = await crew?.repeat(pass);
    for await (const batch of input.batches(repeated)) await pass.repeat(batch, sink);
  }
  return results;
}

/** What has come of all rows of an input. */
export function resultsOf(pass: Pass, { name, notes }: Pick<Batches, "name" | "notes">): LossResult[] {
  const warnings = warningsOf(notes);
  const results = pass.runs.map((one) => one.result(warnings, notes.count(CLASS_NAMES)));
  refuseNothing(results, name);
  return results;
}

/** In the order of the places, for kinds are not noticed in an order that is independent of how rows are cut into batches. */
function warningsOf(notes: Notes): Warning[] {
  const line = ({ place }: Note): number => place?.line ?? place?.record ?? 0;
  return notes
    .list()
    .toSorted((a, b) => line(a) - line(b))
    .map(({ count, place, says }) => ({ message: says(count), place }));
}

function refuseNothing([first]: readonly LossResult[], source: string): void {
  if (!first || first.samples + first.ignored > 0) return;
  const message =
    first.skipped > 0
      ? `no row is left: all ${first.skipped} have a missing value`
      : "there are no rows of data";
  throw new InputError(message, { place: { source } });
}
