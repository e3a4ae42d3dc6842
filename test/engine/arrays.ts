import { expect } from "vitest";
import type { Batch, RoleData, Shape } from "../../src/core/batch.ts";
import { sizeOf } from "../../src/core/batch.ts";
import type { Loss, Reduction } from "../../src/core/loss.ts";
import { Notes } from "../../src/core/notes.ts";
import type { AnyParamValues } from "../../src/core/param.ts";
import type { LossRows, RowBlock } from "../../src/core/row-block.ts";
import { type LossResult, run, SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { losses } from "../../src/losses/index.ts";
import { perSample } from "../../src/reducers/rows.ts";
import { Totals } from "../../src/reducers/totals.ts";

export const named = (name: string): Loss => losses.find((loss) => loss.name === name)!;

/** Every cell within a bound that is relative to the cell, or to 1 where terms of that size cancelled. */
export function expectClose(got: readonly number[], wanted: readonly number[], bound = 1e-13): void {
  expect(got.length).toBe(wanted.length);
  for (const [i, v] of wanted.entries()) {
    const near = Math.abs(got[i]! - v) <= bound * Math.max(1, Math.abs(v));
    expect(near, `cell ${i}: ${got[i]} for ${v}`).toBe(true);
  }
}

/** Numbers in lists in lists; JSON spells those that it has no word for. */
export type Nested = number | string | readonly Nested[];
export type Arrays = Readonly<Record<string, readonly Nested[]>>;

export function flat(nested: Nested): number[] {
  return Array.isArray(nested) ? nested.flatMap(flat) : [Number(nested)];
}

export function shapeOf(nested: Nested): number[] {
  return Array.isArray(nested) ? [nested.length, ...shapeOf(nested[0] ?? 0)] : [];
}

/** Some rows of a role; sequences have each its own length, and `shape` is that of their items. */
function dataOf(role: string, rows: readonly Nested[], shape: Shape, sequence: boolean): RoleData {
  const names = Array.from({ length: sizeOf(shape) }, (_, cell) => `${role}_${cell}`);
  const values = Float64Array.from(flat(rows));
  if (!sequence) return { shape, names, values };
  const starts = new Uint32Array(rows.length + 1);
  for (const [i, row] of rows.entries()) starts[i + 1] = starts[i]! + flat(row).length;
  return { shape, names, values, starts };
}

/** An input that is in memory already: rows are cut before each of the positions in `cuts`. */
export function inputOf(
  arrays: Arrays,
  cuts: readonly number[] = [],
  skipped = 0,
  sequences: readonly string[] = [],
) {
  const rows = Object.values(arrays)[0]!.length;
  const ends = [...cuts, rows];
  return {
    name: "memory",
    notes: new Notes(),
    async *batches(): AsyncIterable<Batch> {
      let start = 0;
      for (const [i, end] of ends.entries()) {
        const roles: Record<string, RoleData> = {};
        for (const [role, values] of Object.entries(arrays)) {
          const sequence = sequences.includes(role);
          const shape: Shape = sequence
            ? shapeOf(values.flatMap((row) => row as readonly Nested[])).slice(1)
            : shapeOf(values).slice(1);
          roles[role] = dataOf(role, values.slice(start, end), shape, sequence);
        }
        const first = start;
        yield {
          rows: end - start,
          roles,
          skipped: i === 0 ? skipped : 0,
          index: (row) => first + row,
          place: (row, role, cell) => ({
            source: "memory",
            line: first + row + 1,
            column: cell + 1,
            subject: role,
          }),
        };
        // as a reader does, which fills the same arrays again
        for (const { values } of Object.values(roles)) values.fill(Number.NaN);
        start = end;
      }
    },
  };
}

export interface Options {
  readonly given?: AnyParamValues;
  readonly reduction?: Reduction;
  readonly grad?: boolean;
  readonly cuts?: readonly number[];
  readonly skipped?: number;
}

/** All that comes out of a run of one loss. */
export interface Answer extends LossResult {
  readonly unreduced: number[];
  readonly shape: Shape;
  readonly perSample: number[];
  readonly grads: Readonly<Record<string, number[]>>;
  readonly index: number[];
  readonly messages: string[];
}

/** Runs one loss over arrays. Sample weights are the array of that name. */
export async function compute(loss: Loss, arrays: Arrays, options: Options = {}): Promise<Answer> {
  const { given = {}, reduction = loss.reduction, grad = false, cuts, skipped } = options;
  const unreduced: number[] = [];
  const rowValues: number[] = [];
  const grads: Record<string, number[]> = {};
  const index: number[] = [];
  let shape: Shape = [];
  const take = (block: RowBlock, { unreduced: u, perSample: p, grads: g, shape: s }: LossRows) => {
    unreduced.push(...u);
    rowValues.push(...(p ?? []));
    for (const { role, values } of g) {
      grads[role] ??= [];
      grads[role].push(...values);
    }
    for (let row = 0; row < block.rows; row++) index.push(block.index(row));
    shape = s;
  };
  const [result] = await run(
    {
      losses: [{ loss, given, reduction, optional: Object.keys(arrays) }],
      grad,
      rows: true,
      sampleWeight: SAMPLE_WEIGHT in arrays ? "w" : undefined,
    },
    inputOf(
      arrays,
      cuts,
      skipped,
      Object.keys(loss.roles).filter((role) => loss.roles[role]!.sequence),
    ),
    { totals: () => new Totals(), perSample },
    { rows: (block) => take(block, block.losses[0]!) },
  );
  const messages = result!.warnings.map(({ message }) => message);
  return { ...result!, unreduced, shape, perSample: rowValues, grads, index, messages };
}

/** The sum over the rows, all that is unreduced, and the gradients. */
export const computeSum = (loss: Loss, arrays: Arrays, given: AnyParamValues = {}): Promise<Answer> =>
  compute(loss, arrays, { given, reduction: "sum", grad: true });
