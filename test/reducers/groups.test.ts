import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { CarriedCell } from "../../src/core/batch.ts";
import { Groups, rowsByGroup } from "../../src/reducers/groups.ts";
import { Totals } from "../../src/reducers/totals.ts";
import { blockOf } from "./blocks.ts";

const BY = "group_by";

function groupsOf(...blocks: ReturnType<typeof blockOf>[]): Groups {
  const groups = new Groups(BY);
  for (const block of blocks) groups.rows(block);
  return groups;
}

const group = (by: CarriedCell, samples: number, value: number, sum: number, more = {}) => ({
  by: [by],
  samples,
  ignored: 0,
  denominator: samples,
  value,
  sum,
  ...more,
});

describe("Groups", () => {
  const rows = blockOf({ losses: [[1, 5, 3, 2]], carried: { [BY]: ["a", "b", "a", ""] } });

  test("of nothing", () => {
    expect(groupsOf().result(0, "mean")).toEqual([]);
    expect(groupsOf(blockOf({ losses: [[]], carried: { [BY]: [] } })).result(0, "mean")).toEqual([]);
  });

  test("of one row", () => {
    const one = blockOf({ losses: [[7]], carried: { [BY]: ["a"] } });
    expect(groupsOf(one).result(0, "mean")).toEqual([group("a", 1, 7, 7)]);
  });

  const means = [group("a", 2, 2, 4), group("b", 1, 5, 5), group("", 1, 2, 2)];

  test("of several, merged with nothing either way", () => {
    const groups = groupsOf(rows);
    expect(groups.result(0, "mean")).toEqual(means);
    const before = new Groups(BY);
    before.merge(groups);
    expect(before.result(0, "mean")).toEqual(means);
    groups.merge(new Groups(BY));
    expect(groups.result(0, "mean")).toEqual(means);
  });

  test("are reduced as the whole is", () => {
    const weighted = blockOf({
      losses: [[2, 0, 9, 4]],
      masses: [1, 0, 3, 2],
      ignored: [1],
      carried: { [BY]: ["a", "a", "a", "b"] },
    });
    const groups = groupsOf(weighted);
    const [a, b] = [{ ignored: 1, denominator: 4 }, { denominator: 2 }];
    expect(groups.result(0, "mean")).toEqual([group("a", 2, 11 / 4, 11, a), group("b", 1, 2, 4, b)]);
    expect(groups.result(0, "sum")).toEqual([group("a", 2, 11, 11, a), group("b", 1, 4, 4, b)]);
    expect(groups.result(0, "batchmean")).toEqual([group("a", 2, 11 / 3, 11, a), group("b", 1, 4, 4, b)]);
  });

  test("of several losses are each loss's", () => {
    const two = blockOf({
      losses: [
        [1, 2],
        [10, 20],
      ],
      carried: { [BY]: ["a", "a"] },
    });
    expect(groupsOf(two).result(1, "sum")).toEqual([group("a", 2, 30, 30)]);
  });

  test("tell apart what JSON tells apart", () => {
    const cells = ["1", 1, true, "true", null, "null", "", [1], "[1]", { a: 1 }, '["1"]'];
    const odd = blockOf({ losses: [cells.map(() => 1)], carried: { [BY]: cells } });
    expect(
      groupsOf(odd, odd)
        .result(0, "sum")
        .map(({ by: [cell] }) => cell),
    ).toEqual(cells);
    expect(rowsByGroup(odd, BY).map(({ by }) => by[0])).toEqual(cells);
  });

  test("have each the exact sum of its rows, however these are cut", () => {
    const row = fc.tuple(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.constantFrom("a", "b", "c"));
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), fc.nat(30), (all, cut) => {
        const block = (part: typeof all) =>
          blockOf({ losses: [part.map(([loss]) => loss)], carried: { [BY]: part.map(([, by]) => by) } });
        const groups = groupsOf(block(all.slice(0, cut)));
        groups.merge(groupsOf(block(all.slice(cut))));
        const totals = new Map<CarriedCell, Totals>();
        for (const [loss, by] of all) {
          if (!totals.has(by)) totals.set(by, new Totals());
          totals.get(by)!.add(Float64Array.of(loss));
          totals.get(by)!.samples++;
        }
        expect(groups.result(0, "mean")).toEqual(
          [...totals].map(([by, { samples, mean, sum }]) => group(by, samples, mean, sum)),
        );
      }),
    );
  });
});
