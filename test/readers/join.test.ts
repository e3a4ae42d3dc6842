import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type CarriedCell, LongInteger } from "../../src/core/batch.ts";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { align, type Stream } from "../../src/readers/align.ts";
import { join } from "../../src/readers/join.ts";
import type { Block } from "../../src/readers/rows.ts";

/** A row's key and its value; without a value it has a hole. */
type Row = readonly [key: CarriedCell, value: number | undefined];

/** An input with a row a line, in blocks of a size, each in memory that the next one uses again. */
function stream(name: string, rows: readonly Row[], size = 2): Stream {
  function* blocks(): Generator<Block> {
    const values = new Float64Array(2 * size);
    for (let start = 0; start < rows.length; start += size) {
      const part = rows.slice(start, start + size);
      for (const [i, [, value]] of part.entries()) values.set([value ?? 0, -(value ?? 0)], 2 * i);
      yield {
        rows: part.length,
        roles: { [name]: { values: values.subarray(0, 2 * part.length), shape: [2], names: [name] } },
        carried: { on: { cells: part.map(([key]) => key), names: ["id"] } },
        missing: Uint8Array.from(part, ([, value]) => Number(value === undefined)),
        place: (row, role, cell) => ({
          source: name,
          line: start + row + 2,
          column: cell + 1,
          subject: role,
        }),
      };
    }
  }
  return { name, blocks: blocks() };
}

interface Joined {
  readonly pairs: readonly (readonly [number, number])[];
  readonly skipped: number;
}

async function joined(streams: readonly Stream[], skip = false, most?: number): Promise<Joined | string> {
  const pairs: [number, number][] = [];
  let skipped = 0;
  try {
    for await (const batch of align(join(streams, skip, most))) {
      skipped += batch.skipped;
      for (let row = 0; row < batch.rows; row++) {
        const [a, b] = [batch.roles.a!.values, batch.roles.b!.values];
        expect([a[2 * row + 1], b[2 * row + 1]]).toEqual([-a[2 * row]!, -b[2 * row]!]);
        pairs.push([a[2 * row]!, b[2 * row]!]);
      }
    }
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    return formatMessage(error.message, error.place, error.hint);
  }
  return { pairs, skipped };
}

const keys = fc.uniqueArray(fc.string({ unit: "grapheme-ascii", minLength: 1 }).map((text) => `k${text}`));
const sizes = fc.integer({ min: 1, max: 5 });

describe("rows are paired by their keys", () => {
  test("in the order of the first input, whatever that of the second", async () => {
    const shuffled = keys.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
    );
    await fc.assert(
      fc.asyncProperty(shuffled, sizes, sizes, async ([all, other], sizeA, sizeB) => {
        const a = all.map((key, i): Row => [key, i + 1]);
        const b = other.map((key): Row => [key, 1000 + all.indexOf(key)]);
        expect(await joined([stream("a", a, sizeA), stream("b", b, sizeB)])).toEqual({
          pairs: all.map((_, i) => [i + 1, 1000 + i]),
          skipped: 0,
        });
      }),
    );
  });

  test("keys on one side and holes are skipped, each counted once", async () => {
    const some = keys.chain((all) =>
      fc.tuple(fc.shuffledSubarray(all), fc.shuffledSubarray(all), fc.subarray(all)),
    );
    await fc.assert(
      fc.asyncProperty(some, sizes, async ([inA, inB, holes], size) => {
        const rows = (of: readonly string[]): Row[] =>
          of.map((key, i) => [key, holes.includes(key) ? undefined : i + 1]);
        const both = inA.filter((key) => inB.includes(key) && !holes.includes(key));
        const union = new Set([...inA, ...inB]);
        expect(await joined([stream("a", rows(inA), size), stream("b", rows(inB), size)], true)).toEqual({
          pairs: both.map((key) => [inA.indexOf(key) + 1, inB.indexOf(key) + 1]),
          skipped: union.size - both.length,
        });
      }),
    );
  });

  test("of three inputs as of two", async () => {
    const c = stream("c", [
      [2, 8],
      [1, 9],
    ]);
    const streams = [
      stream("a", [
        ["1", 1],
        ["2", 2],
      ]),
      stream("b", [
        ["2", 4],
        ["1", 3],
      ]),
      c,
    ];
    expect(await joined(streams)).toEqual({
      pairs: [
        [1, 3],
        [2, 4],
      ],
      skipped: 0,
    });
  });

  test("which are texts without the blanks around them", async () => {
    const a = stream("a", [
      ["1", 1],
      [" x ", 2],
      ["true", 3],
      ['{"b":1}', 4],
    ]);
    const b = stream("b", [
      ["x", 6],
      [1, 5],
      [{ b: 1 }, 8],
      [true, 7],
    ]);
    expect(await joined([a, b])).toEqual({
      pairs: [
        [1, 5],
        [2, 6],
        [3, 7],
        [4, 8],
      ],
      skipped: 0,
    });
  });

  test("which are integers with all their digits, beyond what a double holds too", async () => {
    const [low, high] = ["9007199254740993", "9007199254740995"];
    const a = stream("a", [
      [low, 1],
      [high, 2],
    ]);
    const b = stream("b", [
      [new LongInteger(high), 6],
      [new LongInteger(low), 5],
    ]);
    expect(await joined([a, b])).toEqual({
      pairs: [
        [1, 5],
        [2, 6],
      ],
      skipped: 0,
    });
  });
});

describe("what cannot be paired", () => {
  const two: Row[] = [
    ["x", 1],
    ["y", 2],
  ];
  const three: Row[] = [...two, ["z", 3]];

  test("is told with its place", async () => {
    const skip = "(--missing skip leaves such rows out)";
    expect(await joined([stream("a", three), stream("b", two)])).toBe(
      `a:4: --on: key "z" has no row in b ${skip}`,
    );
    expect(await joined([stream("a", two), stream("b", three)])).toBe(
      `b:4: --on: key "z" has no row in a ${skip}`,
    );
    expect(await joined([stream("a", [...two, ["x", 5]]), stream("b", two)])).toBe(
      'a:4: --on: key "x" stands here a second time',
    );
    expect(await joined([stream("a", two), stream("b", [...three, ["x", 5]])])).toBe(
      'b:5: --on: key "x" stands here a second time',
    );
    expect(await joined([stream("a", [["", 1]]), stream("b", two)])).toBe(
      `a:2: --on: missing value: "id" is the key ${skip}`,
    );
    expect(
      await joined([
        stream("a", two),
        stream("b", [
          ["x", 1],
          [null, 2],
        ]),
      ]),
    ).toBe(`b:3: --on: missing value: "id" is the key ${skip}`);
  });

  test("is skipped without a key too", async () => {
    const b: Row[] = [
      ["x", 5],
      ["", 7],
      [null, 8],
    ];
    const a: Row[] = [
      ["NA", 3],
      ["x", 1],
    ];
    expect(await joined([stream("a", a), stream("b", b)], true)).toEqual({ pairs: [[1, 5]], skipped: 3 });
  });

  test("is more than is held", async () => {
    expect(await joined([stream("a", three), stream("b", three)], false, 3)).toMatchObject({ skipped: 0 });
    expect(await joined([stream("a", three), stream("b", three)], false, 2)).toBe(
      "b: has more than 2 rows: too many to be looked up by a key (sort the files by their keys, and leave out --on)",
    );
  });
});
