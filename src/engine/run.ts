import type { Batch } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { Loss, Reduction } from "../core/loss.ts";
import type { Note, Notes } from "../core/notes.ts";
import type { AnyParamValues } from "../core/param.ts";
import type { RowBlock } from "../core/row-block.ts";
import { checkWeights, noteNonFinite } from "./check.ts";
import { LossRun } from "./loss-run.ts";

/** The role under which readers deliver sample weights. */
export const SAMPLE_WEIGHT = "sample_weight";

/** One loss to compute. */
export interface LossPlan {
  readonly loss: Loss;
  /** Parameters that were given, within their ranges. */
  readonly given: AnyParamValues;
  readonly reduction: Reduction;
}

export interface RunPlan {
  readonly losses: readonly LossPlan[];
  /** Whether gradients are wanted, by every differentiable role. */
  readonly grad: boolean;
  /** Whether what is computed for each row is wanted. */
  readonly rows: boolean;
  readonly sampleWeight: boolean;
}

/** The part of an opened input that the engine uses. */
interface Batches {
  readonly name: string;
  readonly notes: Notes;
  /** All of them, anew at each call. */
  batches(): AsyncIterable<Batch>;
}

/** Sums over all rows. */
export interface Totals {
  samples: number;
  ignored: number;
  skipped: number;
  add(losses: Float64Array): void;
  addWeighted(losses: Float64Array, masses: Float64Array): void;
  readonly sum: number;
  readonly mean: number;
  readonly denominator: number;
  /** The sum divided by a count. */
  per(count: number): number;
}

/** What the engine is handed to reduce with. */
export interface Reducers {
  totals(): Totals;
  perSample(losses: Float64Array, width: number, reduction: "mean" | "sum", into: Float64Array): void;
}

/** Takes the rows as they are computed. */
export interface RowSink {
  rows(block: RowBlock): Promise<void> | void;
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

/** Computes every planned loss in one pass; two where gradients need the mean's denominator first. */
export async function run(
  plan: RunPlan,
  input: Batches,
  reducers: Reducers,
  sink: RowSink | undefined,
): Promise<LossResult[]> {
  const runs = plan.losses.map((loss) => new LossRun(loss, reducers, plan.grad && plan.rows));
  const twice =
    plan.grad &&
    plan.rows &&
    plan.losses.some(({ reduction }) => reduction === "mean" || reduction === "batchmean");
  for await (const batch of input.batches()) {
    noteNonFinite(batch, input.notes);
    const weights = weightsOf(batch, plan);
    for (const one of runs) one.count(batch, weights, !twice, input.notes);
    if (plan.rows && !twice) await sink?.rows(rowBlock(batch, runs, weights));
  }
  const results = runs.map((one) => one.result(input.notes.list().map(toWarning)));
  refuseNothing(results, input.name);
  if (twice && plan.rows) {
    for await (const batch of input.batches()) {
      const weights = weightsOf(batch, plan);
      for (const one of runs) one.compute(batch, weights, true);
      await sink?.rows(rowBlock(batch, runs, weights));
    }
  }
  return results;
}

const toWarning = ({ count, place, says }: Note): Warning => ({ message: says(count), place });

function weightsOf(batch: Batch, { sampleWeight }: RunPlan): Float64Array | undefined {
  if (!sampleWeight) return undefined;
  const data = batch.roles[SAMPLE_WEIGHT];
  if (!data) throw new InputError("there is no column of sample weights in any input");
  checkWeights(batch, SAMPLE_WEIGHT);
  return data.values;
}

function rowBlock(batch: Batch, runs: readonly LossRun[], weights: Float64Array | undefined): RowBlock {
  return { rows: batch.rows, index: batch.index, losses: runs.map((one) => one.rows(batch, weights)) };
}

function refuseNothing([first]: readonly LossResult[], source: string): void {
  if (!first || first.samples + first.ignored > 0) return;
  const message =
    first.skipped > 0
      ? `no row is left: all ${first.skipped} have a missing value`
      : "there are no rows of data";
  throw new InputError(message, { place: { source } });
}
