import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compute, computeSum, expectClose, named } from "../engine/arrays.ts";

const crossEntropy = named("cross-entropy");
const nll = named("nll");
const smoothL1 = named("smooth-l1");

// The plain definitions, written without regard to what a double can hold.
const softmax = (z: readonly number[]): number[] => {
  const e = z.map(Math.exp);
  const total = e.reduce((a, b) => a + b);
  return e.map((v) => v / total);
};
const logSoftmax = (z: readonly number[]): number[] => softmax(z).map(Math.log);
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

describe("regression", () => {
  test("smooth-l1 at beta 0 is l1", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, async (arrays) => {
        const [smooth, l1] = [
          await computeSum(smoothL1, arrays, { beta: 0 }),
          await computeSum(named("l1"), arrays),
        ];
        expect(smooth.unreduced).toEqual(l1.unreduced);
        expect(smooth.grads).toEqual(l1.grads);
      }),
    );
  });

  test("--sigma s is beta 1 / s^2", async () => {
    await fc.assert(
      fc.asyncProperty(pairs, fc.double({ min: 0.01, max: 50, noNaN: true }), async (arrays, sigma) => {
        const bySigma = await computeSum(smoothL1, arrays, { sigma });
        const byBeta = await computeSum(smoothL1, arrays, { beta: 1 / sigma ** 2 });
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
          expectClose([a.value!], [b.value! / n], 1e-15);
          expectClose(
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
            await computeSum(loss, { pred, target }),
            await computeSum(loss, { pred: target, target: pred }),
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
        const whole = await computeSum(crossEntropy, { pred, target }, { weight });
        const steps = await computeSum(nll, { pred: pred.map(logSoftmax), target }, { weight });
        expectClose(whole.unreduced, steps.unreduced);
        expect(whole.denominator).toBe(steps.denominator);
        // through log-softmax: g - softmax sum(g)
        const chained = pred.flatMap((z, row) => {
          const g = steps.grads.pred!.slice(row * classes, (row + 1) * classes);
          const total = g.reduce((a, b) => a + b);
          return softmax(z).map((p, c) => g[c]! - p * total);
        });
        expectClose(whole.grads.pred!, chained);
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
          expectClose(index.grads.pred!, distribution.grads.pred!);
        },
      ),
    );
  });

  test("with class weights, only their means differ", async () => {
    await fc.assert(
      fc.asyncProperty(classified, classWeights, async ({ classes, pred, target }, weights) => {
        const weight = weights.slice(0, classes);
        const index = await computeSum(crossEntropy, { pred, target }, { weight });
        const hot = await computeSum(
          crossEntropy,
          { pred, target: target.map((y) => oneHot(y, classes)) },
          { weight },
        );
        expectClose(index.unreduced, hot.unreduced);
        expectClose(index.grads.pred!, hot.grads.pred!);
        expect(hot.denominator).toBe(pred.length);
        expectClose([index.denominator], [target.reduce((sum, y) => sum + weight[y]!, 0)]);
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
          const hot = await computeSum(crossEntropy, { pred, target }, given);
          const byHand = target.map((y) => smooth(oneHot(y, classes)));
          const hotByHand = await computeSum(crossEntropy, { pred, target: byHand }, { weight });
          expectClose(hot.unreduced, hotByHand.unreduced);
          expectClose(hot.grads.pred!, hotByHand.grads.pred!);
          const spread = await computeSum(crossEntropy, { pred, target: soft }, given);
          const spreadByHand = await computeSum(crossEntropy, { pred, target: soft.map(smooth) }, { weight });
          expectClose(spread.unreduced, spreadByHand.unreduced);
          expectClose(spread.grads.pred!, spreadByHand.grads.pred!);
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
            await computeSum(crossEntropy, { pred: kinds.logits, target: t }, { from: "logits", weight }),
            await computeSum(crossEntropy, { pred: kinds.probs, target: t }, { from: "probs", weight }),
            await computeSum(
              crossEntropy,
              { pred: kinds["log-probs"], target: t },
              { from: "log-probs", weight },
            ),
          ];
          expectClose(p.unreduced, z.unreduced);
          expectClose(lp.unreduced, z.unreduced);
          // d/d log p = p d/d p, and through log-softmax as above
          const flat = kinds.probs.flat();
          expectClose(
            lp.grads.pred!,
            p.grads.pred!.map((g, i) => g * flat[i]!),
          );
          const chained = kinds.probs.flatMap((row, r) => {
            const g = lp.grads.pred!.slice(r * classes, (r + 1) * classes);
            const total = g.reduce((a, b) => a + b);
            return row.map((v, c) => g[c]! - v * total);
          });
          expectClose(z.grads.pred!, chained);
          if (t === target) {
            for (const from of ["logits", "probs", "log-probs"] as const) {
              const byNll = await computeSum(nll, { pred: kinds[from], target }, { from, weight });
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
        const here = await computeSum(crossEntropy, { pred, target });
        const there = await computeSum(crossEntropy, { pred: pred.map((z) => z.map((v) => v + by)), target });
        expect(there.unreduced).toEqual(here.unreduced);
        expect(there.grads).toEqual(here.grads);
      }),
    );
  });
});
