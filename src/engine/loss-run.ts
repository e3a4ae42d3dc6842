import { type Batch, type Shape, sizeOf } from "../core/batch.ts";
import { InputError, LossError } from "../core/errors.ts";
import { type Dims, gradRoles, type Layout, type PreparedLoss, type Whole } from "../core/loss.ts";
import type { Notes } from "../core/notes.ts";
import type { LossRows } from "../core/row-block.ts";
import { Buffers } from "./buffers.ts";
import { ClassCheck, checkRange } from "./check.ts";
import { IgnoredRows } from "./ignored-rows.ts";
import { ItemMean } from "./item-mean.ts";
import type { LossPlan, LossResult, Reducers, Totals, Warning } from "./run.ts";
import { divisorOf, scaleRows, weightRows } from "./scale.ts";
import { verdicts } from "./verdicts.ts";
import { Watcher, type WatchState } from "./watcher.ts";

/** What the shape of the rows settles, once for all batches. */
interface Plan {
  readonly shapes: Readonly<Record<string, Shape>>;
  readonly layout: Layout;
  readonly width: number;
  /** Whether the kernel says what each loss counts for. */
  readonly counted: boolean;
  /** Undefined where all rows count. */
  readonly ignored: IgnoredRows | undefined;
  readonly watchers: readonly Watcher[];
  /** Where the mean is not the sum divided by the denominator. */
  readonly itemMean: ItemMean | undefined;
}

/** What a run has come to, as plain data, which threads can send each other. */
export interface LossRunState {
  /** Of the roles, where there were rows. */
  readonly shapes: Readonly<Record<string, Shape>> | undefined;
  readonly totals: ReturnType<Totals["state"]>;
  readonly itemMean: ReturnType<ItemMean["state"]> | undefined;
  readonly watchers: readonly WatchState[];
  readonly lowestClass: number;
  readonly infinite: number;
}

/** One loss on its way through the batches: checks, kernel, weights, sums. */
export class LossRun {
  readonly #plan: LossPlan;
  readonly #prepared: PreparedLoss;
  readonly #reducers: Reducers;
  readonly #roles: readonly string[];
  readonly #gradRoles: readonly string[];
  /** Roles whose rows are sequences. */
  readonly #sequences: readonly string[];
  readonly #totals: Totals;
  readonly #classCheck = new ClassCheck();
  readonly #ignoreIndex: number | undefined;
  readonly #ignored: IgnoredRows | undefined;
  readonly #buffers = new Buffers();
  #settled: Plan | undefined;
  #infinite = 0;
  /** What gradients are divided by. */
  #divisor = 1;
  #expected?: number;

  constructor(plan: LossPlan, reducers: Reducers, grad: boolean) {
    this.#plan = plan;
    this.#prepared = plan.loss.prepare(plan.given);
    this.#reducers = reducers;
    const { optional = [] } = plan;
    this.#roles = Object.entries(plan.loss.roles)
      .filter(([role, facts]) => !facts.optional || optional.includes(role))
      .map(([role]) => role);
    this.#sequences = this.#roles.filter((role) => plan.loss.roles[role]?.sequence);
    this.#gradRoles = grad ? gradRoles(plan.loss) : [];
    this.#totals = reducers.totals();
    const { ignore_index } = this.#prepared.params;
    this.#ignoreIndex = typeof ignore_index === "number" ? ignore_index : undefined;
    const target = this.#roles.find((role) => plan.loss.roles[role]?.kind === "class");
    if (this.#ignoreIndex !== undefined && target) this.#ignored = new IgnoredRows(target, this.#ignoreIndex);
  }

  /** Whether it needs all rows at once. */
  get whole(): Whole | undefined {
    return this.#prepared.whole;
  }

  /** The lowest class among those that were checked: in an error, a batch is gone through again. */
  get lowestClass(): number {
    return this.#classCheck.lowest;
  }

  set lowestClass(lowest: number) {
    this.#classCheck.lowest = lowest;
  }

  /** Computes a batch that was checked, and adds it up. */
  count(batch: Batch, weights: Float64Array | undefined, grad: boolean): void {
    this.#totals.skipped += batch.skipped;
    if (batch.rows === 0) return;
    const plan = this.#settle(batch);
    const { loss, mass } = this.compute(batch, weights, grad);
    const finite = mass ? this.#totals.addWeighted(loss, mass) : this.#totals.add(loss);
    plan.itemMean?.add(batch, loss, mass);
    const ignored = plan.ignored?.count(batch, plan.width) ?? 0;
    this.#totals.ignored += ignored;
    this.#totals.samples += batch.rows - ignored;
    if (!finite) for (const one of loss) if (one === Infinity) this.#infinite++;
  }

  /** Unreduced losses, what they count for, and gradients if asked for, all weighted; in this run's buffers. */
  compute(
    batch: Batch,
    weights: Float64Array | undefined,
    grad: boolean,
  ): { loss: Float64Array; mass: Float64Array | undefined } {
    const plan = this.#settle(batch);
    const { rows } = batch;
    const cells = this.whole === "value" ? 1 : rows * plan.width;
    const loss = this.#buffers.take("loss", cells);
    const { counted } = plan;
    const mass = counted || weights ? this.#buffers.take("mass", cells) : undefined;
    const rowWeights = this.#rowWeights(weights);
    const values: Record<string, Float64Array> = {};
    for (const role of this.#roles) values[role] = batch.roles[role]!.values;
    const dims = this.#dims(batch, plan, weights);
    const grads: Record<string, Float64Array> = {};
    for (const role of grad ? this.#gradRoles : [])
      grads[role] = this.#buffers.take(`grad ${role}`, batch.roles[role]!.values.length);
    this.#prepared.kernel(values, { loss, grad: grads, mass: counted ? mass : undefined }, dims);
    // one number for all rows counts once, unless none of them counts
    if (weights && mass && !counted) mass.fill(rowWeights || weights.some((w) => w > 0) ? 1 : 0);
    if (rowWeights && mass) weightRows([loss, mass], rowWeights, plan.width);
    return { loss, mass };
  }

  /** The results of the batch that was computed last, with gradients or without. */
  rows(batch: Batch, weights: Float64Array | undefined, grad: boolean): LossRows {
    const { reduction, loss } = this.#plan;
    const plan = this.#settle(batch);
    // one number for all rows is no row's
    const shape = this.whole === "value" ? [0] : plan.layout.out;
    const unreduced = this.#buffers.take("loss", batch.rows * sizeOf(shape));
    let perSample: Float64Array | undefined;
    if (reduction !== "none" && this.whole !== "value") {
      const room = this.#buffers.take("per-sample", batch.rows);
      const kind = reduction === "mean" ? "mean" : "sum";
      perSample = this.#reducers.perSample(unreduced, plan.width, kind, room);
    }
    const mass = plan.counted || weights ? this.#buffers.take("mass", unreduced.length) : undefined;
    const factors =
      plan.itemMean && grad && reduction === "mean"
        ? plan.itemMean.weights(batch, weights)
        : this.#rowWeights(weights);
    const grads = (grad ? this.#gradRoles : []).map((role) => {
      const data = batch.roles[role]!;
      const values = this.#buffers.take(`grad ${role}`, data.values.length);
      scaleRows(values, data, batch.rows, factors, this.#divisor);
      return { ...data, role, values };
    });
    const averaged = plan.itemMean?.divided(batch, unreduced);
    return { name: loss.name, reduction, shape, unreduced, averaged, mass, perSample, grads };
  }

  /** What the reduced value is the sum divided by, when all rows were counted. */
  get denominator(): number {
    const { reduction } = this.#plan;
    if (reduction === "mean") return this.#totals.denominator;
    return reduction === "batchmean" ? this.#totals.samples + this.#totals.ignored : 1;
  }

  /** Whether each row counts the same in the denominator: those of classes have weights, or are ignored. */
  get countable(): boolean {
    return Object.values(this.#plan.loss.roles).every(({ kind }) => kind !== "class");
  }

  /** Settles how many rows there will be. */
  expect(rows: number): void {
    this.#expected = rows;
  }

  /** Whether gradients were divided by what came out in the end. */
  get asExpected(): boolean {
    return this.#divisor === this.denominator;
  }

  /** Settles what gradients are divided by from now on. */
  divideBy(denominator: number): void {
    this.#divisor = denominator;
  }

  state(): LossRunState {
    return {
      shapes: this.#settled?.shapes,
      totals: this.#totals.state(),
      itemMean: this.#settled?.itemMean?.state(),
      watchers: this.#settled?.watchers.map((watcher) => watcher.state()) ?? [],
      lowestClass: this.lowestClass,
      infinite: this.#infinite,
    };
  }

  /** Forgets all rows, as if there had been none. */
  clear(): void {
    this.#totals.clear();
    this.lowestClass = Infinity;
    this.#infinite = 0;
    this.#settled = undefined;
  }

  /** Takes in what came of rows further on, `lines` below. */
  merge(state: LossRunState, lines: number): void {
    this.#totals.merge(state.totals);
    this.lowestClass = Math.min(this.lowestClass, state.lowestClass);
    this.#infinite += state.infinite;
    if (!state.shapes) return;
    const settled = this.#settled ?? this.#settleShapes(state.shapes);
    for (const [i, watcher] of settled.watchers.entries()) watcher.merge(state.watchers[i]!, lines);
    if (state.itemMean) settled.itemMean?.merge(state.itemMean);
  }

  /** `names` is how many classes stood in the data by name. */
  result(shared: readonly Warning[], names: number): LossResult {
    const { loss, reduction, remarks = [] } = this.#plan;
    const { samples, ignored, skipped, sum, denominator } = this.#totals;
    const mean = (this.#settled?.itemMean ?? this.#totals).mean;
    const value = reduction === "mean" ? mean : this.#totals.reduced(reduction);
    const { width = 1, layout, watchers = [] } = this.#settled ?? {};
    // of one number by which no row counts there is nothing else to say
    const empty = this.whole === "value" && denominator === 0;
    const seen = empty ? [] : watchers.flatMap((watcher) => watcher.verdict(samples + ignored) ?? []);
    const told = [...shared, ...seen];
    const classes = layout?.classes === undefined && names === 0 ? 0 : width * (samples + ignored);
    const counts = { samples, ignored, skipped, denominator, sum, mean };
    const outcome = { ...counts, loss, reduction, width, names, classes, infinite: this.#infinite };
    const planned = remarks.map((message) => ({ message, place: undefined }));
    const warnings = [...planned, ...told, ...verdicts({ ...outcome, explained: told.length > 0 })];
    const { params } = this.#prepared;
    return { loss, params, reduction, whole: this.whole, value, ...counts, warnings };
  }

  #settle(batch: Batch): Plan {
    if (this.#settled) return this.#settled;
    const shapes: Record<string, Shape> = {};
    for (const role of this.#roles) {
      const data = batch.roles[role];
      if (!data) throw new InputError(`there is no column of ${role} in any input`);
      shapes[role] = data.shape;
    }
    try {
      return this.#settleShapes(shapes);
    } catch (error) {
      if (!(error instanceof LossError) || error.place) throw error;
      const { source } = batch.place(0, this.#roles[0]!, 0);
      throw new LossError(error.status, error.message, { place: { source }, hint: error.hint });
    }
  }

  #settleShapes(shapes: Readonly<Record<string, Shape>>): Plan {
    const layout = this.#prepared.layout(shapes);
    const watchers = this.#prepared.watches(shapes).map((watch) => new Watcher(watch));
    const counted = layout.counted === true || layout.classes !== undefined;
    const width = sizeOf(layout.out);
    if (this.#expected !== undefined) this.#divisor = divisorOf(this.#plan.reduction, this.#expected, width);
    const { perItemOf } = layout;
    const itemMean = perItemOf === undefined ? undefined : new ItemMean(perItemOf, this.#reducers.totals());
    const ignored = layout.classes === undefined ? undefined : this.#ignored;
    this.#settled = { shapes, layout, width, counted, ignored, watchers, itemMean };
    return this.#settled;
  }

  /** Throws at what is wrong in a batch; notes what is odd. */
  check(batch: Batch, notes: Notes, weights: Float64Array | undefined): void {
    if (batch.rows === 0) return;
    const plan = this.#settle(batch);
    const { layout } = plan;
    const values: Record<string, Float64Array> = {};
    for (const role of this.#roles) {
      values[role] = batch.roles[role]!.values;
      const range = this.#prepared.ranges[role];
      if (range) checkRange(batch, role, range, notes);
      if (layout.classes !== undefined && this.#plan.loss.roles[role]?.kind === "class")
        this.#classCheck.check(batch, role, layout.classes, this.#ignoreIndex);
    }
    const dims = this.#dims(batch, plan, weights);
    for (const watcher of plan.watchers) watcher.look(batch, values, dims);
  }

  /** Weights by which each row's losses are multiplied; one number for all rows has taken them in. */
  #rowWeights(weights: Float64Array | undefined): Float64Array | undefined {
    return this.whole === "value" ? undefined : weights;
  }

  #dims({ rows, roles }: Batch, { shapes }: Plan, weights: Float64Array | undefined): Dims {
    if (this.whole) return { rows, shapes, weights };
    if (this.#sequences.length === 0) return { rows, shapes };
    const starts = Object.fromEntries(this.#sequences.map((role) => [role, roles[role]!.starts]));
    return { rows, shapes, starts };
  }

  /** Whether none of a row's positions counts. */
  ignores(batch: Batch, row: number): boolean {
    const { ignored, width } = this.#settle(batch);
    return ignored?.has(batch, width, row) ?? false;
  }
}
