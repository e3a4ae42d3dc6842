import { describe, expect, test } from "vitest";
import { QUANTILES, Stats } from "../../src/reducers/stats.ts";
import { blockOf } from "./blocks.ts";
import { statsCases } from "./statistics.ts";

function statsOf(losses: readonly number[], ignored: readonly number[] = []): Stats {
  const stats = new Stats(0);
  stats.rows(blockOf({ losses: [losses], ignored }));
  return stats;
}

describe("Stats", () => {
  const nothing = {
    count: 0,
    mean: Number.NaN,
    standardDeviation: Number.NaN,
    standardError: Number.NaN,
    quantiles: QUANTILES.map(() => Number.NaN),
    exact: true,
  };

  test("of nothing, and of rows that do not count", () => {
    expect(new Stats(0).result()).toEqual(nothing);
    expect(statsOf([3], [0]).result()).toEqual(nothing);
  });

  test.each(statsCases)("of $name, merged with nothing or with the rest", ({ values, mean }) => {
    const all = statsOf(values).result();
    expect(all).toMatchObject({ count: values.length, mean, exact: true });
    const before = new Stats(0);
    before.merge(statsOf(values));
    expect(before.result()).toEqual(all);
    const first = statsOf(values.slice(0, 1));
    first.merge(statsOf(values.slice(1)));
    expect(first.result()).toEqual(all);
  });
});
