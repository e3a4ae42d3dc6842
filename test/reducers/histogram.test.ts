import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Distribution, RELATIVE_ERROR } from "../../src/reducers/distribution.ts";
import { histogramOf } from "../../src/reducers/histogram.ts";

function told(values: readonly number[], exact?: number): ReturnType<typeof histogramOf> {
  const distribution = new Distribution(exact);
  for (const value of values) distribution.add(value);
  return histogramOf(distribution);
}

const { MAX_VALUE, MIN_VALUE } = Number;

describe("histogramOf", () => {
  test.each<[name: string, values: number[], scale: string, edges: number[], counts: number[]]>([
    ["nothing", [], "linear", [], []],
    ["one value", [3], "linear", [3, 3], [1]],
    ["zeros", [0, -0], "linear", [0, 0], [2]],
    [
      "two values",
      [0, 1],
      "linear",
      [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1],
      [1, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
    [
      "both signs, crowded",
      [-1, -1, -1, 4],
      "linear",
      [-1, -0.5, 0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4],
      [3, 0, 0, 0, 0, 0, 0, 0, 0, 1],
    ],
    [
      "crowded near 0",
      [1, 3, 7, 1000],
      "log",
      [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000],
      [1, 1, 1, 0, 0, 0, 0, 0, 1],
    ],
    ["zeros and more", [0, 0, 0, 0.3, 4], "log", [0, 0.2, 0.5, 1, 2, 5], [3, 1, 0, 0, 1]],
    [
      "many decades",
      [1e-9, 1e-9, 1e-9, 1, 2],
      "log",
      [1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 0.01, 0.1, 1, 10],
      [3, 0, 0, 0, 0, 0, 0, 0, 0, 2],
    ],
    ["neighbouring doubles", [1e15, 1e15 + 0.125], "linear", [1e15, 1e15 + 0.125], [2]],
  ])("of %s", (_, values, scale, edges, counts) => {
    expect(told(values)).toEqual({
      scale,
      edges,
      counts,
      nan: 0,
      infinity: 0,
      negativeInfinity: 0,
      exact: true,
    });
  });

  test("counts what is not finite apart", () => {
    expect(told([Number.NaN, 2, Infinity, -Infinity, Number.NaN])).toEqual({
      scale: "linear",
      edges: [2, 2],
      counts: [1],
      nan: 2,
      infinity: 1,
      negativeInfinity: 1,
      exact: true,
    });
  });

  const number = fc.double({ noNaN: true, noDefaultInfinity: true });
  const positive = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: 0 }), { minLength: 1 });
  const extremes = fc.array(fc.constantFrom(0, MIN_VALUE, 2 ** -1022, 1, MAX_VALUE, -MAX_VALUE), {
    minLength: 1,
  });

  test.each([undefined, 0])("has a few ascending edges around all values, and all in its bins", (exact) => {
    fc.assert(
      fc.property(fc.oneof(fc.array(number, { minLength: 1 }), positive, extremes), (values) => {
        const { edges, counts } = told(values, exact);
        expect(counts.reduce((a, b) => a + b)).toBe(values.length);
        expect(edges).toEqual(edges.toSorted((a, b) => a - b));
        expect(edges.length).toBe(counts.length + 1);
        expect(counts.length).toBeLessThanOrEqual(24);
        expect(edges[0]).toBeLessThanOrEqual(Math.min(...values));
        expect(edges.at(-1)).toBeGreaterThanOrEqual(Math.max(...values));
        for (const [i, count] of counts.entries()) {
          const last = i === counts.length - 1;
          const inside = (x: number) =>
            x >= edges[i]! && (x < edges[i + 1]! || (last && x === edges[i + 1]!));
          expect(count).toBe(values.filter(inside).length);
        }
      }),
      { numRuns: 40 },
    );
  });

  test("of the greatest double among zeros has one bin", () => {
    expect(told([0, MAX_VALUE, 0])).toMatchObject({ edges: [0, MAX_VALUE], counts: [3] });
  });

  test("has nearly the same edges where values are only counted", () => {
    const values = Array.from({ length: 100 }, (_, i) => (i * 37) % 101);
    const [exact, counted] = [told(values), told(values, 0)];
    expect(counted.exact).toBe(false);
    for (const [i, edge] of counted.edges.entries())
      expect(Math.abs(edge - exact.edges[i]!)).toBeLessThanOrEqual(2 * RELATIVE_ERROR * exact.edges[i]!);
  });
});
