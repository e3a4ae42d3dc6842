import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { increaseOf } from "../../src/cli/check/difference.ts";

describe("increase", () => {
  it.each([
    [1.1, 1, 0.1, 10],
    [0.8, 0.7, 0.1, 14.285714285714286],
    [0.77, 0.7, 0.07, 10],
    [1, 1.1, -0.1, -9.090909090909092],
    [-1, -2, 1, 50],
    [-3, -2, -1, -50],
    [2, -1, 3, 300],
    [1e-300, 3e-300, -2e-300, -66.66666666666667],
    [1.7976931348623157e308, -1.7976931348623157e308, Infinity, 200],
    [5e-324, 0, 5e-324, Infinity],
    [-5e-324, 0, -5e-324, -Infinity],
    [0, -0, 0, 0],
    [7, 7, 0, 0],
    [Infinity, 1, Infinity, Infinity],
    [-Infinity, 1, -Infinity, -Infinity],
  ])("of %d over %d is %d, or %d %%", (value, baseline, increase, percent) => {
    expect(increaseOf(value, baseline)).toEqual({ increase, percent });
  });

  it("is that of the decimals, whatever the doubles", () => {
    const cents = fc.integer({ min: -1_000_000, max: 1_000_000 });
    fc.assert(
      fc.property(cents, cents, fc.constantFrom(1, 10, 100, 1e5, 1e9), (a, b, scale) => {
        fc.pre(b !== 0);
        const { increase, percent } = increaseOf(a / scale, b / scale);
        expect(increase).toBe((a - b) / scale);
        // one division of whole numbers is rounded once
        expect(percent).toBe((100 * (a - b)) / Math.abs(b) || 0);
      }),
    );
  });

  it("has the sign of the comparison, and is close to plain arithmetic", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (value, baseline) => {
        const { increase, percent } = increaseOf(value, baseline);
        expect(Math.sign(increase) + 0).toBe(Number(value > baseline) - Number(value < baseline));
        expect(Math.sign(percent) + 0).toBe(Math.sign(increase) + 0);
        // the shortest text of a double is within half of its last place
        const size = Math.abs(value) + Math.abs(baseline);
        if (Number.isFinite(size) && Number.isFinite(increase))
          expect(Math.abs(increase - (value - baseline))).toBeLessThanOrEqual(size * 2 ** -51);
      }),
      { numRuns: 1000 },
    );
  });
});
