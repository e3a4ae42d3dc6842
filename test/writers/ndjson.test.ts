import fc from "fast-check";
import { expect, test } from "vitest";
import type { LossRows, RowBlock } from "../../src/core/row-block.ts";
import {
  blocksOf,
  firstRows,
  nested,
  SUMMARY,
  scenes,
  summariesOf,
  written,
  writtenTogether,
} from "./support.ts";

function fieldsOf({ perSample, unreduced, shape, grads }: LossRows, row: number, grad: boolean): object {
  const loss = perSample ? nested(perSample, row, []) : nested(unreduced, row, shape);
  if (!grad) return { loss };
  return {
    loss,
    grad: Object.fromEntries(
      grads.map(({ role, shape: inner, values }) => [role, nested(values, row, inner)]),
    ),
  };
}

function recordOf({ index, losses }: RowBlock, row: number, grad: boolean): object {
  if (losses.length === 1) return { index: index(row), ...fieldsOf(losses[0]!, row, grad) };
  const results = losses.map((loss) => [loss.name, fieldsOf(loss, row, grad)]);
  return { index: index(row), ...Object.fromEntries(results) };
}

test("every line is JSON that reads back to the same bits", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, fc.boolean(), async (scene, grad) => {
      const blocks = blocksOf(scene);
      const text = await written("ndjson", blocks, summariesOf(scene), { grad });
      const lines = text.split("\n");
      expect(lines.pop()).toBe("");
      const records = lines.map((line) => JSON.parse(line));
      const expected = blocks.flatMap((block) =>
        Array.from({ length: block.rows }, (_, row) => recordOf(block, row, grad)),
      );
      // equal in the sense of Object.is, so that -0 counts
      expect(records.slice(0, expected.length)).toEqual(expected);
      expect(records.slice(expected.length).map(({ summary }) => summary.loss)).toEqual(
        scene.losses.map(({ name }) => name),
      );
    }),
    { numRuns: 40 },
  );
});

test("rows that others have printed are joined to the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const blocks = blocksOf(scene);
      expect((await writtenTogether("ndjson", blocks)) === (await written("ndjson", blocks))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("a few rows are the beginning of many", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const [block] = blocksOf({ ...scene, blocks: [5000] });
      const few = await written("ndjson", [firstRows(block!, 3)]);
      expect(few.split("\n").length).toBe(4);
      expect((await written("ndjson", [block!])).startsWith(few)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("whole lines, to the byte", async () => {
  const block: RowBlock = {
    rows: 2,
    index: (row) => row * 3,
    losses: [
      {
        name: "mse",
        reduction: "none",
        shape: [2, 1],
        unreduced: Float64Array.of(-0, 1, Number.NaN, 1e21),
        perSample: undefined,
        grads: [{ role: "pred", shape: [], names: ["p"], values: Float64Array.of(Infinity, -Infinity) }],
      },
    ],
  };
  expect(await written("ndjson", [block])).toBe(
    '{"index":0,"loss":[[-0],[1]],"grad":{"pred":"Infinity"}}\n' +
      '{"index":3,"loss":[["NaN"],[1e+21]],"grad":{"pred":"-Infinity"}}\n',
  );
  const two: RowBlock = { ...block, losses: [block.losses[0]!, { ...block.losses[0]!, name: "mae" }] };
  expect(await written("ndjson", [two], undefined, { grad: false })).toBe(
    '{"index":0,"mse":{"loss":[[-0],[1]]},"mae":{"loss":[[-0],[1]]}}\n' +
      '{"index":3,"mse":{"loss":[["NaN"],[1e+21]]},"mae":{"loss":[["NaN"],[1e+21]]}}\n',
  );
});

test("the summary has a value but for reduction none", async () => {
  expect(await written("ndjson", [], [SUMMARY, { ...SUMMARY, reduction: "none", value: undefined }])).toBe(
    '{"summary":{"loss":"mse","params":{},"reduction":"mean","value":0.5,"samples":3,"ignored":0,"skipped":0,' +
      '"denominator":3,"sum":1.5,"mean":0.5,"warnings":[],"signature":"mse|reduction:mean|loss-cli:0.0.0"}}\n' +
      '{"summary":{"loss":"mse","params":{},"reduction":"none","samples":3,"ignored":0,"skipped":0,' +
      '"denominator":3,"sum":1.5,"mean":0.5,"warnings":[],"signature":"mse|reduction:mean|loss-cli:0.0.0"}}\n',
  );
});
