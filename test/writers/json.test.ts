import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, expect, test, vi } from "vitest";
import { sizeOf } from "../../src/core/batch.ts";
import type { LossRows, RowBlock } from "../../src/core/row-block.ts";
import {
  blocksOf,
  firstRows,
  KeepingSink,
  makeWriter,
  nested,
  SUMMARY,
  scenes,
  summariesOf,
  written,
} from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

interface Document {
  readonly loss: string;
  readonly value: unknown;
  readonly per_sample?: unknown[];
  readonly grad?: Record<string, unknown[]>;
}

const documentsOf = (text: string): Document[] => {
  const parsed: Document | Document[] = JSON.parse(text);
  return Array.isArray(parsed) ? parsed : [parsed];
};

/** All rows of one loss's array. */
function allRows(
  blocks: readonly RowBlock[],
  pick: (loss: LossRows) => [Float64Array, readonly number[]],
  i: number,
) {
  return blocks.flatMap(({ rows, losses }) => {
    const [values, shape] = pick(losses[i]!);
    return Array.from({ length: rows }, (_, row) => nested(values, row, shape));
  });
}

test("is one valid document, whose arrays read back to the same bits", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, fc.boolean(), fc.boolean(), async (scene, perSample, grad) => {
      const blocks = blocksOf(scene);
      const documents = documentsOf(await written("json", blocks, summariesOf(scene), { perSample, grad }));
      expect(documents.map(({ loss }) => loss)).toEqual(scene.losses.map(({ name }) => name));
      for (const [i, { reduction, shape, grads }] of scene.losses.entries()) {
        const { value, per_sample, grad: gradients } = documents[i]!;
        const rows = allRows(
          blocks,
          (loss) => (loss.perSample ? [loss.perSample, []] : [loss.unreduced, shape]),
          i,
        );
        expect(value).toEqual(reduction === "none" ? rows : 0.5);
        expect(per_sample).toEqual(perSample ? rows : undefined);
        const expected = grads.map(({ role, shape: inner }, g) => [
          role,
          allRows(blocks, (loss) => [loss.grads[g]!.values, inner], i),
        ]);
        expect(gradients).toEqual(grad ? Object.fromEntries(expected) : undefined);
      }
    }),
    { numRuns: 40 },
  );
});

test("the arrays of a few rows are the beginning of those of many", async () => {
  const arrays = (text: string): string => text.slice(text.indexOf('"per_sample":[') + 14, text.indexOf("]"));
  await fc.assert(
    fc.asyncProperty(fc.integer(), async (seed) => {
      const losses = [{ name: "mse", reduction: "mean" as const, shape: [], grads: [] }];
      const [block] = blocksOf({ seed, blocks: [9000], gaps: false, losses });
      const few = arrays(await written("json", [firstRows(block!, 4)], [SUMMARY], { grad: false }));
      const many = arrays(await written("json", [block!], [SUMMARY], { grad: false }));
      expect(few.split(",").length).toBe(4);
      expect(many.startsWith(`${few},`)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("whole documents, to the byte", async () => {
  const block: RowBlock = {
    rows: 2,
    index: (row) => row,
    losses: [
      {
        name: "mse",
        reduction: "none",
        shape: [1, 2],
        unreduced: Float64Array.of(-0, Number.NaN, 1e21, 2),
        perSample: undefined,
        grads: [{ role: "pred", shape: [2], names: ["a", "b"], values: Float64Array.of(1, -Infinity, 3, 4) }],
      },
      {
        name: "mae",
        reduction: "mean",
        shape: [],
        unreduced: Float64Array.of(9, 9),
        perSample: Float64Array.of(0.1, Infinity),
        grads: [],
      },
    ],
  };
  const summaries = [
    { ...SUMMARY, reduction: "none", value: undefined },
    {
      ...SUMMARY,
      loss: "mae",
      params: { beta: -0, weight: [1, Infinity], from: 'a"b' },
      warnings: ['x"\n\u0001'],
    },
  ];
  const counts = '"samples":3,"ignored":0,"skipped":0,"denominator":3,"sum":1.5,"mean":0.5';
  const none = '[[[-0,"NaN"]],[[1e+21,2]]]';
  expect(await written("json", [block], summaries)).toBe(
    `[{"loss":"mse","params":{},"reduction":"none","value":${none},${counts},"per_sample":${none},` +
      `"grad":{"pred":[[1,"-Infinity"],[3,4]]},"warnings":[],"signature":"${SUMMARY.signature}"},\n ` +
      `{"loss":"mae","params":{"beta":-0,"weight":[1,"Infinity"],"from":"a\\"b"},"reduction":"mean","value":0.5,` +
      `${counts},"per_sample":[0.1,"Infinity"],"grad":{},"warnings":["x\\"\\n\\u0001"],` +
      `"signature":"${SUMMARY.signature}"}]\n`,
  );
});

test("no rows are empty arrays", async () => {
  const summaries = [{ ...SUMMARY, reduction: "none", value: undefined }];
  const [document] = documentsOf(await written("json", [], summaries, { grad: false }));
  expect(document).toMatchObject({ value: [], per_sample: [] });
});

test("arrays beyond memory's share are kept in temporary files, which finish and abort remove", async () => {
  const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
  vi.stubEnv("TMPDIR", folder);
  const form = { name: "mse", reduction: "mean" as const, shape: [3] };
  const losses = [{ ...form, grads: [{ role: "pred", shape: [3], names: ["a", "b", "c"] }] }];
  const blocks = blocksOf({ seed: 1, blocks: [40_000, 1, 40_000], gaps: false, losses });
  const sink = new KeepingSink();
  const writer = makeWriter("json", sink);
  for (const block of blocks) await writer.rows(block);
  expect(readdirSync(folder).length).toBe(2);
  await writer.finish([SUMMARY]);
  expect(readdirSync(folder)).toEqual([]);
  const [document] = documentsOf(sink.text);
  expect(document?.per_sample).toEqual(allRows(blocks, (loss) => [loss.perSample!, []], 0));
  const gradients = document?.grad?.pred as number[][];
  expect(gradients.flat().length).toBe(80_001 * sizeOf([3]));
  expect(gradients).toEqual(allRows(blocks, (loss) => [loss.grads[0]!.values, [3]], 0));

  const stopped = makeWriter("json", new KeepingSink());
  for (const block of blocks) await stopped.rows(block);
  expect(readdirSync(folder).length).toBe(2);
  stopped.abort();
  expect(readdirSync(folder)).toEqual([]);
});
