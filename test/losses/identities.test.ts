import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Loss } from "../../src/core/loss.ts";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Answer, type Arrays, compute } from "../engine/arrays.ts";

const named = (name: string): Loss => losses.find((loss) => loss.name === name)!;
const crossEntropy = named("cross-entropy");
const nll = named("nll");
const bce = named("bce");
const logits = named("bce-with-logits");
const smoothL1 = named("smooth-l1");

/** The sum over the rows, all that is unreduced, and the gradient by pred. */
async function of(loss: Loss, arrays: Arrays, given: AnyParamValues = {}): Promise<Answer> {
  return compute(loss, arrays, { given, reduction: "sum", grad: true });
}

/** Every cell within a bound that is relative to the cell, or to 1 where terms of that size cancelled. */
function same(got: readonly number[], wanted: readonly number[], bound = 1e-13): void {
  expect(got.length).toBe(wanted.length);
  for (const [i, v] of wanted.entries()) {
    const near = Math.abs(got[i]! - v) <= bound * Math.max(1, Math.abs(v));
    expect(near, `cell ${i}: ${got[i]} for ${v}`).toBe(true);
  }
}

// The plain definitions, written without regard to what a double can hold.
const softmax = (z: readonly number[]): number[] => {
  const e = z.map(Math.exp);
  const total = e.reduce((a, b) => a + b);
  return e.map((v) => v / total);
};
const logSoftmax = (z: readonly number[]): number[] => softmax(z).map(Math.log);
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));
const oneHot = (y: number, classes: number): number[] =>
  Array.from({ length: classes }, (_, c) => (c === y ? 1 : 0));

const moderate = fc.double({ min: -8, max: 8, noNaN: true });
const real = fc.double({ min: -1e6, max: 1e6, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const pairs = fc
  .array(fc.tuple(real, real), { minLength: 1, maxLength: 8 })
  .map((all) => ({ pred: all.map(([p]) => p), target: all.map(([, t]) => t) }));

/** Logits of several classes, and an index for each row. */
const classified = fc.integer({ min: 2, max: 5 }).chain((classes) =>
  fc
    .array(
      fc.tuple(
        fc.array(moderate, { minLength: classes, maxLength: classes }),
        fc.nat(classes - 1),
        fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: classes, maxLength: classes }),
      ),
      { minLength: 1, maxLength: 6 },
    )
    .map((rows) => ({
      classes,
      pred: rows.map(([z]) => z),
      target: rows.map(([, y]) => y),
      soft: rows.map(([, , q]) => q.map((v) => v / q.reduce((a, b) => a + b))),
    })),
);
/** One weight for each of five classes; the first ones are taken. */
const classWeights = fc.array(fc.double({ min: 0, max: 4, noNaN: true }), { minLength: 5, maxLength: 5 });
const binary = fc
  .array(fc.tuple(moderate, unit), { minLength: 1, maxLength: 8 })
  .map((all) => ({ pred: all.map(([z]) => z), target: all.map(([, t]) => t) }));

describe("regression", () => {
  test("smooth-l1 at beta 0 is l1", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (arrays) => {
        const [smooth, l1] = [await of(smoothL1, arrays, { beta: 0 }), await of(named("l1"), arrays)];
        expect(smooth.unreduced).toEqual(l1.unreduced);
        expect(smooth.grads).toEqual(l1.grads);
      }),
    );
  });

  test("--sigma s is beta 1 / s^2", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.double({ min: 0.01, max: 50, noNaN: true }), async (arrays, sigma) => {
        const bySigma = await of(smoothL1, arrays, { sigma });
        const byBeta = await of(smoothL1, arrays, { beta: 1 / sigma ** 2 });
        expect(bySigma.unreduced).toEqual(byBeta.unreduced);
        expect(bySigma.grads).toEqual(byBeta.grads);
        expect(bySigma.params).toEqual(byBeta.params);
      }),
    );
  });

  test("mse is l2 / N and mae is l1 / N, by default", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (arrays) => {
        const n = arrays.pred.length;
        for (const [mean, sum] of [
          ["mse", "l2"],
          ["mae", "l1"],
        ] as const) {
          const [a, b] = [
            await compute(named(mean), arrays, { grad: true }),
            await compute(named(sum), arrays, { grad: true }),
          ];
          same([a.value!], [b.value! / n], 1e-15);
          same(
            a.grads.pred!,
            b.grads.pred!.map((g) => g / n),
            1e-15,
          );
        }
      }),
    );
  });

  test("exchanging pred and target keeps the loss and turns the gradient round", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async ({ pred, target }) => {
        for (const loss of ["l1", "l2", "mae", "mse", "smooth-l1"].map(named)) {
          const [forth, back] = [
            await of(loss, { pred, target }),
            await of(loss, { pred: target, target: pred }),
          ];
          expect(back.unreduced).toEqual(forth.unreduced);
          expect(back.grads.pred!.map((g) => 0 - g)).toEqual(forth.grads.pred!.map((g) => g + 0));
        }
      }),
    );
  });
});

describe("classes", () => {
  test("cross-entropy is log-softmax, then nll", async () => {
    await fc.assert(
      fc.asyncProperty(classified, classWeights, async ({ classes, pred, target }, weights) => {
        const weight = weights.slice(0, classes);
        const whole = await of(crossEntropy, { pred, target }, { weight });
        const steps = await of(nll, { pred: pred.map(logSoftmax), target }, { weight });
        same(whole.unreduced, steps.unreduced);
        expect(whole.denominator).toBe(steps.denominator);
        // through log-softmax: g - softmax sum(g)
        const chained = pred.flatMap((z, row) => {
          const g = steps.grads.pred!.slice(row * classes, (row + 1) * classes);
          const total = g.reduce((a, b) => a + b);
          return softmax(z).map((p, c) => g[c]! - p * total);
        });
        same(whole.grads.pred!, chained);
      }),
    );
  });

  test("an index is a distribution with a single 1, without class weights", async () => {
    await fc.assert(
      fc.asyncProperty(
        classified,
        fc.constantFrom("logits", "probs", "log-probs"),
        fc.constantFrom(0, 0.3),
        async ({ classes, pred, target }, from, label_smoothing) => {
          const given = { from, label_smoothing };
          const kind = { logits: (z: number[]) => z, probs: softmax, "log-probs": logSoftmax }[from];
          const arrays = { pred: pred.map((z) => kind(z)), target };
          const index = await compute(crossEntropy, arrays, { given, grad: true });
          const spread = { ...arrays, target: target.map((y) => oneHot(y, classes)) };
          const distribution = await compute(crossEntropy, spread, { given, grad: true });
          expect(index.unreduced).toEqual(distribution.unreduced);
          expect(index.value).toBe(distribution.value);
          same(index.grads.pred!, distribution.grads.pred!);
        },
      ),
    );
  });

  test("with class weights, only their means differ", async () => {
    await fc.assert(
      fc.asyncProperty(classified, classWeights, async ({ classes, pred, target }, weights) => {
        const weight = weights.slice(0, classes);
        const index = await of(crossEntropy, { pred, target }, { weight });
        const hot = await of(
          crossEntropy,
          { pred, target: target.map((y) => oneHot(y, classes)) },
          { weight },
        );
        same(index.unreduced, hot.unreduced);
        same(index.grads.pred!, hot.grads.pred!);
        expect(hot.denominator).toBe(pred.length);
        same([index.denominator], [target.reduce((sum, y) => sum + weight[y]!, 0)]);
      }),
    );
  });

  test("label smoothing is the smoothed distribution", async () => {
    await fc.assert(
      fc.asyncProperty(
        classified,
        unit,
        classWeights,
        async ({ classes, pred, target, soft }, e, weights) => {
          const weight = weights.slice(0, classes);
          const smooth = (q: number[]) => q.map((v) => (1 - e) * v + e / classes);
          const given = { weight, label_smoothing: e };
          const hot = await of(crossEntropy, { pred, target }, given);
          const byHand = target.map((y) => smooth(oneHot(y, classes)));
          const hotByHand = await of(crossEntropy, { pred, target: byHand }, { weight });
          same(hot.unreduced, hotByHand.unreduced);
          same(hot.grads.pred!, hotByHand.grads.pred!);
          const spread = await of(crossEntropy, { pred, target: soft }, given);
          const spreadByHand = await of(crossEntropy, { pred, target: soft.map(smooth) }, { weight });
          same(spread.unreduced, spreadByHand.unreduced);
          same(spread.grads.pred!, spreadByHand.grads.pred!);
        },
      ),
    );
  });

  test("logits, probabilities and log-probabilities agree, and so do their gradients", async () => {
    await fc.assert(
      fc.asyncProperty(classified, classWeights, async ({ classes, pred, target, soft }, weights) => {
        const weight = weights.slice(0, classes);
        for (const t of [target, soft]) {
          const kinds = {
            logits: pred,
            probs: pred.map(softmax),
            "log-probs": pred.map(logSoftmax),
          };
          const [z, p, lp] = [
            await of(crossEntropy, { pred: kinds.logits, target: t }, { from: "logits", weight }),
            await of(crossEntropy, { pred: kinds.probs, target: t }, { from: "probs", weight }),
            await of(crossEntropy, { pred: kinds["log-probs"], target: t }, { from: "log-probs", weight }),
          ];
          same(p.unreduced, z.unreduced);
          same(lp.unreduced, z.unreduced);
          // d/d log p = p d/d p, and through log-softmax as above
          const flat = kinds.probs.flat();
          same(
            lp.grads.pred!,
            p.grads.pred!.map((g, i) => g * flat[i]!),
          );
          const chained = kinds.probs.flatMap((row, r) => {
            const g = lp.grads.pred!.slice(r * classes, (r + 1) * classes);
            const total = g.reduce((a, b) => a + b);
            return row.map((v, c) => g[c]! - v * total);
          });
          same(z.grads.pred!, chained);
          if (t === target) {
            for (const from of ["logits", "probs", "log-probs"] as const) {
              const byNll = await of(nll, { pred: kinds[from], target }, { from, weight });
              const other = { logits: z, probs: p, "log-probs": lp }[from];
              expect(byNll.unreduced).toEqual(other.unreduced);
              expect(byNll.grads).toEqual(other.grads);
            }
          }
        }
      }),
    );
  });

  test("adding a number to all logits of a row changes nothing", async () => {
    const shift = fc.integer({ min: -1000, max: 1000 });
    // multiples of 1/64 stay exact when shifted
    const grid = classified.map(({ pred, target }) => ({
      target,
      pred: pred.map((z) => z.map((v) => Math.round(v * 64) / 64)),
    }));
    await fc.assert(
      fc.asyncProperty(grid, shift, async ({ pred, target }, by) => {
        const here = await of(crossEntropy, { pred, target });
        const there = await of(crossEntropy, { pred: pred.map((z) => z.map((v) => v + by)), target });
        expect(there.unreduced).toEqual(here.unreduced);
        expect(there.grads).toEqual(here.grads);
      }),
    );
  });
});

describe("two classes", () => {
  test("cross-entropy on (0, x) is bce-with-logits", async () => {
    const rows = fc.array(fc.tuple(fc.double({ min: -800, max: 800, noNaN: true }), fc.nat(1)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const target = all.map(([, y]) => y);
        const pair = await of(crossEntropy, { pred: all.map(([x]) => [0, x]), target });
        const single = await of(logits, { pred: all.map(([x]) => x), target });
        same(pair.unreduced, single.unreduced, 1e-15);
        same(
          pair.grads.pred!.filter((_, i) => i % 2 === 1),
          single.grads.pred!,
          1e-15,
        );
      }),
    );
  });

  test("bce-with-logits is sigmoid, then bce", async () => {
    await fc.assert(
      fc.asyncProperty(binary, async ({ pred, target }) => {
        const whole = await of(logits, { pred, target });
        const p = pred.map(sigmoid);
        const steps = await of(bce, { pred: p, target });
        same(whole.unreduced, steps.unreduced, 1e-12);
        same(
          whole.grads.pred!,
          steps.grads.pred!.map((g, i) => g * p[i]! * (1 - p[i]!)),
          1e-12,
        );
      }),
    );
  });

  test("logits, probabilities and log-probabilities agree, with positive weights too", async () => {
    await fc.assert(
      fc.asyncProperty(
        binary,
        fc.double({ min: 0, max: 5, noNaN: true }),
        async ({ pred, target }, weight) => {
          const p = pred.map(sigmoid);
          const given = { pos_weight: [weight] };
          const z = await of(logits, { pred, target }, given);
          const byProbs = await of(logits, { pred: p, target }, { ...given, from: "probs" });
          const byLogs = await of(logits, { pred: p.map(Math.log), target }, { ...given, from: "log-probs" });
          same(byProbs.unreduced, z.unreduced, 1e-12);
          same(byLogs.unreduced, z.unreduced, 1e-12);
          same(
            byProbs.grads.pred!.map((g, i) => g * p[i]! * (1 - p[i]!)),
            z.grads.pred!,
            1e-12,
          );
          same(
            byLogs.grads.pred!.map((g, i) => g * (1 - p[i]!)),
            z.grads.pred!,
            1e-12,
          );
        },
      ),
    );
  });

  test("bce takes logits and log-probabilities as bce-with-logits does", async () => {
    await fc.assert(
      fc.asyncProperty(binary, async ({ pred, target }) => {
        for (const [from, f] of [
          ["logits", (z: number) => z],
          ["probs", sigmoid],
          ["log-probs", (z: number) => Math.log(sigmoid(z))],
        ] as const) {
          const arrays = { pred: pred.map(f), target };
          const [a, b] = [await of(bce, arrays, { from }), await of(logits, arrays, { from })];
          expect(a.unreduced).toEqual(b.unreduced);
          expect(a.grads).toEqual(b.grads);
        }
      }),
    );
  });

  test("a label and its logit turned round cost the same", async () => {
    await fc.assert(
      fc.asyncProperty(binary, async ({ pred, target }) => {
        const forth = await of(logits, { pred, target });
        const back = await of(logits, { pred: pred.map((z) => -z), target: target.map((t) => 1 - t) });
        same(back.unreduced, forth.unreduced);
        same(
          back.grads.pred!.map((g) => -g),
          forth.grads.pred!,
        );
      }),
    );
  });
});

describe("far out", () => {
  const edge = fc.constantFrom(-1e308, -1e5, -745, -700, -37, 0, 37, 700, 710, 1e5, 1e308);

  test("losses and gradients of finite logits are finite where they can be", async () => {
    await fc.assert(
      fc.asyncProperty(fc.tuple(edge, edge, edge), fc.nat(2), async (z, y) => {
        const { unreduced, grads } = await of(crossEntropy, { pred: [z], target: [y] });
        // 1e308 and -1e308 are further apart than any double
        const apart = Math.max(...z) - z[y]!;
        if (Number.isFinite(apart)) same(unreduced, [apart + Math.log(logSum(z))]);
        else expect(unreduced).toEqual([Infinity]);
        for (const g of grads.pred!) expect(Math.abs(g)).toBeLessThanOrEqual(1);
      }),
    );
    await fc.assert(
      fc.asyncProperty(edge, fc.constantFrom(0, 0.25, 1), async (z, t) => {
        const { unreduced, grads } = await of(logits, { pred: [z], target: [t] });
        same(unreduced, [
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
    expect((await of(crossEntropy, { pred, target })).unreduced).toEqual(wanted);
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
    const answer = await of(bce, arrays, { from: "log-probs" });
    expect(answer.unreduced).toEqual([0, Infinity, 0, 100]);
    expect(answer.grads.pred).toEqual([0, -1, -1, 1 / Math.fround(1e-12)]);
  });

  test.each<[name: string, pred: number[], target: number | number[], loss: number, grad: number[]]>([
    ["classes that are not meant may be impossible", [1, 0, 0], 0, 0, [-1, 0, 0]],
    ["nor do they count in a distribution", [0.5, 0, 0.5], [0.5, 0, 0.5], Math.LN2, [-1, 0, -1]],
    ["what rounding left above 1 is 1", [1 + 1e-13, -1e-13, 0], 0, 0, [-1, 0, 0]],
    ["what rounding left below 0 is 0", [1 + 1e-13, -1e-13, 0], 1, Infinity, [0, -Infinity, 0]],
  ])("cross-entropy from probabilities: %s", async (_, pred, target, loss, grad) => {
    const answer = await of(crossEntropy, { pred: [pred], target: [target] }, { from: "probs" });
    expect(answer.unreduced).toEqual([loss]);
    expect(answer.grads.pred).toEqual(grad);
  });

  test("bce keeps the digits of a gradient near its minimum", async () => {
    for (const [t, p] of [
      [0.23628979256706373, 0.2362897925670637],
      [0.3, 0.3 + 2 ** -50],
      [0.9, 0.9 - 2 ** -53],
    ] as const) {
      const { grads } = await of(bce, { pred: [p], target: [t] });
      const wanted = (p - t) / (p * (1 - p));
      expect(Math.abs(grads.pred![0]! / wanted - 1)).toBeLessThanOrEqual(2 ** -50);
    }
  });

  test("bce at 0 and 1 is torch's, clamps and all", async () => {
    const { unreduced, grads } = await of(bce, { pred: [0, 0, 1, 1], target: [0, 1, 0, 1] });
    expect(unreduced).toEqual([0, 100, 100, 0]);
    // torch's constant 1e-12 is a single-precision one
    same(grads.pred!, [0, -1000000003995.8029, 1000000003995.8029, 0], 1e-15);
  });
});
