import fc from "fast-check";
import { expect, test } from "vitest";
import { Notes } from "../../src/core/notes.ts";
import { ClassNames } from "../../src/readers/classes.ts";
import { readJson } from "../../src/readers/json.ts";
import { readNdjson } from "../../src/readers/ndjson.ts";
import type { Block, ReadOptions } from "../../src/readers/rows.ts";
import { sourceOf } from "./support.ts";

const options = (): ReadOptions => ({
  requests: [
    { role: "pred", kind: "real", sequence: "vectors" },
    { role: "target", kind: "class", sequence: "numbers" },
  ],
  classes: new ClassNames(),
  notes: new Notes(),
  skipMissing: false,
  delimiter: undefined,
  header: undefined,
});

/** Each row's cells of both roles. */
async function rowsOf(blocks: AsyncIterable<Block>): Promise<number[][][]> {
  const rows: number[][][] = [];
  for await (const block of blocks)
    for (let row = 0; row < block.rows; row++)
      rows.push(
        ["pred", "target"].map((role) => {
          const { values, starts } = block.roles[role]!;
          return [...values.subarray(starts![row], starts![row + 1])];
        }),
      );
  return rows;
}

const frame = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 2, maxLength: 2 });
const record = fc.record({
  pred: fc.array(frame, { maxLength: 4 }),
  target: fc.array(fc.constant(1), { maxLength: 3 }),
});
// an empty document of sequences is an error
const records = fc
  .array(record, { minLength: 1, maxLength: 200 })
  .filter((all) => all.some(({ pred }) => pred.length > 0) && all.some(({ target }) => target.length > 0));

test("sequences are the same from arrays, records and lines", async () => {
  await fc.assert(
    fc.asyncProperty(records, async (all) => {
      const arrays = { pred: all.map(({ pred }) => pred), target: all.map(({ target }) => target) };
      const source = (text: string) => sourceOf([Buffer.from(text)]);
      const lines = all.map((one) => `${JSON.stringify(one)}\n`).join("");
      const wanted = all.map(({ pred, target }) => [pred.flat(), target]);
      expect(await rowsOf(readJson(source(JSON.stringify(arrays)), options()))).toEqual(wanted);
      expect(await rowsOf(readJson(source(JSON.stringify(all)), options()))).toEqual(wanted);
      expect(await rowsOf(readNdjson(source(lines), options()))).toEqual(wanted);
    }),
    { numRuns: 40 },
  );
});
