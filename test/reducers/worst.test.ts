import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Worst } from "../../src/reducers/worst.ts";
import { blockOf } from "./blocks.ts";

const NAN = Number.NaN;

function worstFrom(start: number, count: number, ...parts: (readonly number[])[]): Worst {
  const worst = new Worst(0, { count, roles: ["pred"], shown: "show" });
  let first = start;
  for (const losses of parts) {
    worst.rows(blockOf({ losses: [losses], roles: { pred: losses }, first }));
    first += losses.length;
  }
  return worst;
}

const worstOf = (count: number, ...parts: (readonly number[])[]): Worst => worstFrom(0, count, ...parts);

const told = (worst: Worst) => worst.result().map(({ index, loss }) => [index, loss]);

describe("Worst", () => {
  test.each<[name: string, losses: number[], wanted: number[][]]>([
    ["nothing", [], []],
    ["one row", [5], [[0, 5]]],
    [
      "ties, in the order of the rows",
      [1, 2, 2, 2, 2],
      [
        [1, 2],
        [2, 2],
        [3, 2],
      ],
    ],
    [
      "NaN, before all",
      [1, NAN, Infinity, NAN, 3],
      [
        [1, NAN],
        [3, NAN],
        [2, Infinity],
      ],
    ],
    [
      "negative losses",
      [-1, -Infinity, -3],
      [
        [0, -1],
        [2, -3],
        [1, -Infinity],
      ],
    ],
  ])("of %s, merged with nothing either way", (_, losses, wanted) => {
    const found = worstOf(3, losses);
    expect(told(found)).toEqual(wanted);
    const before = worstOf(3);
    before.merge(found);
    expect(told(before)).toEqual(wanted);
    found.merge(worstOf(3));
    expect(told(found)).toEqual(wanted);
  });

  test("keeps what was wanted of a row, and leaves out what does not count", () => {
    const worst = new Worst(0, { count: 2, roles: ["pred", "target"], shown: "show" });
    worst.rows(
      blockOf({
        losses: [[9, 1, 2]],
        ignored: [0],
        roles: { pred: [1, 2, 3, 4, 5, 6], target: [7, 8, 9] },
        carried: { show: ["x", "y", "z"] },
      }),
    );
    expect(worst.result()).toEqual([
      {
        index: 2,
        line: 4,
        loss: 2,
        shown: ["z"],
        roles: [
          { role: "pred", names: ["pred"], shape: [2], sequence: false, values: [5, 6] },
          { role: "target", names: ["target"], shape: [], sequence: false, values: [9] },
        ],
      },
      {
        index: 1,
        line: 3,
        loss: 1,
        shown: ["y"],
        roles: [
          { role: "pred", names: ["pred"], shape: [2], sequence: false, values: [3, 4] },
          { role: "target", names: ["target"], shape: [], sequence: false, values: [8] },
        ],
      },
    ]);
  });

  test("are the first rows of all when sorted, however they are cut", () => {
    const losses = fc.array(fc.oneof(fc.nat(9), fc.constantFrom(NAN, Infinity, -Infinity)), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(losses, fc.integer({ min: 1, max: 9 }), fc.nat(40), (all, count, cut) => {
        // a stable sort
        const rank = (loss: number): number => (Number.isNaN(loss) ? 2 : Math.atan(loss));
        const wanted = all
          .map((loss, index) => [index, loss] as const)
          .sort(([, a], [, b]) => rank(b) - rank(a))
          .slice(0, count);
        const [before, after] = [all.slice(0, cut), all.slice(cut)];
        expect(told(worstFrom(0, count, before, after))).toEqual(wanted);
        const merged = worstFrom(before.length, count, after);
        merged.merge(worstOf(count, before));
        expect(told(merged)).toEqual(wanted);
      }),
    );
  });
});
