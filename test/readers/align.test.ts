import * as fc from "fast-check";
import { expect, test } from "vitest";
import { align, pair, type Stream } from "../../src/readers/align.ts";
import type { Block } from "../../src/readers/rows.ts";

/** A role's rows in blocks of some sizes; a row without a value has a hole. */
function stream(role: string, rows: readonly (number | undefined)[], sizes: readonly number[]): Stream {
  function* blocks(): Generator<Block> {
    let start = 0;
    for (let i = 0; start < rows.length; i++) {
      const part = rows.slice(start, start + (sizes[i % sizes.length] ?? 1));
      const from = start;
      const holes = Uint8Array.from(part, (value) => Number(value === undefined));
      // two cells a row, so that widths are taken into account
      const values = Float64Array.from(part.flatMap((value) => [value ?? 0, -(value ?? 0)]));
      yield {
        rows: part.length,
        roles: { [role]: { values, shape: [2], names: [role] } },
        missing: holes.includes(1) ? holes : undefined,
        place: (row, subject, cell) => ({ source: role, line: from + row, column: cell, subject }),
      };
      start += part.length;
    }
  }
  return { name: role, blocks: blocks() };
}

const rows = fc.array(fc.option(fc.double({ noNaN: true }), { nil: undefined, freq: 4 }), {
  minLength: 1,
  maxLength: 30,
});
const sizes = fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 4 });

test("rows pair up in order, whatever the blocks; those with a hole in either are left out and counted", async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, sizes, sizes, async (a, b, aSizes, bSizes) => {
      const count = Math.min(a.length, b.length);
      const streams = [stream("a", a.slice(0, count), aSizes), stream("b", b.slice(0, count), bSizes)];
      const found: { index: number; a: number[]; b: number[]; line: number | undefined }[] = [];
      let skipped = 0;
      for await (const batch of align(pair(streams))) {
        skipped += batch.skipped;
        for (let row = 0; row < batch.rows; row++) {
          const cells = (role: string): number[] => [
            ...batch.roles[role]!.values.subarray(2 * row, 2 * row + 2),
          ];
          const place = batch.place(row, "b", 1);
          expect(place).toEqual({ source: "b", line: batch.index(row), column: 1, subject: "b" });
          found.push({ index: batch.index(row), a: cells("a"), b: cells("b"), line: place.line });
        }
      }
      const whole = Array.from({ length: count }, (_, i) => i).filter(
        (i) => a[i] !== undefined && b[i] !== undefined,
      );
      expect(found).toEqual(
        whole.map((i) => ({ index: i, a: [a[i]!, -a[i]!], b: [b[i]!, -b[i]!], line: i })),
      );
      expect(found.length + skipped).toBe(count);
    }),
    { numRuns: 300 },
  );
});

test("unequal counts are an error that tells both", async () => {
  await fc.assert(
    fc.asyncProperty(rows, rows, sizes, sizes, async (a, b, aSizes, bSizes) => {
      fc.pre(a.length !== b.length);
      const rowsOf = (n: number): string => `${n} row${n === 1 ? "" : "s"}`;
      const all = async (): Promise<void> => {
        for await (const _ of align(pair([stream("a", a, aSizes), stream("b", b, bSizes)])));
      };
      await expect(all()).rejects.toThrow(
        `the inputs differ in length: a has ${rowsOf(a.length)}, b has ${rowsOf(b.length)}`,
      );
    }),
    { numRuns: 100 },
  );
});

test("the first of several inputs that has a role provides it", async () => {
  const streams = [stream("w", [1, 2], [2]), stream("w", [3, 4], [1])];
  const values: number[] = [];
  for await (const batch of align(pair(streams))) values.push(...batch.roles.w!.values);
  expect(values).toEqual([1, -1, 2, -2]);
});
