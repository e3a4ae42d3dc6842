import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ExactSum } from "../../src/core/exact-sum.ts";

// An independent way to the same answers: doubles as integers of 2^-1074, and rounding by a search over bit patterns.

const view = new DataView(new ArrayBuffer(8));
const INFINITY_BITS = 0x7ffn << 52n;

function bitsOf(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigUint64(0);
}

function doubleOf(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

/** A finite double that is not negative, by its bits, in units of 2^-1074; one past the largest is 2^1024. */
function unitsOfBits(bits: bigint): bigint {
  const exponent = bits >> 52n;
  const fraction = bits & ((1n << 52n) - 1n);
  return exponent === 0n ? fraction : ((1n << 52n) + fraction) * 2n ** (exponent - 1n);
}

const units = (x: number): bigint => (x < 0 ? -unitsOfBits(bitsOf(-x)) : unitsOfBits(bitsOf(Math.abs(x))));

/** n / d units of 2^-1074 as the nearest double, ties to even; d is above 0. */
function nearest(n: bigint, d = 1n): number {
  if (n < 0n) return -nearest(-n, d);
  let low = 0n;
  let high = INFINITY_BITS;
  while (high - low > 1n) {
    const middle = (low + high) / 2n;
    if (unitsOfBits(middle) * d <= n) low = middle;
    else high = middle;
  }
  const twice = 2n * n;
  const between = (unitsOfBits(low) + unitsOfBits(high)) * d;
  const up = twice > between || (twice === between && low % 2n === 1n);
  return doubleOf(up ? high : low);
}

function exactly(values: readonly number[]): number {
  const special = values.filter((v) => !Number.isFinite(v));
  if (special.length > 0) return special.reduce((a, b) => a + b);
  return nearest(values.reduce((sum, v) => sum + units(v), 0n));
}

function sumOf(values: Iterable<number>): ExactSum {
  const sum = new ExactSum();
  for (const v of values) sum.add(v);
  return sum;
}

/** An expectation that returns nothing, as properties must. */
const same = (got: number, wanted: number): void => {
  expect(got).toBe(wanted);
};

const MAX = Number.MAX_VALUE;
const TINY = Number.MIN_VALUE;
const ONE = 1n << 1074n;

/** Any bit pattern; the exponents near each other often enough for cancellation and ties. */
const anyDouble = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(doubleOf);
const finite = anyDouble.filter(Number.isFinite);
const close = fc
  .tuple(fc.integer({ min: -60, max: 60 }), fc.maxSafeInteger(), fc.constantFrom(0, -1074, -1030, 900, 970))
  .map(([e, m, base]) => m * 2 ** Math.min(e + base, 970))
  .filter(Number.isFinite);
const someDoubles = fc.array(fc.oneof(finite, close, fc.constantFrom(0, -0, MAX, -MAX, TINY, -TINY, 1, -1)), {
  maxLength: 60,
});

describe("ExactSum", () => {
  test("the independent rounding is right where Node can tell", () => {
    fc.assert(fc.property(finite, (x) => same(nearest(units(x)), x === 0 ? 0 : x)));
    fc.assert(fc.property(fc.bigInt({ min: 1n, max: 1n << 200n }), (n) => same(nearest(n * ONE), Number(n))));
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: 2 ** 40 }), (a, b) =>
        same(nearest(BigInt(a) * ONE, BigInt(b)), a === 0 ? 0 : a / b),
      ),
    );
  });

  test("is the exact sum, rounded once", () => {
    fc.assert(
      fc.property(someDoubles, (values) => same(sumOf(values).value(), exactly(values))),
      {
        numRuns: 1000,
      },
    );
  });

  test("follows IEEE 754 with infinities and NaN", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyDouble, fc.constantFrom(Infinity, -Infinity, Number.NaN)), { maxLength: 8 }),
        (values) => same(sumOf(values).value(), exactly(values)),
      ),
    );
  });

  test("does not depend on the order", () => {
    fc.assert(
      fc.property(
        someDoubles.chain((values) =>
          fc.tuple(
            fc.constant(values),
            fc.shuffledSubarray(values, { minLength: values.length, maxLength: values.length }),
          ),
        ),
        ([values, shuffled]) => same(sumOf(shuffled).value(), sumOf(values).value()),
      ),
    );
  });

  test("merges in any split and either order", () => {
    fc.assert(
      fc.property(someDoubles, fc.nat(60), fc.nat(60), (values, i, j) => {
        const [a, b] = [Math.min(i, j), Math.max(i, j)];
        const parts = () => [values.slice(0, a), values.slice(a, b), values.slice(b)].map(sumOf);
        const forth = parts();
        const back = parts().reverse();
        for (const order of [forth, back]) {
          const all = new ExactSum();
          for (const part of order) all.merge(part);
          expect(all.value()).toBe(exactly(values));
        }
        // what was merged is as it was, and so is a sum that is asked twice
        expect(forth[0]!.value()).toBe(exactly(values.slice(0, a)));
        expect(forth[0]!.value()).toBe(exactly(values.slice(0, a)));
      }),
    );
  });

  test("goes on after it was asked, and merges with itself", () => {
    const sum = sumOf([0.1, 0.2]);
    expect(sum.value()).toBe(exactly([0.1, 0.2]));
    sum.addAll(Float64Array.of(0.3, -0.1));
    expect(sum.value()).toBe(exactly([0.1, 0.2, 0.3, -0.1]));
    sum.merge(sum);
    expect(sum.value()).toBe(2 * exactly([0.1, 0.2, 0.3, -0.1]));
  });

  test.each<[name: string, values: number[], sum: number]>([
    ["nothing", [], 0],
    ["negative zeros", [-0, -0], 0],
    ["one value", [0.1], 0.1],
    ["the smallest value", [-TINY], -TINY],
    ["the largest value", [MAX], MAX],
    ["cancellation", [1e16, 1, -1e16], 1],
    ["cancellation to nothing", [0.1, 0.2, -0.2, -0.1], 0],
    ["digits far apart", [1e308, 1e-308, -1e308], 1e-308],
    ["ten tenths", Array(10).fill(0.1) as number[], 1],
    ["partial sums that overflow", [MAX, MAX, -MAX, -MAX, 3], 3],
    ["partial sums that overflow, the largest left", [MAX, MAX, -MAX], MAX],
    ["a sum that overflows", [MAX, MAX], Infinity],
    ["a sum that overflows below", [-MAX, -MAX], -Infinity],
    ["just short of half a step above the largest", [MAX, 2 ** 970 - 2 ** 917], MAX],
    ["half a step above the largest", [MAX, 2 ** 970], Infinity],
    ["a little over 2^1023", [2 ** 1023, 2 ** 1023, -(2 ** 971)], MAX],
    ["subnormals", [TINY, TINY, TINY], 3 * TINY],
    ["subnormals that make a normal", [2 ** -1023, 2 ** -1023], 2 ** -1022],
    ["a normal less a subnormal", [2 ** -1022, -TINY], 2 ** -1022 - TINY],
    ["a tie, to even below", [1, 2 ** -53], 1],
    ["a tie, to even above", [1 + 2 ** -52, 2 ** -53], 1 + 2 ** -51],
    ["a tie broken far below", [1, 2 ** -53, TINY], 1 + 2 ** -52],
    ["a tie broken far below, the other way", [1 + 2 ** -52, 2 ** -53, -TINY], 1 + 2 ** -52],
    ["a negative tie, to even", [-1, -(2 ** -53)], -1],
    ["infinity", [1, Infinity, -MAX], Infinity],
    ["infinities of both signs", [Infinity, -Infinity], Number.NaN],
    ["NaN beside infinity", [Infinity, Number.NaN], Number.NaN],
  ])("of %s", (_, values, sum) => {
    expect(sumOf(values).value()).toBe(sum);
    expect(sumOf([...values].reverse()).value()).toBe(sum);
    expect(exactly(values)).toBe(sum);
  });

  test("of more values than the bins hold at once", () => {
    const count = 2 ** 21 + 3;
    // all 32 low bits set, so that the low bins grow as fast as they can
    const x = 2 - 2 ** -52;
    const values = new Float64Array(count).fill(x);
    const sum = new ExactSum();
    sum.addAll(values);
    expect(sum.value()).toBe(nearest(units(x) * BigInt(count)));
    for (const huge of [
      MAX,
      2 ** 1015 * x,
      2 ** 1003 * x,
      2 ** 961 * x,
      2 ** 960 * x,
      TINY,
      2 ** -1022 - TINY,
    ]) {
      const other = new ExactSum();
      other.addAll(values.fill(huge));
      expect(other.over(BigInt(count) << 1074n), String(huge)).toBe(huge);
    }
  });
});

describe("ExactSum.over", () => {
  const divisor = fc
    .bigInt({ min: 1n, max: 1n << 70n })
    .chain((n) => fc.constantFrom(n, n * ONE, n << 1022n, n << 1100n, n << 2098n));

  test("is the exact quotient, rounded once", () => {
    fc.assert(
      fc.property(someDoubles, divisor, (values, by) => {
        const sum = values.reduce((total, v) => total + units(v), 0n);
        expect(sumOf(values).over(by)).toBe(nearest(sum * ONE, by));
      }),
      { numRuns: 1000 },
    );
  });

  test.each<[name: string, values: number[], by: bigint, quotient: number]>([
    ["a third", [1], 3n * ONE, 1 / 3],
    ["a mean whose sum overflows", [MAX, MAX, MAX], 3n * ONE, MAX],
    ["half the smallest, a tie to 0", [TINY], 2n * ONE, 0],
    ["three halves of the smallest, a tie to 2", [TINY, TINY, TINY], 2n * ONE, 2 * TINY],
    ["a little over half the smallest", [3 * TINY], 5n * ONE, TINY],
    ["less than half the smallest, negative", [-TINY], 3n * ONE, -0],
    ["a subnormal", [2 ** -1022], 4n * ONE, 2 ** -1024],
    ["a subnormal that rounds up to a normal", [2 ** -1021 - 2 ** -1074], 2n * ONE, 2 ** -1022],
    ["the largest by 1/2", [MAX], ONE / 2n, Infinity],
    ["half the largest by 1/2", [MAX / 2], ONE / 2n, MAX],
    ["half a step above the largest", [2 ** 1023, 2 ** 1023 - 2 ** 970], ONE, Infinity],
    ["just short of half a step above it", [2 ** 1023, 2 ** 1023 - 2 ** 970, -TINY], ONE, MAX],
    ["the largest by the smallest", [MAX], 1n, Infinity],
    ["nothing by something", [], ONE, 0],
    ["nothing by nothing", [], 0n, Number.NaN],
    ["something by nothing", [1], 0n, Infinity],
    ["something negative by nothing", [-1], 0n, -Infinity],
    ["infinity by something", [-Infinity], ONE, -Infinity],
    ["infinity by nothing", [Infinity], 0n, Infinity],
    ["NaN by something", [Number.NaN], ONE, Number.NaN],
  ])("%s", (_, values, by, quotient) => {
    expect(sumOf(values).over(by)).toBe(quotient);
  });

  test("units are undefined where the sum is not finite", () => {
    expect(sumOf([]).units()).toBe(0n);
    expect(sumOf([1, TINY, -1]).units()).toBe(1n);
    expect(sumOf([MAX, MAX]).units()).toBe(2n * units(MAX));
    expect(sumOf([Infinity]).units()).toBeUndefined();
    expect(sumOf([Number.NaN]).units()).toBeUndefined();
  });
});
