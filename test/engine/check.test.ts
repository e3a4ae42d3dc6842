import { describe, expect, test } from "vitest";
import type { Loss } from "../../src/core/loss.ts";
import { type Arrays, compute, named } from "./arrays.ts";

const mse = named("mse");
const crossEntropy = named("cross-entropy");
const nll = named("nll");
const bce = named("bce");
const logits = named("bce-with-logits");

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
      "a class that looks 1-based beside a class 0",
      crossEntropy,
      classes([0, 3]),
      { message: "class 3 is outside 0..2", hint: undefined },
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
