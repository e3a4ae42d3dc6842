import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum } from "../../src/core/exact-sum.ts";
import { perSample } from "../../src/reducers/rows.ts";

const MAX = Number.MAX_VALUE;

function reduce(losses: readonly number[], width: number, reduction: "mean" | "sum"): number[] {
  const room = new Float64Array(losses.length / width).fill(-7);
  const into = perSample(Float64Array.from(losses), width, reduction, room);
  return [...into];
}

describe("perSample", () => {
  test.each<[name: string, losses: number[], width: number, sums: number[], means: number[]]>([
    ["no rows", [], 3, [], []],
    ["rows of one value", [1, -2, Number.NaN], 1, [1, -2, Number.NaN], [1, -2, Number.NaN]],
    ["rows of two", [1, 2, 3, 5], 2, [3, 8], [1.5, 4]],
    ["cancellation", [1e16, 1, -1e16, 3], 4, [4], [1]],
    ["sums that overflow", [MAX, MAX, MAX, 0], 2, [Infinity, MAX], [MAX, MAX / 2]],
    ["partial sums that overflow", [MAX, MAX, -MAX], 3, [MAX], [MAX / 3]],
    ["infinity", [1, Infinity, -Infinity, 2], 2, [Infinity, -Infinity], [Infinity, -Infinity]],
    ["NaN", [1, Number.NaN, Infinity, -Infinity], 2, [Number.NaN, Number.NaN], [Number.NaN, Number.NaN]],
  ])("of %s", (_, losses, width, sums, means) => {
    expect(reduce(losses, width, "sum")).toEqual(sums);
    expect(reduce(losses, width, "mean")).toEqual(means);
  });

  test("is within a last place of the exact sum", () => {
    const row = fc.array(fc.double({ noNaN: true, min: -1e300, max: 1e300 }), {
      minLength: 2,
      maxLength: 30,
    });
    fc.assert(
      fc.property(row, (values) => {
        const exact = new ExactSum();
        exact.addAll(Float64Array.from(values));
        const wanted = exact.value();
        const size = values.reduce((largest, v) => Math.max(largest, Math.abs(v)), 0);
        // twice the working precision: what is lost is tiny beside the largest value
        const allowed = Math.abs(wanted) * 2 ** -52 + size * 2 ** -95;
        expect(Math.abs(reduce(values, values.length, "sum")[0]! - wanted)).toBeLessThanOrEqual(allowed);
      }),
    );
  });
});
