import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Loss, Reduction } from "../../src/core/loss.ts";
import { SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { losses } from "../../src/losses/index.ts";
import { type Answer, type Arrays, compute, type Options } from "./arrays.ts";

const named = (name: string): Loss => losses.find((loss) => loss.name === name)!;
const mse = named("mse");
const crossEntropy = named("cross-entropy");
const nll = named("nll");
const bce = named("bce");
const logits = named("bce-with-logits");

const close = (got: number | readonly number[], wanted: number | readonly number[]): void => {
  const [a, b] = [[got].flat(), [wanted].flat()];
  expect(a.length).toBe(b.length);
  for (const [i, v] of b.entries())
    expect(Math.abs(a[i]! - v)).toBeLessThanOrEqual(1e-14 * Math.max(1, Math.abs(v)));
};

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
    close(answer.grads.pred!, grad);
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
    close(answer.value!, total / 5);
    expect(answer.unreduced).toEqual([2, 0.5, 0, 0, 0, 0.125]);
    close(answer.perSample, [1.25, 0, 0.0625]);
    close(answer.grads.pred!, [4 / 5, -2 / 5, 0, 0, 0, 0.5 / 5]);
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
    close(answer.denominator, mass);
    const sum = plain.unreduced.reduce((total, loss, i) => total + loss * rows[i]!, 0);
    close(answer.value!, sum / mass);
    close(
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
    close(answer.grads.pred!, [-p, 0, p, 0, 0, 0, 0, 0]);
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

describe("bad values", () => {
  const classes = (target: number[]) => ({
    pred: [
      [1, 2, 3],
      [3, 2, 1],
    ],
    target,
  });

  test.each<[name: string, loss: Loss, arrays: Arrays, wanted: object]>([
    [
      "a class that is too large",
      crossEntropy,
      classes([1, 4]),
      { message: "class 4 is outside 0..2", place: { line: 2 } },
    ],
    [
      "a class that looks 1-based",
      crossEntropy,
      classes([1, 3]),
      { message: "class 3 is outside 0..2", hint: "the labels look 1-based; classes count from 0" },
    ],
    [
      "a class below 0",
      nll,
      classes([0, -1]),
      { message: "class -1 is outside 0..2", hint: "to leave such rows out: --ignore-index=-1" },
    ],
    ["a class in between", nll, classes([0, 1.5]), { message: "class 1.5 is not a whole number" }],
    ["a class that is NaN", nll, classes([0, Number.NaN]), { message: "class NaN is not a whole number" }],
    [
      "a probability above 1",
      bce,
      { pred: [0.5, 1.25], target: [0, 1] },
      {
        message: "1.25 is outside 0..1",
        hint: "logits? then --from logits",
        place: { line: 2, subject: "pred" },
      },
    ],
    [
      "a label above 1",
      logits,
      { pred: [0.5, 1.25], target: [2, 1] },
      {
        message: "2 is outside 0..1",
        hint: "targets are 0, 1 or a probability; are pred and target swapped?",
        place: { line: 1, subject: "target" },
      },
    ],
    [
      "shapes that differ",
      mse,
      { pred: [[1, 2]], target: [[1, 2, 3]] },
      { message: "shapes differ: pred has (2) a row, target has (3) a row" },
    ],
    [
      "distributions for nll",
      nll,
      { pred: [[-1, -2]], target: [[0, 1]] },
      { message: "nll takes class indices, but target has a column for each class" },
    ],
  ])("%s", async (_, loss, arrays, wanted) => {
    await expect(compute(loss, arrays)).rejects.toMatchObject({ status: 3, ...wanted });
  });

  test("what rounding left outside 0..1 counts as the bound, and is said", async () => {
    const answer = await compute(bce, { pred: [1 + 1e-13, -1e-13, 0.5], target: [1, 0, 1] });
    expect(answer.unreduced).toEqual([0, 0, Math.LN2]);
    expect(answer.messages).toEqual([
      "2 values of pred are outside 0..1 by rounding, and taken as the bound",
    ]);
  });

  test("NaN and infinities go through, and are said", async () => {
    const answer = await compute(mse, { pred: [1, Number.NaN, Infinity], target: [0, 0, 0] });
    expect(answer.unreduced).toEqual([1, Number.NaN, Infinity]);
    expect(answer.value).toBeNaN();
    expect(answer.messages).toEqual(["1 value of pred is NaN", "1 value of pred is infinite"]);
  });

  test("losses that overflow are said", async () => {
    const answer = await compute(mse, { pred: [1e200, 0], target: [0, 0] });
    expect(answer.value).toBe(Infinity);
    expect(answer.messages).toEqual(["1 loss is infinite: larger than a double can hold"]);
  });
});

describe("warnings", () => {
  test("name the first place", async () => {
    const arrays = { pred: [0.5, 0.25, 1, 1, 0], target: [1, 0, 0, 0, 1] };
    const { warnings } = await compute(bce, arrays, { cuts: [1, 3] });
    expect(warnings.map(({ place }) => place)).toEqual([
      { source: "memory", line: 3, column: 1, subject: "pred" },
    ]);
  });

  test("probabilities that are far from summing to 1 are an error", async () => {
    const arrays = {
      pred: [
        [0.2, 0.3, 0.5],
        [0.4, 0.4, 0.8],
      ],
      target: [2, 0],
    };
    for (const loss of [crossEntropy, nll])
      await expect(compute(loss, arrays, { given: { from: "probs" } })).rejects.toMatchObject({
        message: "the probabilities of this row do not sum to 1",
        status: 3,
        place: { line: 2 },
      });
  });
});
