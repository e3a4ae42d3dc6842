import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Distribution, RELATIVE_ERROR } from "../../src/reducers/distribution.ts";
import { QUANTILES } from "../../src/reducers/stats.ts";
import { histogramCases, statsCases, TOLERANCE } from "./statistics.ts";

const SHARES = QUANTILES.map(([, share]) => share);

function distributionOf(values: readonly number[], exact?: number): Distribution {
  const distribution = new Distribution(exact);
  for (const value of values) distribution.add(value);
  return distribution;
}

const told = (all: Distribution) => {
  const { count, finite, nan, infinity, negativeInfinity, min, max, leastPositive, exact } = all;
  const quantiles = all.quantiles(SHARES);
  const counts = all.histogram([-10, -1, 0, 1, 10]);
  return {
    count,
    finite,
    nan,
    infinity,
    negativeInfinity,
    min,
    max,
    leastPositive,
    exact,
    quantiles,
    counts,
  };
};

/** Counting takes two million buckets each time. */
const RUNS = { numRuns: 30 };

const number = fc.double({ noNaN: true, noDefaultInfinity: true });
const anything = fc.array(fc.oneof(number, fc.constantFrom(Number.NaN, Infinity, -Infinity, 0, -0, 1, 1)), {
  maxLength: 30,
});

describe("quantiles", () => {
  test.each(statsCases)("of $name are numpy's", ({ values, quantiles }) => {
    const size = Math.max(...values.map(Math.abs));
    for (const [i, value] of distributionOf(values).quantiles(SHARES).entries())
      expect(Math.abs(value - quantiles[i]!)).toBeLessThanOrEqual(TOLERANCE * size);
  });

  test.each(statsCases)(
    "of $name are within the stated error where values are only counted",
    ({ values }) => {
      // 0 of 6 to 6 of 6, where there is nothing between two values to be told
      const shares = values.map((_, i) => i / Math.max(1, values.length - 1));
      const exact = values.toSorted((a, b) => a - b);
      for (const [i, value] of distributionOf(values, 0).quantiles(shares).entries()) {
        const error = Math.max(RELATIVE_ERROR * Math.abs(exact[i]!), 2 ** -1032);
        expect(Math.abs(value - exact[i]!)).toBeLessThanOrEqual(error);
      }
    },
  );

  test("lie on infinities at the ends, and are NaN where one of the values is", () => {
    const ends = distributionOf([3, Infinity, -Infinity, 1, 2]);
    expect(ends.quantiles([0, 0.25, 0.5, 0.75, 1])).toEqual([-Infinity, 1, 2, 3, Infinity]);
    expect(ends.quantiles([0.125])).toEqual([-Infinity]);
    expect(distributionOf([3, Infinity, -Infinity, 1, 2], 0).quantiles([0, 0.25, 0.75, 1])).toEqual([
      -Infinity,
      1,
      3,
      Infinity,
    ]);
    expect(distributionOf([1, Number.NaN]).quantiles([0, 1])).toEqual([Number.NaN, Number.NaN]);
  });

  test("between the largest doubles do not overflow", () => {
    const { MAX_VALUE } = Number;
    expect(distributionOf([MAX_VALUE, -MAX_VALUE]).quantiles([0, 0.5, 1])).toEqual([
      -MAX_VALUE,
      0,
      MAX_VALUE,
    ]);
  });
});

describe("histogram", () => {
  test.each(histogramCases)("of $name is numpy's", ({ values, edges, counts }) => {
    expect(distributionOf(values).histogram(edges)).toEqual(counts);
  });

  test("counts by the ends of buckets are right where values are only counted", () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(number, fc.constantFrom(-4, -2, -1, 0, 1, 2, 4))), (values) => {
        const edges = [-Number.MAX_VALUE, -4, -2, -1, 0, 0.5, 1, 2, 4, Number.MAX_VALUE];
        expect(distributionOf(values, 0).histogram(edges)).toEqual(distributionOf(values).histogram(edges));
      }),
      RUNS,
    );
  });

  test("has the ends around an edge of which it says that it counts by them", () => {
    fc.assert(
      fc.property(number, (edge) => {
        expect(distributionOf([1]).endsAround(edge)).toEqual([edge, edge]);
        const [lower, upper] = distributionOf([1], 0).endsAround(edge);
        expect(lower).toBeLessThanOrEqual(edge);
        expect(upper).toBeGreaterThanOrEqual(edge);
        expect(distributionOf([1], 0).endsAround(lower)).toEqual([lower, lower]);
        if (Math.abs(edge) < 2 ** 1023)
          expect(upper - lower).toBeLessThanOrEqual(
            Math.max(2 * RELATIVE_ERROR * Math.abs(edge), 2 ** -1031),
          );
      }),
      RUNS,
    );
  });
});

describe("Distribution", () => {
  test.each<[name: string, values: number[], wanted: Partial<ReturnType<typeof told>>]>([
    ["nothing", [], { count: 0, finite: 0, min: Infinity, max: -Infinity, counts: [0, 0, 0, 0] }],
    ["one value", [2], { count: 1, finite: 1, min: 2, max: 2, leastPositive: 2, counts: [0, 0, 0, 1] }],
    [
      "what is not finite",
      [Number.NaN, Infinity, -Infinity, -Infinity],
      { count: 4, finite: 0, nan: 1, infinity: 1, negativeInfinity: 2, counts: [0, 0, 0, 0] },
    ],
  ])("of %s, merged with nothing either way", (_, values, wanted) => {
    for (const exact of [undefined, 0]) {
      const found = distributionOf(values, exact);
      expect(told(found)).toMatchObject(wanted);
      const before = new Distribution(exact);
      before.merge(found);
      expect(told(before)).toEqual(told(found));
      found.merge(new Distribution(exact));
      expect(told(found)).toEqual(told(before));
    }
  });

  test("does not depend on the order, nor on how the values are cut", () => {
    fc.assert(
      fc.property(anything, fc.nat(30), fc.constantFrom(0, 3, 100), (values, cut, exact) => {
        const first = distributionOf(values.slice(0, cut).reverse(), exact);
        const rest = distributionOf(values.slice(cut), exact);
        rest.merge(first);
        expect(told(rest)).toEqual(told(distributionOf(values, exact)));
      }),
      RUNS,
    );
  });
});
