import { type Batch, rowsOf } from "../core/batch.ts";
import { InputError, isInRow, LossError, quote, UsageError } from "../core/errors.ts";
import { Notes } from "../core/notes.ts";
import type { Rejects } from "../core/rejects.ts";
import type { Observer, RowBlock } from "../core/row-block.ts";
import { checkWeights, noteNonFinite } from "./check.ts";
import { Gathered } from "./gathered.ts";
import { LossRun } from "./loss-run.ts";
import type { Reducers, RowSink, RunPlan } from "./run.ts";

/** The role under which readers deliver sample weights. */
export const SAMPLE_WEIGHT = "sample_weight";

/** Whether gradients are of a value that is known only when all rows were counted. */
export const needsTwoPasses = ({ grad, rows, losses }: RunPlan): boolean =>
  grad && rows && losses.some(({ reduction }) => reduction === "mean" || reduction === "batchmean");

/** The first row of a batch that is wrong; -1 where all are together. */
interface WrongRow {
  readonly error: LossError;
  readonly row: number;
}

/** All planned losses on their way through some batches, whichever thread has them. */
export class Pass {
  readonly runs: readonly LossRun[];
  readonly #plan: RunPlan;
  #twice: boolean;
  readonly #source: string;
  readonly #gathered: Gathered | undefined;
  /** Roles in which every loss takes infinities. */
  readonly #open: readonly string[];
  readonly #observers: readonly Observer[];
  readonly #rejects: Rejects | undefined;

  constructor(
    plan: RunPlan,
    reducers: Reducers,
    source = "",
    observers: readonly Observer[] = [],
    rejects?: Rejects,
  ) {
    this.#rejects = rejects;
    this.#plan = plan;
    this.#observers = observers;
    this.#twice = needsTwoPasses(plan);
    this.#source = source;
    this.runs = plan.losses.map((loss) => new LossRun(loss, reducers, plan.grad && plan.rows));
    const dependent = plan.losses.findIndex(
      ({ loss }, i) => this.runs[i]!.whole === "rows" && !loss.weighted,
    );
    if (dependent >= 0 && plan.grad && plan.rows && plan.sampleWeight !== undefined)
      throw new UsageError(
        `--grad and --sample-weight do not go together with ${plan.losses[dependent]!.loss.name}: its rows depend on each other`,
      );
    const roles = plan.losses.flatMap(({ loss }) => Object.entries(loss.roles));
    const closed = new Set(roles.flatMap(([role, { infinite }]) => (infinite ? [] : [role])));
    this.#open = roles.flatMap(([role]) => (closed.has(role) ? [] : [role]));
    const whole = plan.losses.filter((_, i) => this.runs[i]!.whole !== undefined);
    if (whole.length > 0)
      this.#gathered = new Gathered(whole.map(({ loss }) => loss.name).join(" and "), source);
  }

  /** Whether rows are computed when all are there, and not as they come. */
  get whole(): boolean {
    return this.#gathered !== undefined;
  }

  /** Whether there are gradients that wait for nothing but the number of rows. */
  get countable(): boolean {
    return (
      this.#twice &&
      !this.whole &&
      this.#plan.sampleWeight === undefined &&
      this.runs.every((run) => run.countable)
    );
  }

  /** The number of rows is known: one pass is enough. */
  expect(rows: number): void {
    this.#twice = false;
    for (const run of this.runs) run.expect(rows);
  }

  /** All rows are there: computes what had to wait for that. */
  async finish(sink: RowSink | undefined): Promise<void> {
    if (!this.#gathered) return;
    const all = this.#gathered.batch();
    try {
      await this.#count(all, sink);
    } catch (error) {
      if (error instanceof InputError && !error.place)
        throw new InputError(error.message, { place: { source: this.#source }, hint: error.hint });
      throw error;
    }
    if (!this.#twice) return;
    for (const run of this.runs) run.divideBy(run.denominator);
    await this.repeat(all, sink);
  }

  /** Checks a batch, counts it and hands its rows on. Rows before one that is wrong are still dealt with. */
  async count(batch: Batch, notes: Notes, sink: RowSink | undefined): Promise<void> {
    let rest = batch;
    for (;;) {
      const wrong = await this.#countSound(rest, notes, sink);
      if (!wrong) return;
      const { error, row } = wrong;
      if (!this.#rejects || row < 0 || !error.place || !isInRow(error.place)) throw error;
      this.#rejects.add(error, error.place.raw);
      rest = rowsOf(rest, row + 1, rest.rows);
    }
  }

  /** Counts the rows before the first that is wrong. */
  async #countSound(batch: Batch, notes: Notes, sink: RowSink | undefined): Promise<WrongRow | undefined> {
    const lowest = this.runs.map(({ lowestClass }) => lowestClass);
    let sound = batch;
    let wrong: WrongRow | undefined;
    try {
      this.#check(batch, notes);
    } catch (error) {
      if (!(error instanceof LossError)) throw error;
      for (const [i, run] of this.runs.entries()) run.lowestClass = lowest[i]!;
      wrong = this.#firstError(batch, error);
      sound = rowsOf(batch, 0, Math.max(wrong.row, 0));
    }
    if (this.#gathered) this.#gathered.add(sound);
    else await this.#count(sound, sink);
    return wrong;
  }

  async #count(batch: Batch, sink: RowSink | undefined): Promise<void> {
    const weights = batch.rows === 0 ? undefined : this.#weights(batch);
    for (const run of this.runs) run.count(batch, weights, !this.#twice);
    if (batch.rows === 0) return;
    if (this.#observers.length > 0) await this.#observe(batch, weights);
    if (this.#plan.rows && !this.#twice) await sink?.rows(this.#block(batch, weights, true));
  }

  async #observe(batch: Batch, weights: Float64Array | undefined): Promise<void> {
    const block = {
      ...this.#block(batch, weights, false),
      batch,
      ignored: (loss: number, row: number) => this.runs[loss]!.ignores(batch, row),
    };
    for (const observer of this.#observers) await observer.rows(block);
  }

  /** Hands on the rows of a batch that was counted in an earlier pass. */
  async repeat(batch: Batch, sink: RowSink | undefined): Promise<void> {
    if (batch.rows === 0) return;
    const weights = this.#weights(batch);
    for (const run of this.runs) run.compute(batch, weights, true);
    await sink?.rows(this.#block(batch, weights, true));
  }

  #check(batch: Batch, notes: Notes): void {
    noteNonFinite(batch, notes, this.#open);
    const weights = this.#weights(batch);
    if (weights) checkWeights(batch, SAMPLE_WEIGHT);
    for (const run of this.runs) run.check(batch, notes, weights);
  }

  /** A batch is checked role by role; but the error to tell is the first row's, so that it does not matter where rows are cut into batches. */
  #firstError(batch: Batch, found: LossError): WrongRow {
    for (let row = 0; row < batch.rows; row++) {
      try {
        this.#check(rowsOf(batch, row, row + 1), new Notes());
      } catch (error) {
        if (error instanceof LossError) return { error, row };
        throw error;
      }
    }
    return { error: found, row: -1 };
  }

  #weights(batch: Batch): Float64Array | undefined {
    if (this.#plan.sampleWeight === undefined) return undefined;
    const data = batch.roles[SAMPLE_WEIGHT];
    if (!data)
      throw new InputError(
        `there is no column ${quote(this.#plan.sampleWeight)} of sample weights in any input`,
      );
    return data.values;
  }

  #block(batch: Batch, weights: Float64Array | undefined, grad: boolean): RowBlock {
    return {
      rows: batch.rows,
      index: batch.index,
      carried: batch.carried,
      losses: this.runs.map((run) => run.rows(batch, weights, grad)),
    };
  }
}
