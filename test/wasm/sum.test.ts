import fc from "fast-check";
import { expect, test } from "vitest";
import { ExactSum } from "../../src/wasm/index.ts";
import { bitsOf, freshMemory, fromBits, randomWords, roundRatio } from "./support.ts";

const memory = freshMemory();
const MOST = 1 << 17;
const values = memory.allocate(MOST * 8);
const start = memory.mark();

/** A finite double in units of 2^-1074. */
function toUnits(x: number): bigint {
  const bits = bitsOf(x);
  const exponent = (bits >> 52n) & 2047n;
  const mantissa = bits & 0xfffffffffffffn;
  const magnitude = exponent === 0n ? mantissa : (mantissa | (1n << 52n)) << (exponent - 1n);
  return x < 0 ? -magnitude : magnitude;
}

const UNIT = 1n << 1074n;

function rounded(units: bigint): number {
  return units < 0n ? -fromBits(roundRatio(-units, UNIT)) : fromBits(roundRatio(units, UNIT));
}

function fresh(): ExactSum {
  memory.release(start);
  return new ExactSum(memory);
}

function add(sum: ExactSum, numbers: readonly number[]): void {
  memory.doubles(values, numbers.length).set(numbers);
  sum.add(values, numbers.length);
}

function expectExact(numbers: readonly number[], sum = fresh()): void {
  add(sum, numbers);
  const units = numbers.reduce((total, x) => total + toUnits(x), 0n);
  expect(sum.toBigInt()).toBe(units);
  expect(sum.value()).toBe(rounded(units));
  expect(sum.special()).toBeUndefined();
}

const word = randomWords(7);
const anyBits = () => {
  const x = fromBits((BigInt(word()) << 32n) | BigInt(word()));
  return Number.isFinite(x) ? x : 0;
};

test("nothing, one value, and signs", () => {
  expectExact([]);
  for (const x of [0, -0, 1, -1, 5e-324, -5e-324, Number.MAX_VALUE, -Number.MAX_VALUE, 2 ** -1022, 0.1])
    expectExact([x]);
  expect(Object.is(fresh().value(), 0)).toBe(true);
});

test("random bits, with cancellation", () => {
  for (let round = 0; round < 300; round++) {
    const numbers = Array.from({ length: word() % 200 }, anyBits);
    expectExact(numbers);
    expectExact([...numbers, ...numbers.map((x) => -x).reverse()]);
    expectExact([...numbers, ...numbers.slice(1).map((x) => -x), 1e-300]);
  }
});

test("any doubles", () => {
  const double = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
      1e308,
      5e-324,
      2 ** 970,
      2 ** 969,
      -(2 ** 969),
      1,
      2 ** 53,
      2 ** -53,
      2 ** -1074,
    ),
  );
  fc.assert(
    fc.property(fc.array(double, { maxLength: 30 }), (numbers) => expectExact(numbers)),
    { numRuns: 5000 },
  );
});

test("ties and the end of the range", () => {
  expectExact([Number.MAX_VALUE, 2 ** 969]);
  expectExact([Number.MAX_VALUE, 2 ** 970]);
  expectExact([Number.MAX_VALUE, 2 ** 970, -5e-324]);
  expectExact([1, 2 ** -53]);
  expectExact([1, 2 ** -53, 5e-324]);
  expectExact([1 + 2 ** -52, 2 ** -53]);
  expectExact([2 ** -1022, -5e-324]);
  const sum = fresh();
  add(sum, [Number.MAX_VALUE, Number.MAX_VALUE]);
  expect(sum.value()).toBe(Infinity);
  add(sum, [-Number.MAX_VALUE]);
  expect(sum.value()).toBe(Number.MAX_VALUE);
});

test("more values than the bins take, of one sign and exponent", () => {
  for (const x of [2 - 2 ** -52, -(2 - 2 ** -52), 5e-324, 2 ** -1022 - 5e-324, Number.MAX_VALUE]) {
    const sum = fresh();
    memory.doubles(values, MOST).fill(x);
    for (let i = 0; i < 20; i++) sum.add(values, MOST - i);
    const count = BigInt(20 * MOST - 190);
    expect(sum.toBigInt()).toBe(toUnits(x) * count);
    expect(sum.value()).toBe(rounded(toUnits(x) * count));
  }
});

test("values that are not finite", () => {
  const sumOf = (...numbers: number[]) => {
    const sum = fresh();
    add(sum, numbers);
    expect(sum.special()).toBe(sum.value());
    return sum.value();
  };
  expect(sumOf(1, Infinity)).toBe(Infinity);
  expect(sumOf(-Infinity, Number.MAX_VALUE, -Infinity)).toBe(-Infinity);
  expect(sumOf(Infinity, -Infinity)).toBeNaN();
  expect(sumOf(Number.NaN, 1)).toBeNaN();
  expect(sumOf(Number.NaN, Infinity)).toBeNaN();
  expect(sumOf(fromBits(0x7ff0000000000001n))).toBeNaN();
  expect(sumOf(fromBits(0xfff8000000000000n))).toBeNaN();
});

test("parts merge to the same state, whatever the parts and their order", () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.double(), { maxLength: 20 }), { maxLength: 6 }), (parts) => {
      const whole = fresh();
      add(whole, parts.flat());
      const expected = whole.state();
      const merged = new ExactSum(memory);
      const part = new ExactSum(memory);
      for (const numbers of parts.toReversed()) {
        part.clear();
        add(part, numbers);
        merged.merge(part.state());
      }
      merged.merge(new ExactSum(memory).state());
      expect(merged.state()).toEqual(expected);
      expect(merged.value()).toBe(whole.value());
    }),
    { numRuns: 2000 },
  );
});

test("sums that are added to in turn do not mix", () => {
  const a = fresh();
  const b = new ExactSum(memory);
  for (let i = 1; i <= 10; i++) {
    add(a, [i, 0.1]);
    add(b, [-i]);
  }
  expect([a.value(), b.value()]).toEqual([56, -55]);
});
