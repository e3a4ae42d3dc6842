import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum } from "../../src/core/exact-sum.ts";
import { SmallSum } from "../../src/reducers/small-sum.ts";

function small(values: readonly number[]): SmallSum {
  const sum = new SmallSum();
  for (const value of values) sum.add(value);
  return sum;
}

function rounded(sum: SmallSum): number {
  const exact = new ExactSum();
  sum.addTo(exact);
  return exact.value();
}

const { MAX_VALUE } = Number;

describe("SmallSum", () => {
  test.each<[name: string, values: number[], sum: number]>([
    ["nothing", [], 0],
    ["one value", [2.5], 2.5],
    ["zeros", [0, -0], 0],
    ["what cancels", [1e100, 1, -1e100], 1],
    ["tenths", Array(10).fill(0.1) as number[], 1],
    ["what overflows on the way", [MAX_VALUE, MAX_VALUE, -MAX_VALUE], MAX_VALUE],
    ["subnormals", [5e-324, 5e-324], 1e-323],
    ["an infinity", [1, Infinity], Infinity],
    ["NaN", [1, Number.NaN], Number.NaN],
  ])("of %s, merged with nothing either way", (_, values, sum) => {
    const found = small(values);
    expect(rounded(found)).toBe(sum);
    const before = new SmallSum();
    before.merge(found);
    expect(rounded(before)).toBe(sum);
    found.merge(new SmallSum());
    expect(rounded(found)).toBe(sum);
  });

  test("is the exact sum, however the values are cut", () => {
    const values = fc.array(fc.double({ noDefaultInfinity: true, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(values, fc.nat(40), (all, cut) => {
        const exact = new ExactSum();
        for (const value of all) exact.add(value);
        const sum = small(all.slice(cut));
        sum.merge(small(all.slice(0, cut)));
        expect(rounded(sum)).toBe(exact.value());
      }),
    );
  });
});
