import { describe, expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { run } from "../../src/engine/run.ts";
import { perSample } from "../../src/reducers/rows.ts";
import { Totals } from "../../src/reducers/totals.ts";
import { CLASS_MASKS, LIVES, MASKS, QUERIES, SIMILARITIES, VECTORS } from "../losses/dependent.ts";
import { type Answer, type Arrays, compute, expectClose, inputOf, named, type Options } from "./arrays.ts";

const PAIRS: Arrays = { pred: [1, 4, -2, 0.5, 3], target: [2, 1, -2.5, 0.25, 5] };

const WHOLE: [name: string, arrays: Arrays, given: AnyParamValues][] = [
  ["rmse", PAIRS, {}],
  ["rmsle", { pred: [1, 4, 0, 0.5, 3], target: [2, 1, -0.5, 0.25, 5] }, {}],
  ["median-absolute-error", PAIRS, {}],
  ["max-error", PAIRS, {}],
  ["cox", LIVES, {}],
  ["query-rmse", QUERIES, {}],
  ["query-cross-entropy", QUERIES, { alpha: 0.5 }],
  ["circle", VECTORS, { gamma: 4 }],
  ["ntxent", VECTORS, {}],
  ["info-nce", SIMILARITIES, {}],
  ["dice", MASKS, { per: "batch" }],
  ["tversky", MASKS, { per: "batch", alpha: 0.3 }],
  ["generalized-dice", CLASS_MASKS, {}],
];

describe.each(WHOLE)("%s, whose rows depend on each other", (name, arrays, given) => {
  const loss = named(name);
  const rows = Object.values(arrays)[0]!.length;
  const cuts = Array.from({ length: rows - 1 }, (_, i) => i + 1);

  test("is the same however rows are cut into batches", async () => {
    for (const reduction of ["mean", "sum"] as const) {
      const options: Options = { given, reduction, grad: true, skipped: 2 };
      const whole = await compute(loss, arrays, options);
      expect(await compute(loss, arrays, { ...options, cuts })).toEqual(whole);
      expect(await compute(loss, arrays, { ...options, cuts: [0, 1, 1] })).toEqual(whole);
      expect(whole.samples).toBe(rows);
      expect(whole.skipped).toBe(2);
      expect(whole.index).toEqual([...Array(rows).keys()]);
      expect(whole.unreduced.length).toBe(loss.prepare(given).whole === "value" ? 0 : rows);
    }
  });

  test("stands beside a loss that needs no other rows", async () => {
    const roles = Object.keys(loss.roles);
    const other = named(roles.join() === "pred,target" && arrays === PAIRS ? "mse" : name);
    const alone: Answer = await compute(loss, arrays, { given, reduction: "mean" });
    const plans = [other, loss].map((one) => ({
      loss: one,
      given: one === loss ? given : {},
      reduction: "mean" as const,
    }));
    const results = await run(
      { losses: plans, grad: false, rows: false, sampleWeight: undefined },
      inputOf(arrays, cuts),
      { totals: () => new Totals(), perSample },
      undefined,
    );
    expect(results.map(({ value }) => value)).toEqual([
      (await compute(other, arrays, { given: other === loss ? given : {}, reduction: "mean" })).value,
      alone.value,
    ]);
  });

  test("has nothing to say of no rows, but that there are none", async () => {
    const none = Object.fromEntries(Object.keys(arrays).map((role) => [role, []]));
    await expect(compute(loss, none, { given })).rejects.toThrow("there are no rows of data");
  });

  test("comes to NaN where a number is NaN, and so do gradients that depend on it", async () => {
    const first = Object.keys(arrays)[0]!;
    const spoil = (nested: unknown): never =>
      (Array.isArray(nested) ? [spoil(nested[0]), ...nested.slice(1)] : Number.NaN) as never;
    const { value, grads } = await compute(
      loss,
      { ...arrays, [first]: spoil(arrays[first]) },
      { given, grad: true },
    );
    expect(value).toBeNaN();
    expect(grads[first]?.[0]).toBeNaN();
  });
});

describe("rmse", () => {
  const rmse = named("rmse");

  test("is the root of mse, and so is its gradient", async () => {
    const root = await compute(rmse, PAIRS, { grad: true });
    const square = await compute(named("mse"), PAIRS, { grad: true });
    expectClose([root.value!], [Math.sqrt(square.value!)]);
    expectClose(
      root.grads.pred!,
      square.grads.pred!.map((g) => g / (2 * root.value!)),
    );
  });

  test.each([1e200, 1e308 / 4, 1e-200, 5e-324])(
    "of errors of %s neither overflows nor vanishes",
    async (e) => {
      const { value, grads } = await compute(rmse, { pred: [e, -e], target: [0, 0] }, { grad: true });
      expect(value).toBe(e);
      expect(grads.pred).toEqual([0.5, -0.5]);
    },
  );

  test("of an infinite error is infinite", async () => {
    expect((await compute(rmse, { pred: [1, Infinity], target: [0, 0] })).value).toBe(Infinity);
  });

  test("of an infinite error that counts nothing is that of the others, and so is the gradient", async () => {
    const arrays = { pred: [3, Infinity], target: [0, 0], sample_weight: [2, 0] };
    const { value, grads } = await compute(rmse, arrays, { grad: true });
    expect([value, grads.pred]).toEqual([3, [1, 0]]);
  });

  test("has gradient 0 at a perfect fit, and says so", async () => {
    const { value, grads, messages } = await compute(rmse, { pred: [1, 2], target: [1, 2] }, { grad: true });
    expect([value, grads.pred]).toEqual([0, [0, 0]]);
    expect(messages).toEqual([
      "the fit is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
    expect((await compute(rmse, { pred: [1, 2], target: [1, 3] }, { cuts: [1] })).messages).toEqual([]);
  });

  test.each(["elements", "rows"])("over all %s has a gradient where one column fits", async (mean_over) => {
    const pred = [
      [1, 2],
      [2, 2],
    ];
    const target = [
      [1, 5],
      [2, 6],
    ];
    const given = { mean_over };
    const { value, messages } = await compute(rmse, { pred, target }, { given });
    expectClose([value!], [Math.sqrt(25 / (mean_over === "rows" ? 2 : 4))]);
    expect(messages).toEqual([]);
    expect((await compute(rmse, { pred, target: pred }, { given })).messages).toEqual([
      "the fit is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
  });

  test("of columns is the mean of their roots, of which one may be perfect", async () => {
    const pred = [
      [1, 2],
      [2, 2],
    ];
    const target = [
      [1, 5],
      [2, 6],
    ];
    const { value, grads, messages } = await compute(rmse, { pred, target }, { grad: true, cuts: [1] });
    expectClose([value!], [Math.sqrt(12.5) / 2]);
    expectClose(grads.pred!, [0, -3 / Math.sqrt(12.5) / 4, 0, -4 / Math.sqrt(12.5) / 4]);
    expect(messages).toEqual([
      "the fit of column 1 of pred is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
  });
});

describe("sample weights of one number for all rows", () => {
  const weighted = (pred: number[], sample_weight: number[]): Arrays => ({
    pred,
    target: pred.map(() => 0),
    sample_weight,
  });

  test.each(["rmse", "median-absolute-error"])("count as that many rows in %s", async (name) => {
    const loss = named(name);
    const many = await compute(loss, weighted([3, 3, -1, 8, 8, 8], [1, 1, 1, 1, 1, 1]), { grad: true });
    const few = await compute(loss, weighted([3, -1, 8, 5], [2, 1, 3, 0]), { grad: true, cuts: [1, 3] });
    expectClose([few.value!], [many.value!]);
    const [g = 0, h = 0] = [many.grads.pred![0], many.grads.pred![3]];
    if (name === "rmse") expectClose(few.grads.pred!, [2 * g, many.grads.pred![2]!, 3 * h, 0]);
    expect([few.samples, few.denominator, few.messages]).toEqual([4, 1, []]);
    const none = await compute(loss, { pred: [3, 3, -1, 8, 8, 8], target: [0, 0, 0, 0, 0, 0] });
    expectClose([many.value!], [none.value!]);
  });

  test.each([
    [[1, 2, 4], [1, 1, 3], 4, [0, 0, 1]],
    [[-1, 2, 4], [3, 1, 1], 1, [-1, 0, 0]],
    // half of the weight is up to 2, but for its rounding
    [[1, 2, 9, -4], [0.1, 0.2, 0, 0.3], 3, [0, 0.5, 0, -0.5]],
    [[2, -2, 9], [1, 0, 0], 2, [1, 0, 0]],
    [[2, -2, 9], [1e308, 1e308, 1], 2, [0.5, -0.5, 0]],
    [[4, 3, 1, 2], [1e-300, 0, 1e-300, 0], 2.5, [0.5, 0, 0.5, 0]],
  ])("the median of %j, weighted by %j, is %d, with gradient %j", async (errors, weights, value, grad) => {
    const answer = await compute(named("median-absolute-error"), weighted(errors, weights), { grad: true });
    expect([answer.value, answer.grads.pred]).toEqual([value, grad]);
  });

  test.each([1e308, 5e-324])("of %s neither overflow nor vanish in rmse", async (w) => {
    const { value, grads } = await compute(named("rmse"), weighted([5, -5], [w, w]), { grad: true });
    expect(value).toBe(5);
    expect(grads.pred).toEqual([0.5, -0.5]);
  });

  test.each(["rmse", "median-absolute-error"])("that are all 0 leave %s nothing", async (name) => {
    const { value, grads, messages } = await compute(named(name), weighted([1, 2], [0, 0]), { grad: true });
    expect([value, grads.pred]).toEqual([Number.NaN, [0, 0]]);
    expect(messages).toEqual(["the weights sum to 0: there is nothing to average, and the mean is NaN"]);
  });

  test("leave a fit perfect where rows that are not count nothing", async () => {
    const at = async (weights: number[]) =>
      (await compute(named("rmse"), weighted([0, 7], weights), { cuts: [1] })).messages;
    expect(await at([1, 0])).toEqual([
      "the fit is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
    expect(await at([1, 1])).toEqual([]);
  });
});

test("sample weights count as that many rows in query-rmse, also in the means of its groups", async () => {
  const loss = named("query-rmse");
  const many = { pred: [2, 2, -1, 5, 4, 4], target: [0, 0, 1, 1, 1, 1], group: [1, 1, 1, 2, 2, 2] };
  const few: Arrays = { pred: [9, 2, -1, 5, 4], target: [0, 0, 1, 1, 1], group: [1, 1, 1, 2, 2] };
  const each = await compute(loss, many, { grad: true });
  const answer = await compute(loss, { ...few, sample_weight: [0, 2, 1, 1, 2] }, { grad: true, cuts: [2] });
  expectClose([answer.value!], [each.value!]);
  const g = each.grads.pred!;
  expectClose(answer.grads.pred!, [0, 2 * g[0]!, g[2]!, g[3]!, 2 * g[4]!]);
});

test("sample weights count as that many rows in query-cross-entropy, whose rows have losses of their own", async () => {
  const loss = named("query-cross-entropy");
  const many = { pred: [2, 2, -1, 0.5, 0.5, 0.5], target: [1, 1, 0, 0, 0, 0], group: [1, 1, 1, 1, 1, 1] };
  const few: Arrays = { pred: [2, -1, 0.5, 9], target: [1, 0, 0, 1], group: [1, 1, 1, 1] };
  const each = await compute(loss, many, { grad: true });
  const sample_weight = [2, 1, 3, 0];
  const answer = await compute(loss, { ...few, sample_weight }, { grad: true, cuts: [1, 3] });
  expectClose([answer.value!], [each.value!]);
  expectClose(
    answer.unreduced,
    [0, 2, 3, 3].map((row, i) => sample_weight[i]! * each.unreduced[row]!),
  );
  expectClose(
    answer.grads.pred!,
    [0, 2, 3, 3].map((row, i) => sample_weight[i]! * each.grads.pred![row]!),
  );
  expect([answer.samples, answer.denominator]).toEqual([4, 6]);
  const huge = { ...few, sample_weight: sample_weight.map((w) => w * 2e307) };
  expectClose((await compute(loss, huge, { grad: true })).grads.pred!, answer.grads.pred!);
});

describe("median-absolute-error and max-error", () => {
  const of = async (name: string, errors: number[]) => {
    const target = errors.map(() => 0);
    const { value, grads } = await compute(named(name), { pred: errors, target }, { grad: true });
    return [value, grads.pred];
  };

  test.each([
    [[3], 3, [1]],
    [[-3, 1, 2], 2, [0, 0, 1]],
    [[-3, 1, 2, 9], 2.5, [-0.5, 0, 0.5, 0]],
    [[-2, 2, 2, 0, 9], 2, [-1 / 3, 1 / 3, 1 / 3, 0, 0]],
    [[0, 0, 5], 0, [0, 0, 0]],
    [[1e308, -1.5e308], 1.25e308, [0.5, -0.5]],
    [[1, Infinity, -Infinity], Infinity, [0, 0.5, -0.5]],
  ])("the median of %j is %d, with gradient %j", async (errors, value, grad) => {
    expect(await of("median-absolute-error", errors)).toEqual([value, grad]);
  });

  test.each([
    [[3], 3, [1]],
    [[-3, 1, 2], 3, [-1, 0, 0]],
    [[-3, 3, 2], 3, [-0.5, 0.5, 0]],
    [[0, 0], 0, [0, 0]],
    [[1, -Infinity], Infinity, [0, -1]],
  ])("the largest of %j is %d, with gradient %j", async (errors, value, grad) => {
    expect(await of("max-error", errors)).toEqual([value, grad]);
  });

  test("of columns: the mean of medians, the largest of all", async () => {
    const arrays = {
      pred: [
        [1, 8],
        [2, 3],
        [9, 4],
      ],
      target: [
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    };
    expect((await compute(named("median-absolute-error"), arrays)).value).toBe(3);
    expect((await compute(named("max-error"), arrays)).value).toBe(9);
  });
});
