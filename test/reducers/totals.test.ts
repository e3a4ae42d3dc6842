import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum } from "../../src/core/exact-sum.ts";
import { BulkSum } from "../../src/reducers/bulk-sum.ts";
import { Totals } from "../../src/reducers/totals.ts";

const MAX = Number.MAX_VALUE;

function totalsOf(losses: readonly number[], masses?: readonly number[]): Totals {
  const totals = new Totals();
  if (masses) totals.addWeighted(Float64Array.from(losses), Float64Array.from(masses));
  else totals.add(Float64Array.from(losses));
  return totals;
}

const numbers = ({ sum, mean, denominator }: Totals) => ({ sum, mean, denominator });

describe("Totals", () => {
  test.each<[name: string, totals: Totals, sum: number, denominator: number, mean: number]>([
    ["nothing", new Totals(), 0, 0, Number.NaN],
    ["one loss", totalsOf([2.5]), 2.5, 1, 2.5],
    ["losses that count 1 each", totalsOf([1, 2, 6]), 9, 3, 3],
    ["losses that count by weight", totalsOf([1, 2, 6], [0.5, 0, 2.5]), 9, 3, 3],
    ["a mean whose sum overflows", totalsOf([MAX, MAX, MAX]), Infinity, 3, MAX],
    ["a mean whose sum overflows, by weight", totalsOf([MAX, MAX], [2, 2]), Infinity, 4, MAX / 2],
    ["tenths, rounded once", totalsOf(Array(10).fill(0.1) as number[]), 1, 10, 0.1],
    ["thirds, rounded once", totalsOf([1, 0, 0]), 1, 3, 1 / 3],
    ["masses that vanish beside each other", totalsOf([1, 1, 1], [1e16, 1, 1]), 3, 1e16 + 2, 3 / (1e16 + 2)],
    ["losses that count nothing", totalsOf([0, 0], [0, 0]), 0, 0, Number.NaN],
    ["a loss that is there and counts nothing", totalsOf([3], [0]), 3, 0, Number.NaN],
    ["an infinite loss", totalsOf([1, Infinity]), Infinity, 2, Infinity],
    ["a loss that is NaN", totalsOf([1, Number.NaN]), Number.NaN, 2, Number.NaN],
    ["an infinite mass", totalsOf([1, 2], [1, Infinity]), 3, Infinity, 0],
    ["subnormal losses", totalsOf([5e-324, 5e-324, 0]), 1e-323, 3, 5e-324],
  ])("of %s", (_, totals, sum, denominator, mean) => {
    expect(numbers(totals)).toEqual({ sum, denominator, mean });
    const before = new Totals();
    before.merge(totals);
    expect(numbers(before)).toEqual({ sum, denominator, mean });
    totals.merge(new Totals());
    expect(numbers(totals)).toEqual({ sum, denominator, mean });
  });

  test("do not depend on how the rows are cut, nor on the order of merging", () => {
    const rows = fc.array(
      fc.tuple(
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.double({ min: 0, max: 1e6, noNaN: true }),
      ),
      { minLength: 1, maxLength: 40 },
    );
    fc.assert(
      fc.property(rows, fc.nat(40), fc.boolean(), (pairs, cut, weighted) => {
        const part = (some: typeof pairs) =>
          totalsOf(
            some.map(([loss]) => loss),
            weighted ? some.map(([, mass]) => mass) : undefined,
          );
        const whole = part(pairs);
        const [first, second] = [part(pairs.slice(0, cut)), part(pairs.slice(cut))];
        const [again, after] = [part(pairs.slice(0, cut)), part(pairs.slice(cut))];
        first.merge(second);
        after.merge(again);
        expect(numbers(first)).toEqual(numbers(whole));
        expect(numbers(after)).toEqual(numbers(whole));
      }),
    );
  });

  test("add up the counts", () => {
    const a = Object.assign(new Totals(), { samples: 3, ignored: 1, skipped: 4 });
    const b = Object.assign(new Totals(), { samples: 5, ignored: 9, skipped: 2 });
    a.merge(b);
    expect([a.samples, a.ignored, a.skipped]).toEqual([8, 10, 6]);
  });
});

describe("adding says whether all are finite", () => {
  const special = [Number.NaN, Infinity, -Infinity];
  test.each([
    ["one by one", () => new ExactSum()],
    ["many at a time", () => new BulkSum()],
  ])("%s", (_, sum) => {
    fc.assert(
      fc.property(
        fc.array(fc.double(), { maxLength: 9 }),
        fc.array(fc.constantFrom(...special), { maxLength: 1 }),
        fc.nat(9000),
        (some, odd, ordinary) => {
          const losses = Float64Array.from([...some, ...odd, ...new Array<number>(ordinary).fill(0.1)]);
          const totals = new Totals(sum);
          const finite = losses.every(Number.isFinite);
          expect(totals.add(losses)).toBe(finite);
          expect(totals.add(losses.toReversed())).toBe(finite);
          expect(totals.addWeighted(losses, losses)).toBe(finite);
          expect(totals.addWeighted(Float64Array.of(1), Float64Array.of(Infinity))).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});
