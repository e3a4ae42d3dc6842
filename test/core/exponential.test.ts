import fc from "fast-check";
import { expect, test } from "vitest";
import { expOfNegative } from "../../src/core/exponential.ts";

test("exp of what is not positive is Math.exp's, to the last digits", () => {
  const x = fc.oneof(
    fc.double({ min: -746, max: 0, noNaN: true }),
    fc.double({ min: -2, max: 0, noNaN: true }),
    // near the multiples of log(2) / 64, where the tables change
    fc.integer({ min: -68000, max: 0 }).map((i) => (i * Math.LN2) / 64),
    fc.integer({ min: -68000, max: -1 }).map((i) => ((i + 0.5) * Math.LN2) / 64),
  );
  fc.assert(
    fc.property(x, (x) => {
      const expected = Math.exp(x);
      // two ulps, and three units of the smallest double
      expect(Math.abs(expOfNegative(x) - expected)).toBeLessThanOrEqual(expected * 2 ** -51 + 3 * 2 ** -1074);
    }),
    { numRuns: 20_000 },
  );
});

test("values that are no other's limit", () => {
  expect([0, -0, -746, -1e308, -Infinity, Number.NaN].map(expOfNegative)).toEqual([
    1,
    1,
    0,
    0,
    0,
    Number.NaN,
  ]);
});
