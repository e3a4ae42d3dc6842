import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { RowBlock } from "../../src/core/row-block.ts";
import { cellNames } from "../../src/writers/numbers.ts";
import { blocksOf, firstRows, SUMMARY, scenes, textOf, written, writtenTogether } from "./support.ts";

const FORMATS = [
  ["csv", ","],
  ["tsv", "\t"],
] as const;

/** A row's numbers in the order of the columns. */
function rowOf({ index, losses, rows }: RowBlock, row: number): number[] {
  const part = (values: Float64Array): number[] => {
    const width = values.length / rows;
    return [...values.subarray(row * width, (row + 1) * width)];
  };
  return [
    index(row),
    ...losses.flatMap(({ perSample, unreduced, grads }) => [
      ...part(perSample ?? unreduced),
      ...grads.flatMap(({ values }) => part(values)),
    ]),
  ];
}

test("rows read back to the same bits, and are the shortest text", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, fc.constantFrom(...FORMATS), async (scene, [format, delimiter]) => {
      const blocks = blocksOf(scene);
      const text = await written(format, blocks, []);
      const records = parse(text, { delimiter, relaxColumnCount: false });
      const expected = blocks.flatMap((block) =>
        Array.from({ length: block.rows }, (_, row) => rowOf(block, row)),
      );
      expect(records.length).toBe(expected.length === 0 ? 0 : expected.length + 1);
      const wrong = expected.findIndex((numbers, i) => {
        const cells = records[i + 1]!;
        return (
          cells.length !== numbers.length ||
          numbers.some((x, j) => cells[j] !== textOf(x) || !Object.is(Number(cells[j]), x))
        );
      });
      expect(wrong).toBe(-1);
    }),
    { numRuns: 60 },
  );
});

test("the header names index, loss and the columns that gradients belong to, quoted where they must be", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, fc.constantFrom(...FORMATS), async (scene, [format, delimiter]) => {
      const blocks = blocksOf({ ...scene, blocks: [1] });
      const [header] = parse(await written(format, blocks), { delimiter });
      const several = scene.losses.length > 1;
      expect(header).toEqual([
        "index",
        ...scene.losses.flatMap(({ name, reduction, shape, grads }) =>
          [
            ...(reduction === "none" ? cellNames("loss", ["loss"], shape) : ["loss"]),
            ...grads.flatMap((grad) =>
              cellNames(grad.role, grad.names, grad.shape).map((cell) => `grad_${cell}`),
            ),
          ].map((column) => (several ? `${name}_${column}` : column)),
        ),
      ]);
    }),
    { numRuns: 100 },
  );
});

test("rows that others have printed are joined to the same bytes", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const blocks = blocksOf(scene);
      expect((await writtenTogether("csv", blocks)) === (await written("csv", blocks))).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("a few rows are the beginning of many", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const [block] = blocksOf({ ...scene, blocks: [5000] });
      const few = await written("csv", [firstRows(block!, 3)]);
      const many = await written("csv", [block!]);
      expect(few.length).toBeGreaterThan(0);
      expect(many.startsWith(few)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

test("a whole table, to the byte", async () => {
  const block: RowBlock = {
    rows: 3,
    index: (row) => [0, 1, 7][row]!,
    losses: [
      {
        name: "gaussian-nll",
        reduction: "mean",
        shape: [2],
        unreduced: new Float64Array(6),
        perSample: Float64Array.of(-0, Number.NaN, 1e21),
        grads: [
          { role: "pred", shape: [2], names: ["a,b", 'c"d'], values: Float64Array.of(1, 2, 3, 4, 5, 6) },
          { role: "var", shape: [], names: ["@3"], values: Float64Array.of(0.1, -Infinity, 1e-7) },
        ],
      },
    ],
  };
  expect(await written("csv", [block], [SUMMARY])).toBe(
    'index,loss,"grad_a,b","grad_c""d",grad_var\n0,-0,1,2,0.1\n1,NaN,3,4,-Infinity\n7,1e+21,5,6,1e-7\n',
  );
  expect(await written("tsv", [block], [SUMMARY])).toBe(
    'index\tloss\tgrad_a,b\t"grad_c""d"\tgrad_var\n0\t-0\t1\t2\t0.1\n1\tNaN\t3\t4\t-Infinity\n7\t1e+21\t5\t6\t1e-7\n',
  );
});

test("without rows there is a row of summary for each loss", async () => {
  const summaries = [SUMMARY, { ...SUMMARY, loss: "mae", value: undefined, sum: -0, mean: Number.NaN }];
  expect(await written("csv", [], summaries, { perSample: false, grad: false })).toBe(
    "loss,reduction,value,samples,ignored,skipped,denominator,sum,mean,signature\n" +
      "mse,mean,0.5,3,0,0,3,1.5,0.5,mse|reduction:mean|loss-cli:0.0.0\n" +
      "mae,mean,NaN,3,0,0,3,-0,NaN,mse|reduction:mean|loss-cli:0.0.0\n",
  );
});
