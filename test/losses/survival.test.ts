import { describe, expect, test } from "vitest";
import { SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { type Arrays, compute, expectClose, named } from "../engine/arrays.ts";
import { LIVES } from "./dependent.ts";

describe("cox", () => {
  const cox = named("cox");

  test("of predictions far out keeps its digits", async () => {
    const { unreduced, grads } = await compute(
      cox,
      { pred: [1000, 960, -1000], time: [1, 2, 3], event: [1, 1, 1] },
      { grad: true, reduction: "sum" },
    );
    expectClose(unreduced.slice(0, 1), [Math.exp(-40)], 1e-25);
    expect(unreduced.slice(1)).toEqual([0, 0]);
    for (const g of grads.pred!) expect(Math.abs(g)).toBeLessThan(1e-15);
  });

  test("does not depend on the order of the rows", async () => {
    const turned = Object.fromEntries(
      Object.entries(LIVES).map(([role, values]) => [role, [...values].reverse()]),
    );
    const [one, other] = [
      await compute(cox, LIVES, { grad: true }),
      await compute(cox, turned, { grad: true }),
    ];
    expectClose(other.unreduced.toReversed(), one.unreduced);
    expectClose(other.grads.pred!.toReversed(), one.grads.pred!);
  });

  test("weighs rows, but gives no gradient then", async () => {
    const weighted = { ...LIVES, [SAMPLE_WEIGHT]: [1, 2, 0, 1, 1] };
    const { unreduced, value } = await compute(cox, weighted);
    const plain = await compute(cox, LIVES);
    expectClose(
      unreduced,
      plain.unreduced.map((v, i) => v * [1, 2, 0, 1, 1][i]!),
    );
    expectClose([value!], [unreduced.reduce((a, b) => a + b) / 5]);
    await expect(compute(cox, weighted, { grad: true })).rejects.toThrow(
      "--grad and --sample-weight do not go together with cox: its rows depend on each other",
    );
  });

  test("without an event is 0, and says so", async () => {
    const { value, messages } = await compute(cox, { pred: [1, 2], time: [1, 2], event: [0, 0] });
    expect([value, messages]).toEqual([
      0,
      ["no row has an event: there is nothing to explain, and the loss is 0"],
    ]);
  });

  test("refuses what is no time, no event and no number a row", async () => {
    const of = (arrays: Arrays) => compute(cox, arrays, { cuts: [1] });
    await expect(of({ pred: [1, 2], time: [1, -2], event: [1, 0] })).rejects.toMatchObject({
      message: "-2 is below 0",
      place: { line: 2, subject: "time" },
    });
    await expect(of({ pred: [1, 2], time: [1, 2], event: [1, 2] })).rejects.toThrow("2 is not one of 0, 1");
    const two = [
      [1, 2],
      [1, 0],
    ];
    await expect(of({ pred: two, time: two, event: two })).rejects.toThrow("cox takes one number a row");
  });
});
