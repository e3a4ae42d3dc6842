import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Moments } from "../../src/reducers/moments.ts";
import { statsCases, TOLERANCE } from "./statistics.ts";

function momentsOf(values: readonly number[]): Moments {
  const moments = new Moments();
  for (const value of values) moments.add(value);
  return moments;
}

const told = ({ count, mean, standardDeviation, standardError }: Moments) => ({
  count,
  mean,
  standardDeviation,
  standardError,
});

describe("Moments", () => {
  test.each(statsCases)("$name", ({ values, mean, std, sem }) => {
    const found = momentsOf(values);
    for (const [value, wanted] of [
      [found.mean, mean],
      [found.standardDeviation, Number(std)],
      [found.standardError, Number(sem)],
    ] as const)
      if (Number.isNaN(wanted)) expect(value).toBeNaN();
      else expect(Math.abs(value - wanted)).toBeLessThanOrEqual(TOLERANCE * Math.abs(wanted));
  });

  test.each<[name: string, values: number[], mean: number, deviation: number]>([
    ["nothing", [], Number.NaN, Number.NaN],
    ["one value", [3], 3, Number.NaN],
    ["zeros", [0, -0, 0], 0, 0],
    ["NaN", [1, Number.NaN], Number.NaN, Number.NaN],
    ["an infinity", [1, Infinity], Infinity, Number.NaN],
    ["the largest doubles", [Number.MAX_VALUE, -Number.MAX_VALUE], 0, Infinity],
  ])("of %s, merged with nothing either way", (_, values, mean, standardDeviation) => {
    const found = momentsOf(values);
    const wanted = { count: values.length, mean, standardDeviation };
    expect(told(found)).toMatchObject(wanted);
    const before = new Moments();
    before.merge(found.state());
    expect(told(before)).toMatchObject(wanted);
    found.merge(new Moments().state());
    expect(told(found)).toMatchObject(wanted);
  });

  test("do not depend on the order, nor on how the values are cut", () => {
    const values = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { maxLength: 30 });
    fc.assert(
      fc.property(values, fc.nat(30), (all, cut) => {
        const parts = momentsOf(all.slice(0, cut).reverse());
        const rest = momentsOf(all.slice(cut));
        rest.merge(parts.state());
        expect(told(rest)).toEqual(told(momentsOf(all)));
      }),
    );
  });
});
