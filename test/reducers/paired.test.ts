import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reduction } from "../../src/core/loss.ts";
import type { ObservedBlock } from "../../src/core/row-block.ts";
import { Paired, type PairedResult } from "../../src/reducers/paired.ts";

interface Case {
  readonly name: string;
  readonly reduction: Reduction;
  readonly resamples: number;
  readonly seed: number;
  readonly confidence: number;
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly mass: readonly number[];
  readonly difference: number;
  readonly standard_error: number;
  readonly t: readonly [number, number];
  readonly bootstrap: readonly [number, number];
  readonly better: PairedResult["better"];
}

const { cases, many } = JSON.parse(readFileSync("fixtures/statistics/compare.json", "utf8")) as {
  readonly cases: readonly Case[];
  readonly many: Omit<Case, "a" | "b" | "mass">;
};

/** Rows of one loss, as the engine hands them on. */
function block(losses: readonly number[], mass: readonly number[] | undefined, first = 0): ObservedBlock {
  const unreduced = Float64Array.from(losses);
  return {
    rows: losses.length,
    index: (row) => first + row,
    losses: [
      {
        name: "mse",
        reduction: "mean",
        shape: [],
        unreduced,
        mass: mass && Float64Array.from(mass),
        perSample: unreduced,
        grads: [],
      },
    ],
    batch: {
      rows: losses.length,
      roles: {},
      skipped: 0,
      index: (row) => row,
      place: () => ({ source: "t" }),
    },
    ignored: (_, row) => mass?.[row] === -1,
  };
}

function compared(
  {
    a,
    b,
    mass,
    reduction,
    seed,
  }: Pick<Case, "a" | "b" | "reduction" | "seed"> & { mass?: readonly number[] },
  size = 1000,
  most = 3,
): Paired {
  const paired = new Paired({ reduction, seed, most });
  for (let i = 0; i < a.length; i += size) {
    const part = (of: readonly number[]): ObservedBlock =>
      block(of.slice(i, i + size), mass?.slice(i, i + size), i);
    paired.add(part(a), part(b), 0);
  }
  return paired;
}

const near = (got: number, wanted: number, tolerance = 1e-12): void =>
  expect(Math.abs(got - wanted)).toBeLessThanOrEqual(tolerance * Math.abs(wanted));

function agrees(got: PairedResult, wanted: Omit<Case, "a" | "b" | "mass">): void {
  near(got.difference, wanted.difference);
  near(got.standardError, wanted.standard_error);
  // the ends of an interval are sums of these two, of which one may be the larger
  const size = Math.abs(wanted.difference) + wanted.standard_error;
  for (const [i, end] of [got.t.low, got.t.high].entries())
    expect(Math.abs(end - wanted.t[i]!)).toBeLessThanOrEqual(1e-12 * size);
  for (const [i, end] of [got.bootstrap.low, got.bootstrap.high].entries())
    expect(Math.abs(end - wanted.bootstrap[i]!)).toBeLessThanOrEqual(1e-12 * size);
  expect(got.better).toEqual(wanted.better);
}

describe("two predictions compared", () => {
  test.each(cases.map((one) => [one.name, one] as const))("%s: as scipy and numpy have it", (_, one) => {
    for (const size of [1000, 7]) {
      const got = compared(one, size).result(one.resamples, one.confidence);
      agrees(got, one);
      expect(got.exact).toBe(true);
      expect(got.degrees).toBe(one.a.length - 1);
    }
  });

  test("many rows, dealt out to buckets", () => {
    const rows = Array.from({ length: 20000 }, (_, i) => i);
    const a = rows.map((i) => ((7919 * i) % 1009) / 64);
    const b = rows.map((i) => ((104729 * i) % 1013) / 64);
    const got = compared({ ...many, a, b }).result(many.resamples, many.confidence);
    agrees(got, many);
    expect(got.exact).toBe(false);
    // the t interval knows nothing of buckets: widths agree but for the few draws
    const width = (interval: { low: number; high: number }): number => interval.high - interval.low;
    expect(width(got.bootstrap) / width(got.t)).toBeGreaterThan(0.75);
    expect(width(got.bootstrap) / width(got.t)).toBeLessThan(1.25);
  });

  test("rows that do not count say nothing", () => {
    const [a, b] = [
      [1, 9, 2],
      [4, 1, 3],
    ];
    const all = compared({ a, b, mass: [1, -1, 1], reduction: "mean", seed: 0 }).result(100, 0.95);
    const some = compared({ a: [1, 2], b: [4, 3], reduction: "mean", seed: 0 }).result(100, 0.95);
    expect({ ...all, changed: [] }).toEqual({ ...some, changed: [] });
    expect(all.changed).toEqual([
      { index: 0, a: 1, b: 4 },
      { index: 2, a: 2, b: 3 },
    ]);
  });

  test("the rows that changed most are those of a sort", () => {
    const loss = fc.integer({ min: 0, max: 9 });
    const one = fc.array(fc.tuple(loss, loss), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(
        one,
        fc.integer({ min: 0, max: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (pairs, most, size) => {
          const [a, b] = [pairs.map(([x]) => x), pairs.map(([, y]) => y)];
          const { changed } = compared({ a, b, reduction: "mean", seed: 0 }, size, most).result(100, 0.9);
          const wanted = pairs
            .map(([x, y], index) => ({ index, a: x, b: y }))
            .filter((row) => row.a !== row.b)
            .sort((x, y) => Math.abs(y.b - y.a) - Math.abs(x.b - x.a) || x.index - y.index);
          expect(changed).toEqual(wanted.slice(0, most));
        },
      ),
    );
  });

  test("what became NaN, or infinite, changed most of all", () => {
    const [a, b] = [
      [1, 2, NaN, NaN, Infinity],
      [5, NaN, NaN, 3, Infinity],
    ];
    const { changed, difference, better, t, bootstrap } = compared({
      a,
      b,
      reduction: "mean",
      seed: 0,
    }).result(100, 0.9);
    expect(changed.map(({ index }) => index)).toEqual([1, 3, 0]);
    expect(better).toEqual({ a: 1, b: 0, neither: 4 });
    expect([difference, t.low, t.high, bootstrap.low, bootstrap.high]).toEqual([NaN, NaN, NaN, NaN, NaN]);
  });

  test("of one row there is a difference, and no interval but itself", () => {
    const got = compared({ a: [1], b: [3], reduction: "mean", seed: 0 }).result(100, 0.95);
    expect(got).toMatchObject({
      difference: 2,
      standardError: NaN,
      t: { low: NaN, high: NaN },
      bootstrap: { low: 2, high: 2 },
    });
  });

  test("of no row there is nothing", () => {
    const got = new Paired({ reduction: "mean", seed: 0, most: 1 }).result(100, 0.95);
    expect(got).toMatchObject({ difference: NaN, bootstrap: { low: NaN, high: NaN }, changed: [] });
  });
});
