import { describe, expect, test } from "vitest";
import type { Loss } from "../../src/core/loss.ts";
import type { AnyParamValues } from "../../src/core/param.ts";
import { Gathered } from "../../src/engine/gathered.ts";
import { run, SAMPLE_WEIGHT } from "../../src/engine/run.ts";
import { losses } from "../../src/losses/index.ts";
import { perSample } from "../../src/reducers/rows.ts";
import { Totals } from "../../src/reducers/totals.ts";
import { type Answer, type Arrays, compute, inputOf, type Options } from "./arrays.ts";

const named = (name: string): Loss => losses.find((loss) => loss.name === name)!;
const close = (got: readonly number[], wanted: readonly number[], relative = 1e-13): void => {
  expect(got.length).toBe(wanted.length);
  for (const [i, v] of wanted.entries())
    expect(Math.abs(got[i]! - v), `${got[i]} for ${v}`).toBeLessThanOrEqual(
      relative * Math.max(1, Math.abs(v)),
    );
};

const PAIRS: Arrays = { pred: [1, 4, -2, 0.5, 3], target: [2, 1, -2.5, 0.25, 5] };
const VECTORS: Arrays = {
  pred: [
    [1, 0],
    [0.8, 0.6],
    [0, 1],
    [-0.6, 0.8],
    [-1, 0],
  ],
  target: [7, 7, -2, -2, 0.5],
};
const LIVES: Arrays = { pred: [0.4, -0.2, 1.1, 0.3, -1], time: [5, 3, 3, 8, 3], event: [1, 1, 1, 0, 0] };
const SIMILARITIES: Arrays = {
  pred: [
    [0.9, 0.1, -0.2],
    [0.2, 0.7, 0.3],
    [-0.1, 0.4, 0.8],
  ],
};
const MASKS: Arrays = {
  pred: [
    [0.9, 0.8, 0.1],
    [0.2, 0.7, 0.4],
  ],
  target: [
    [1, 1, 0],
    [0, 1, 1],
  ],
};
const CLASS_MASKS: Arrays = {
  pred: [
    [
      [2, 0.5],
      [0, 1],
    ],
    [
      [-1, 0.3],
      [1, -0.5],
    ],
  ],
  target: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [0, 0],
    ],
  ],
};

const WHOLE: [name: string, arrays: Arrays, given: AnyParamValues][] = [
  ["rmse", PAIRS, {}],
  ["median-absolute-error", PAIRS, {}],
  ["max-error", PAIRS, {}],
  ["cox", LIVES, {}],
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
    close([root.value!], [Math.sqrt(square.value!)]);
    close(
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

  test("has gradient 0 at a perfect fit, and says so", async () => {
    const { value, grads, messages } = await compute(rmse, { pred: [1, 2], target: [1, 2] }, { grad: true });
    expect([value, grads.pred]).toEqual([0, [0, 0]]);
    expect(messages).toEqual([
      "the fit is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
    expect((await compute(rmse, { pred: [1, 2], target: [1, 3] }, { cuts: [1] })).messages).toEqual([]);
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
    close([value!], [Math.sqrt(12.5) / 2]);
    close(grads.pred!, [0, -3 / Math.sqrt(12.5) / 4, 0, -4 / Math.sqrt(12.5) / 4]);
    expect(messages).toEqual([
      "the fit of column 1 of pred is perfect: a root has no gradient at 0, and 0 stands for it; mse has one",
    ]);
  });
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

describe("cox", () => {
  const cox = named("cox");

  test("of predictions far out keeps its digits", async () => {
    const { unreduced, grads } = await compute(
      cox,
      { pred: [1000, 960, -1000], time: [1, 2, 3], event: [1, 1, 1] },
      { grad: true, reduction: "sum" },
    );
    close(unreduced.slice(0, 1), [Math.exp(-40)], 1e-25);
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
    close(other.unreduced.toReversed(), one.unreduced);
    close(other.grads.pred!.toReversed(), one.grads.pred!);
  });

  test("weighs rows, but gives no gradient then", async () => {
    const weighted = { ...LIVES, [SAMPLE_WEIGHT]: [1, 2, 0, 1, 1] };
    const { unreduced, value } = await compute(cox, weighted);
    const plain = await compute(cox, LIVES);
    close(
      unreduced,
      plain.unreduced.map((v, i) => v * [1, 2, 0, 1, 1][i]!),
    );
    close([value!], [unreduced.reduce((a, b) => a + b) / 5]);
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

describe("embeddings", () => {
  test("ntxent does not see the lengths of vectors, and its gradient does not change them", async () => {
    const ntxent = named("ntxent");
    const longer = VECTORS.pred!.map((v, i) => (v as number[]).map((x) => x * (i + 2)));
    const plain = await compute(ntxent, VECTORS, { grad: true });
    const scaled = await compute(ntxent, { ...VECTORS, pred: longer }, { grad: true });
    close([scaled.value!], [plain.value!]);
    close(
      scaled.grads.pred!.map((g, i) => g * (Math.floor(i / 2) + 2)),
      plain.grads.pred!,
    );
    for (let row = 0; row < 5; row++) {
      const [x, y] = VECTORS.pred![row] as number[];
      close([plain.grads.pred![2 * row]! * x! + plain.grads.pred![2 * row + 1]! * y!], [0], 1e-15);
    }
  });

  test("info-nce is cross-entropy against the diagonal", async () => {
    const nce = await compute(named("info-nce"), SIMILARITIES, { grad: true });
    const entropy = await compute(
      named("cross-entropy"),
      { pred: SIMILARITIES.pred!, target: [0, 1, 2] },
      { grad: true },
    );
    close(nce.unreduced, entropy.unreduced);
    close(nce.grads.pred!, entropy.grads.pred!);
  });

  test("info-nce takes as many rows as columns", async () => {
    await expect(compute(named("info-nce"), { pred: SIMILARITIES.pred!.slice(1) })).rejects.toMatchObject({
      message:
        "pred has 2 rows of 3 columns, but info-nce takes as many rows as columns: the similarities of each query with each key",
      place: { source: "memory" },
      status: 3,
    });
  });

  const unit = (labels: number[]) => ({ pred: VECTORS.pred!.slice(0, labels.length), target: labels });
  const UNPAIRED = "no two rows have the same target: without a pair that belongs together";
  const ALL_ONE = "all rows have the same target: without a row of another group the loss is 0";

  test.each([
    ["ntxent", unit([0, 1, 2]), Number.NaN, `${UNPAIRED} there is nothing to average, and the loss is NaN`],
    ["circle", unit([0, 1, 2]), 0, `${UNPAIRED} the loss is 0`],
    ["ntxent", unit([3, 3, 3]), 0, ALL_ONE],
    ["circle", unit([3, 3, 3]), 0, ALL_ONE],
  ])("%s of groups %j", async (name, arrays, value, message) => {
    const got = await compute(named(name), arrays, { grad: true, cuts: [1] });
    expect([got.value, got.messages]).toEqual([value, [message]]);
    expect(got.grads.pred).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("circle wants vectors of length 1, ntxent any but 0", async () => {
    const target = [0, 0, 1];
    const pred = [
      [3, 4],
      [0, 0],
      [0, 1],
    ];
    expect((await compute(named("circle"), { pred, target })).messages).toEqual([
      "2 of 3 vectors in pred are not of length 1, which this loss takes: divide each by its length",
    ]);
    const { messages, grads, value } = await compute(named("ntxent"), { pred, target }, { grad: true });
    expect(messages).toEqual([
      "1 row of pred is a zero vector: it has no direction, and its cosine counts as 0",
    ]);
    expect(value).toBeGreaterThan(0);
    expect(grads.pred!.slice(2, 4)).toEqual([0, 0]);
  });
});

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
    close([general.value!], [dice.value!]);
    close(general.grads.pred!, dice.grads.pred!);
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
