import { describe, expect, test } from "vitest";
import { compute, expectClose, named } from "../engine/arrays.ts";
import { CLASS_MASKS, MASKS } from "./dependent.ts";

describe("masks", () => {
  test("dice and tversky of one mask are the same per sample and per batch", async () => {
    const one = { pred: [MASKS.pred![0]!], target: [MASKS.target![0]!] };
    for (const name of ["dice", "tversky"])
      for (const from of ["probs", "logits"]) {
        const sample = await compute(named(name), one, { grad: true, given: { from } });
        const batch = await compute(named(name), one, { grad: true, given: { from, per: "batch" } });
        expect([batch.value]).toEqual(sample.unreduced);
        expect(batch.grads).toEqual(sample.grads);
      }
  });

  test("a batch may have single pixels for rows", async () => {
    const flat = { pred: [0.9, 0.8, 0.1, 0.2, 0.7, 0.4], target: [1, 1, 0, 0, 1, 1] };
    const batch = await compute(named("dice"), MASKS, { given: { per: "batch" }, grad: true });
    const pixels = await compute(named("dice"), flat, { given: { per: "batch" }, grad: true });
    expect([pixels.value, pixels.grads]).toEqual([batch.value, batch.grads]);
  });

  test("an empty mask in a batch is nothing, a batch of them is", async () => {
    const given = { per: "batch" };
    const some = { pred: [[0.5], [0.5]], target: [[0], [1]] };
    expect((await compute(named("dice"), some, { given, cuts: [1] })).messages).toEqual([]);
    const none = { pred: [[0.5], [0.5]], target: [[0], [0]] };
    const { value, messages } = await compute(named("dice"), none, { given, cuts: [1] });
    expect(value).toBe(1);
    expect(messages).toEqual([
      "all of target is empty: the loss is 1 whatever is predicted, unless --smooth is above 0",
    ]);
    expect((await compute(named("dice"), none, { given: { ...given, smooth: 1 } })).messages).toEqual([]);
  });

  test("generalized-dice of equally frequent classes is dice of each class", async () => {
    const target = [
      [
        [1, 0],
        [0, 1],
      ],
      [
        [0, 1],
        [1, 0],
      ],
    ];
    const pred = [
      [
        [0.9, 0.4],
        [0.1, 0.6],
      ],
      [
        [0.2, 0.5],
        [0.8, 0.5],
      ],
    ];
    const given = { from: "probs", smooth: 0.5 };
    const general = await compute(named("generalized-dice"), { pred, target }, { given, grad: true });
    const dice = await compute(
      named("dice"),
      { pred: pred.flat(), target: target.flat() },
      { given: { ...given, eps: 0 }, grad: true },
    );
    expectClose([general.value!], [dice.value!]);
    expectClose(general.grads.pred!, dice.grads.pred!);
  });

  test("dice of each class is generalized-dice with the weights that this takes", async () => {
    const given = { smooth: 0.5 };
    const count = [1, 2].map((_, c) => CLASS_MASKS.target!.flatMap((row) => (row as number[][])[c]!));
    const rare = count.map((masks) => 1 / (masks.reduce((sum, t) => sum + t, 0) ** 2 + 1e-7));
    const weight = rare.map((w) => (2 * w) / (rare[0]! + rare[1]!));
    for (const ignored of [{}, { ignore_background: true }]) {
      const general = await compute(named("generalized-dice"), CLASS_MASKS, {
        given: { ...given, ...ignored },
        grad: true,
      });
      const each = { ...given, ...ignored, from: "logits", per: "class", eps: 0, weight };
      const dice = await compute(named("dice"), CLASS_MASKS, { given: each, grad: true });
      expectClose([general.value!], [dice.value!]);
      expectClose(general.grads.pred!, dice.grads.pred!);
    }
  });

  test("generalized-dice names classes that are nowhere", async () => {
    const { messages } = await compute(
      named("generalized-dice"),
      {
        pred: [
          [1, 2, 3],
          [3, 2, 1],
        ],
        target: [
          [1, 0, 0],
          [1, 0, 0],
        ],
      },
      { cuts: [1] },
    );
    expect(messages).toEqual([
      "class 1, 2 (counted from 0) is nowhere in target: it gets nearly all of the weight",
    ]);
    await expect(
      compute(named("generalized-dice"), { pred: [[1], [2]], target: [[1], [0]] }),
    ).rejects.toThrow("pred has one class, where this loss takes several");
  });
});
