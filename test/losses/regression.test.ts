import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute } from "../engine/arrays.ts";

const run = (name: string, input: Arrays, given: AnyParamValues = {}) =>
  compute(losses.find((loss) => loss.name === name)!, input, { given, grad: true, reduction: "sum" });

function close(got: readonly number[], want: readonly number[], relative = 1e-13): void {
  expect(got.length).toBe(want.length);
  for (const [i, v] of want.entries())
    expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(relative * Math.abs(v) + 1e-300);
}

const value = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const pairs = fc
  .array(fc.tuple(value, value), { minLength: 1, maxLength: 8 })
  .map((all) => ({ pred: all.map(([p]) => p), target: all.map(([, t]) => t) }));
const scale = fc.double({ min: 0.01, max: 100, noNaN: true });

type Side = [name: string, given: AnyParamValues, factor: number];
const same: [what: string, sides: (scale: number) => [Side, Side]][] = [
  [
    "huber is delta times smooth-l1",
    (c) => [
      ["huber", { delta: c }, 1],
      ["smooth-l1", { beta: c }, c],
    ],
  ],
  [
    "huber with a large delta is half-squared-error",
    () => [
      ["huber", { delta: 1e4 }, 1],
      ["half-squared-error", {}, 1],
    ],
  ],
  [
    "half-squared-error is half of mse",
    () => [
      ["half-squared-error", {}, 1],
      ["mse", {}, 0.5],
    ],
  ],
  [
    "soft-l1 is twice pseudo-huber at delta 1",
    () => [
      ["soft-l1", {}, 1],
      ["pseudo-huber", { delta: 1 }, 2],
    ],
  ],
  [
    "lq at q 1 is mae",
    () => [
      ["lq", { q: 1 }, 1],
      ["mae", {}, 1],
    ],
  ],
  [
    "quantile at alpha 0.5 is half of mae",
    () => [
      ["quantile", { alpha: 0.5 }, 1],
      ["mae", {}, 0.5],
    ],
  ],
  [
    "expectile at alpha 0.5 is half of mse",
    () => [
      ["expectile", { alpha: 0.5 }, 1],
      ["mse", {}, 0.5],
    ],
  ],
  [
    "epsilon-insensitive at epsilon 0 is mae",
    () => [
      ["epsilon-insensitive", { epsilon: 0 }, 1],
      ["mae", {}, 1],
    ],
  ],
  [
    "squared-epsilon-insensitive at epsilon 0 is mse",
    () => [
      ["squared-epsilon-insensitive", { epsilon: 0 }, 1],
      ["mse", {}, 1],
    ],
  ],
  [
    "percent is a hundred times the fraction",
    () => [
      ["mape", { percent: true }, 1],
      ["mape", { percent: false }, 100],
    ],
  ],
];

test.each(same)("%s", async (_, sides) => {
  await fc.assert(
    fc.asyncProperty(pairs, scale, async (input, c) => {
      const [[first, given, a], [second, other, b]] = sides(c);
      const [one, two] = [await run(first, input, given), await run(second, input, other)];
      const times = (values: readonly number[], by: number) => values.map((v) => v * by);
      close(times(one.unreduced, a), times(two.unreduced, b));
      close(times(one.grads.pred!, a), times(two.grads.pred!, b));
    }),
  );
});

test("log-lin-quantile is quantile of exp(pred)", async () => {
  const input = { pred: [0, 1, -2], target: [2, 2, 0.1] };
  const plain = await run("quantile", { ...input, pred: input.pred.map(Math.exp) }, { alpha: 0.9 });
  const logs = await run("log-lin-quantile", input, { alpha: 0.9 });
  expect(logs.unreduced).toEqual(plain.unreduced);
  close(
    logs.grads.pred!,
    plain.grads.pred!.map((g, i) => g * Math.exp(input.pred[i]!)),
  );
});

describe("infinite residuals", () => {
  const input = { pred: [Infinity, -Infinity], target: [0, 0] };
  test.each<[name: string, given: AnyParamValues, loss: number, slope: number]>([
    ["huber", { delta: 2 }, Infinity, 2],
    ["pseudo-huber", { delta: 3 }, Infinity, 3],
    ["soft-l1", {}, Infinity, 2],
    ["log-cosh", {}, Infinity, 1],
    ["fair", { c: 3 }, Infinity, 3],
    ["quantile", { alpha: 0.5 }, Infinity, 0.5],
    ["cauchy", {}, Infinity, 0],
    ["welsch", { c: 2 }, 2, 0],
    ["geman-mcclure", { c: 2 }, 2, 0],
    ["tukey-biweight", { c: 6 }, 6, 0],
  ])("%s %j", async (name, given, loss, slope) => {
    const { unreduced, grads } = await run(name, input, given);
    expect(unreduced).toEqual([loss, loss]);
    expect(grads.pred!.map(Math.abs)).toEqual([slope, slope]);
  });
});

test.each(losses.filter(({ family }) => family === "regression").map(({ name }) => name))(
  "%s: NaN in, NaN out, in the gradient too",
  async (name) => {
    const row = name === "multi-quantile" ? [[Number.NaN, Number.NaN, Number.NaN]] : [Number.NaN];
    const { value, grads } = await run(name, { pred: row, target: [1] });
    expect(value).toBeNaN();
    for (const g of Object.values(grads)) expect(g).toEqual(row.flat());
  },
);

describe("mape and smape at 0", () => {
  const zero = (message: string) => message.includes("0: the error is divided");

  test("mape says how many targets are 0, and divides by the floor", async () => {
    const answer = await run("mape", { pred: [1, 2, 3], target: [0, 2, 0] }, { floor: 0.5 });
    expect(answer.unreduced).toEqual([2, 0, 6]);
    expect(answer.messages).toEqual([
      "2 targets are 0: the error is divided by 0.5 instead, which may decide the mean; see --floor, or smape",
    ]);
    const other = await run("mape", { pred: [1, 2, 3], target: [1e-9, 2, -1] });
    expect(other.messages.filter(zero)).toEqual([]);
  });

  test("mape without a floor: what is right costs nothing, what is wrong is infinite", async () => {
    const { unreduced } = await run("mape", { pred: [0, 1], target: [0, 0] }, { floor: 0 });
    expect(unreduced).toEqual([0, Infinity]);
  });

  test("smape is 200 once the signs differ, and flat there", async () => {
    const { unreduced, grads } = await run("smape", { pred: [0, 0, 1, -3, 2], target: [0, 1, 0, 1, 2] });
    expect(unreduced).toEqual([0, 200, 200, 200, 0]);
    expect(grads.pred).toEqual([0, 0, 0, 0, 0]);
  });
});

test.each([
  ["msle", { pred: [-1], target: [1] }, "-1 is not above -1"],
  ["msle", { pred: [1], target: [-2] }, "-2 is not above -1"],
  ["log-lin-quantile", { pred: [1], target: [-2] }, "-2 is below 0"],
])("%s refuses %j", async (name, input, message) => {
  await expect(run(name, input)).rejects.toMatchObject({ status: 3, message });
});
