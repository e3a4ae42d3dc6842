import { describe, expect, test } from "vitest";
import type { Reduction } from "../../src/core/loss.ts";
import { Gathered } from "../../src/engine/gathered.ts";
import { run, SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { losses } from "../../src/losses/index.ts";
import { perSample } from "../../src/reducers/rows.ts";
import { Totals } from "../../src/reducers/totals.ts";
import { type Arrays, inputOf } from "./arrays.ts";

const PAIRS: Arrays = {
  pred: [
    [1, 2],
    [3, 5],
    [-1, 0.5],
  ],
  target: [
    [1, 1],
    [0, 5.5],
    [0.5, 2],
  ],
};

/** Runs a loss with helpers that say how many rows there are, and do nothing else. */
async function play(name: string, arrays: Arrays, reduction: Reduction, expected: number | undefined) {
  const loss = losses.find((one) => one.name === name)!;
  const input = inputOf(arrays, [1]);
  const grads: number[] = [];
  let [passes, asked] = [0, 0];
  await run(
    {
      losses: [{ loss, given: {}, reduction }],
      grad: true,
      rows: true,
      sampleWeight: SAMPLE_WEIGHT in arrays ? "w" : undefined,
    },
    {
      ...input,
      batches() {
        passes++;
        return input.batches();
      },
    },
    { totals: () => new Totals(), perSample },
    { rows: (block) => void grads.push(...block.losses[0]!.grads[0]!.values) },
    {
      helpers: {
        async expectedRows() {
          asked++;
          return expected;
        },
        count: () => Promise.resolve(undefined),
        repeat: () => Promise.resolve(undefined),
      },
    },
  );
  return { grads, passes, asked };
}

describe("a number of rows that is known beforehand", () => {
  test.each([
    ["mse", "mean"],
    ["kl-div", "batchmean"],
    ["mse", "sum"],
    ["mse", "none"],
  ] as const)("saves a pass (%s, %s)", async (name, reduction) => {
    const twice = await play(name, PAIRS, reduction, undefined);
    const once = await play(name, PAIRS, reduction, 3);
    const two = reduction === "mean" || reduction === "batchmean";
    expect(twice.grads.length).toBe(6);
    expect([twice.passes, twice.asked]).toEqual(two ? [2, 1] : [1, 0]);
    expect(once).toEqual({ ...twice, passes: 1 });
  });

  test.each([
    ["mse", { ...PAIRS, [SAMPLE_WEIGHT]: [1, 0, 2] }],
    ["cross-entropy", { ...PAIRS, target: [0, 1, -100] }],
    ["rmse", PAIRS],
  ])("is not asked for where rows do not count the same, or are kept (%s)", async (name, arrays) => {
    expect((await play(name, arrays, "mean", 3)).asked).toBe(0);
  });

  test("that turns out to be wrong is an error", async () => {
    await expect(play("mse", PAIRS, "mean", 4)).rejects.toMatchObject({
      status: 3,
      message: "changed while it was read: 3 rows, where 4 were counted",
      place: { source: "memory" },
    });
  });
});

test("more numbers than can be kept are refused, not kept", () => {
  const gathered = new Gathered("rmse and cox", "big.csv");
  const values = new Float64Array(2 ** 26 + 1);
  const batch = {
    rows: values.length,
    roles: { pred: { shape: [], names: [], values } },
    skipped: 0,
    index: (row: number) => row,
    place: () => ({ source: "big.csv" }),
  };
  expect(() => gathered.add(batch)).toThrow(
    expect.objectContaining({
      message: "all rows are needed at once for rmse and cox, and these are more than 67108864 numbers",
      place: { source: "big.csv" },
      status: 3,
    }) as Error,
  );
});
