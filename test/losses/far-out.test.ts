import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compute, computeSum, expectClose, named } from "../engine/arrays.ts";

const crossEntropy = named("cross-entropy");
const bce = named("bce");
const logits = named("bce-with-logits");

describe("far out", () => {
  const edge = fc.constantFrom(-1e308, -1e5, -745, -700, -37, 0, 37, 700, 710, 1e5, 1e308);

  test("losses and gradients of finite logits are finite where they can be", async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(edge, edge, edge), fc.nat(2), async (z, y) => {
        const { unreduced, grads } = await computeSum(crossEntropy, { pred: [z], target: [y] });
        // 1e308 and -1e308 are further apart than any double
        const apart = Math.max(...z) - z[y]!;
        if (Number.isFinite(apart)) expectClose(unreduced, [apart + Math.log(logSum(z))]);
        else expect(unreduced).toEqual([Infinity]);
        for (const g of grads.pred!) expect(Math.abs(g)).toBeLessThanOrEqual(1);
      }),
    );
    await fc.assert(
      fc.asyncProperty(edge, fc.constantFrom(0, 0.25, 1), async (z, t) => {
        const { unreduced, grads } = await computeSum(logits, { pred: [z], target: [t] });
        expectClose(unreduced, [
          t * Math.max(-z, 0) + (1 - t) * Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
        ]);
        expect(Math.abs(grads.pred![0]!)).toBeLessThanOrEqual(1);
      }),
    );
  });

  const logSum = (z: readonly number[]): number =>
    z.reduce((sum, v) => sum + Math.exp(v - Math.max(...z)), 0);

  test.each<[name: string, pred: number[][], target: (number | number[])[], losses: number[]]>([
    ["a single class costs nothing", [[3], [-1e308]], [0, 0], [0, 0]],
    ["an impossible class that is not meant", [[0, -Infinity]], [0], [0]],
    ["an impossible class that is meant", [[0, -Infinity]], [1], [Infinity]],
    ["nothing but impossible classes", [[-Infinity, -Infinity]], [0], [Number.NaN]],
    [
      "an infinite logit",
      [
        [Infinity, 0],
        [Infinity, 0],
      ],
      [0, 1],
      [Number.NaN, Number.NaN],
    ],
    ["an impossible class with a share of 0, as in torch", [[0, -Infinity]], [[1, 0]], [Number.NaN]],
  ])("cross-entropy: %s", async (_, pred, target, wanted) => {
    expect((await computeSum(crossEntropy, { pred, target })).unreduced).toEqual(wanted);
  });

  test("cross-entropy: a class of weight 0 costs nothing and has no slope", async () => {
    const arrays = { pred: [[1, 2, -Infinity]], target: [2] };
    const answer = await compute(crossEntropy, arrays, { given: { weight: [1, 1, 0] }, grad: true });
    expect(answer.unreduced).toEqual([0]);
    expect(answer.value).toBeNaN();
    for (const g of answer.grads.pred!) expect(Math.abs(g)).toBe(0);
  });

  test("bce from log-probabilities: what is impossible and does not happen costs nothing", async () => {
    const arrays = { pred: [-Infinity, -Infinity, 0, 0], target: [0, 1, 1, 0] };
    const answer = await computeSum(bce, arrays, { from: "log-probs" });
    expect(answer.unreduced).toEqual([0, Infinity, 0, 100]);
    expect(answer.grads.pred).toEqual([0, -1, -1, 1 / Math.fround(1e-12)]);
  });

  test.each<[name: string, pred: number[], target: number | number[], loss: number, grad: number[]]>([
    ["classes that are not meant may be impossible", [1, 0, 0], 0, 0, [-1, 0, 0]],
    ["nor do they count in a distribution", [0.5, 0, 0.5], [0.5, 0, 0.5], Math.LN2, [-1, 0, -1]],
    ["what rounding left above 1 is 1", [1 + 1e-13, -1e-13, 0], 0, 0, [-1, 0, 0]],
    ["what rounding left below 0 is 0", [1 + 1e-13, -1e-13, 0], 1, Infinity, [0, -Infinity, 0]],
  ])("cross-entropy from probabilities: %s", async (_, pred, target, loss, grad) => {
    const answer = await computeSum(crossEntropy, { pred: [pred], target: [target] }, { from: "probs" });
    expect(answer.unreduced).toEqual([loss]);
    expect(answer.grads.pred).toEqual(grad);
  });

  test("bce keeps the digits of a gradient near its minimum", async () => {
    for (const [t, p] of [
      [0.23628979256706373, 0.2362897925670637],
      [0.3, 0.3 + 2 ** -50],
      [0.9, 0.9 - 2 ** -53],
    ] as const) {
      const { grads } = await computeSum(bce, { pred: [p], target: [t] });
      const wanted = (p - t) / (p * (1 - p));
      expect(Math.abs(grads.pred![0]! / wanted - 1)).toBeLessThanOrEqual(2 ** -50);
    }
  });

  test("bce at 0 and 1 is torch's, clamps and all", async () => {
    const { unreduced, grads } = await computeSum(bce, { pred: [0, 0, 1, 1], target: [0, 1, 0, 1] });
    expect(unreduced).toEqual([0, 100, 100, 0]);
    // torch's constant 1e-12 is a single-precision one
    expectClose(grads.pred!, [0, -1000000003995.8029, 1000000003995.8029, 0], 1e-15);
  });
});
