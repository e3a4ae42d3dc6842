import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Reduction } from "../../src/core/loss.ts";
import { SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { type Answer, type Arrays, compute, expectClose, named, type Options } from "./arrays.ts";

const mse = named("mse");
const crossEntropy = named("cross-entropy");
const bce = named("bce");

/** What must not move when rows are cut into batches differently. */
const numbers = ({
  value,
  sum,
  mean,
  denominator,
  unreduced,
  perSample,
  grads,
  index,
  messages,
}: Answer) => ({
  value,
  sum,
  mean,
  denominator,
  unreduced,
  perSample,
  grads,
  index,
  messages,
});

const CLASSES: Arrays = {
  pred: [
    [0.5, -1, 2],
    [3, 0.25, -2],
    [-0.5, 0.125, 1],
    [1, 1, -4],
    [0, 2, 0.5],
  ],
  target: [2, 1, -100, 0, 1],
};
const PAIRS: Arrays = {
  pred: [
    [1, 2],
    [3, 5],
    [-1, 0.5],
  ],
  target: [
    [0, 2.5],
    [7, 5],
    [-1, 0],
  ],
};
const WEIGHT = [0.5, 2, 1.25];

describe("batches", () => {
  test("cut differently, tell the same row's error, though roles are checked one by one", async () => {
    const told = async (cuts: readonly number[]) =>
      await compute(bce, { pred: [0.5, 0.5, 0.5, 7], target: [0, 3, 1, 1] }, { cuts }).catch(String);
    const whole = await told([]);
    expect(whole).toMatch("3 is outside 0..1");
    for (const cut of [1, 2, 3]) expect(await told([cut])).toBe(whole);
  });

  test("cut differently, warn in the same order", async () => {
    const arrays: Arrays = { pred: [1, 1, 1, "NaN"], target: [0, "Infinity", 1, 1] };
    for (const cuts of [[], [1], [2], [3]])
      expect((await compute(mse, arrays, { cuts })).messages).toEqual([
        "1 value of target is infinite",
        "1 value of pred is NaN",
      ]);
  });

  const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 4 }), { maxLength: 4 }).map((all) => all.sort());
  const reduction = fc.constantFrom<Reduction[]>("none", "mean", "sum");

  test("cut differently, give the same bits", async () => {
    const weights = { [SAMPLE_WEIGHT]: [1, 0.1, 3, 0, 0.7] };
    await fc.assert(
      fc.asyncProperty(
        cuts,
        reduction,
        fc.boolean(),
        fc.boolean(),
        async (at, reduction, weighted, classWeights) => {
          const arrays = weighted ? { ...CLASSES, ...weights } : CLASSES;
          const options: Options = { given: classWeights ? { weight: WEIGHT } : {}, reduction, grad: true };
          const whole = await compute(crossEntropy, arrays, options);
          expect(numbers(await compute(crossEntropy, arrays, { ...options, cuts: at }))).toEqual(
            numbers(whole),
          );
        },
      ),
    );
  });

  test("may be empty", async () => {
    const whole = await compute(mse, PAIRS, { grad: true });
    expect(numbers(await compute(mse, PAIRS, { grad: true, cuts: [0, 2, 2, 3] }))).toEqual(numbers(whole));
  });

  test("without any row are an error", async () => {
    await expect(compute(mse, { pred: [], target: [] })).rejects.toMatchObject({
      message: "there are no rows of data",
      status: 3,
      place: { source: "memory" },
    });
    await expect(compute(mse, { pred: [], target: [] }, { skipped: 4 })).rejects.toMatchObject({
      message: "no row is left: all 4 have a missing value",
      status: 3,
    });
  });
});

describe("reductions", () => {
  test.each<[reduction: Reduction, value: number | undefined, rows: number[], grad: number[]]>([
    ["mean", 17.5 / 6, [0.625, 8, 0.125], [2, -1, -8, 0, 0, 1].map((g) => g / 6)],
    ["sum", 17.5, [1.25, 16, 0.25], [2, -1, -8, 0, 0, 1]],
    ["none", undefined, [], [2, -1, -8, 0, 0, 1]],
  ])("%s", async (reduction, value, rows, grad) => {
    const answer = await compute(mse, PAIRS, { reduction, grad: true });
    expect(answer.value).toBe(value);
    expect(answer.unreduced).toEqual([1, 0.25, 16, 0, 0, 0.25]);
    expect(answer.shape).toEqual([2]);
    expect(answer.perSample).toEqual(rows);
    expectClose(answer.grads.pred!, grad);
    expect(answer).toMatchObject({ sum: 17.5, denominator: 6, mean: 17.5 / 6, samples: 3, ignored: 0 });
    expect(answer.index).toEqual([0, 1, 2]);
    expect(answer.messages).toEqual([]);
  });

  test("a mean is right where its sum overflows", async () => {
    const arrays = { pred: [1.5e308, 1.2e308], target: [0, 0] };
    const answer = await compute(named("mae"), arrays, { grad: true });
    expect(answer).toMatchObject({ value: 1.35e308, sum: Infinity, denominator: 2 });
    expect(answer.grads.pred).toEqual([0.5, 0.5]);
  });

  test("no gradient is computed that was not asked for", async () => {
    expect((await compute(mse, PAIRS)).grads).toEqual({});
  });
});

describe("sample weights", () => {
  const weights = [2, 0, 0.5];
  const weighted: Arrays = { ...PAIRS, [SAMPLE_WEIGHT]: weights };

  test("the mean divides by their sum times the elements a row", async () => {
    const answer = await compute(mse, weighted, { grad: true });
    const total = 2 * 1.25 + 0.5 * 0.25;
    expect(answer).toMatchObject({ denominator: 2.5 * 2, sum: total });
    expectClose([answer.value!], [total / 5]);
    expect(answer.unreduced).toEqual([2, 0.5, 0, 0, 0, 0.125]);
    expectClose(answer.perSample, [1.25, 0, 0.0625]);
    expectClose(answer.grads.pred!, [4 / 5, -2 / 5, 0, 0, 0, 0.5 / 5]);
  });

  test("with sum and none they only multiply", async () => {
    const sum = await compute(mse, weighted, { reduction: "sum", grad: true });
    expect(sum.value).toBe(2.625);
    expect(sum.grads.pred).toEqual([4, -2, -0, 0, 0, 0.5]);
    const none = await compute(mse, weighted, { reduction: "none", grad: true });
    expect(none.grads.pred).toEqual(sum.grads.pred);
  });

  test("go together with class weights", async () => {
    const rows = [1.5, 0.25, 9, 2, 0.5];
    const given = { weight: WEIGHT };
    const plain = await compute(crossEntropy, CLASSES, { given, reduction: "none", grad: true });
    const answer = await compute(crossEntropy, { ...CLASSES, [SAMPLE_WEIGHT]: rows }, { given, grad: true });
    // the third row is ignored
    const mass = rows[0]! * 1.25 + rows[1]! * 2 + rows[3]! * 0.5 + rows[4]! * 2;
    expectClose([answer.denominator], [mass]);
    const sum = plain.unreduced.reduce((total, loss, i) => total + loss * rows[i]!, 0);
    expectClose([answer.value!], [sum / mass]);
    expectClose(
      answer.grads.pred!,
      plain.grads.pred!.map((g, i) => (g * rows[Math.floor(i / 3)]!) / mass),
    );
  });

  test.each([
    [-1, "-1 is no weight: weights are finite and at least 0"],
    [Number.NaN, "NaN is no weight: weights are finite and at least 0"],
    [Infinity, "Infinity is no weight: weights are finite and at least 0"],
  ])("of %d are refused", async (weight, message) => {
    const arrays = { ...PAIRS, [SAMPLE_WEIGHT]: [1, weight, 1] };
    await expect(compute(mse, arrays)).rejects.toMatchObject({ message, status: 3, place: { line: 2 } });
  });

  test("that are all 0 leave nothing to average", async () => {
    const answer = await compute(mse, { ...PAIRS, [SAMPLE_WEIGHT]: [0, 0, 0] }, { grad: true });
    expect(answer).toMatchObject({ value: Number.NaN, sum: 0, denominator: 0, samples: 3 });
    for (const g of answer.grads.pred!) expect(Math.abs(g)).toBe(0);
    expect(answer.messages).toEqual([
      "the weights sum to 0: there is nothing to average, and the mean is NaN",
    ]);
  });
});

describe("rows that do not count", () => {
  test("are ignored by their class, and counted", async () => {
    const answer = await compute(crossEntropy, CLASSES, { grad: true, skipped: 2 });
    expect(answer).toMatchObject({ samples: 4, ignored: 1, skipped: 2, denominator: 4 });
    expect(answer.perSample[2]).toBe(0);
    expect(answer.grads.pred!.slice(6, 9)).toEqual([0, 0, 0]);
    const again = await compute(crossEntropy, CLASSES, { given: { ignore_index: 1 } }).catch(
      (error: unknown) => error,
    );
    expect(again).toMatchObject({ message: "class -100 is outside 0..2", status: 3, place: { line: 3 } });
  });

  test("a row with some ignored positions counts", async () => {
    const dense = {
      pred: [
        [
          [1, 2],
          [0, -1],
        ],
        [
          [3, 0],
          [1, 1],
        ],
      ],
      target: [
        [0, -100],
        [-100, -100],
      ],
    };
    const answer = await compute(crossEntropy, dense, { grad: true });
    expect(answer).toMatchObject({ samples: 1, ignored: 1, denominator: 1, shape: [2] });
    expect(answer.unreduced).toEqual([Math.log1p(Math.exp(-1)), 0, 0, 0]);
    const p = 1 / (1 + Math.exp(1));
    expectClose(answer.grads.pred!, [-p, 0, p, 0, 0, 0, 0, 0]);
  });

  test("all of them: the mean is NaN, the sum 0, the gradient 0", async () => {
    const arrays = { ...CLASSES, target: [-100, -100, -100, -100, -100] };
    const answer = await compute(crossEntropy, arrays, { grad: true });
    expect(answer).toMatchObject({ value: Number.NaN, sum: 0, denominator: 0, samples: 0, ignored: 5 });
    expect(answer.grads.pred).toEqual(Array(15).fill(0));
    expect(answer.messages).toEqual([
      "all 5 rows are ignored: there is nothing to average, and the mean is NaN",
    ]);
    const sum = await compute(crossEntropy, arrays, { reduction: "sum" });
    expect(sum.value).toBe(0);
  });
});
