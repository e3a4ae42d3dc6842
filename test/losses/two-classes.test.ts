import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { computeSum, expectClose, named } from "../engine/arrays.ts";

const crossEntropy = named("cross-entropy");
const bce = named("bce");
const logits = named("bce-with-logits");

// written without regard to what a double can hold
const sigmoid = (z: number): number => 1 / (1 + Math.exp(-z));

const moderate = fc.double({ min: -8, max: 8, noNaN: true });
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const binary = fc
  .array(fc.tuple(moderate, unit), { minLength: 1, maxLength: 8 })
  .map((all) => ({ pred: all.map(([z]) => z), target: all.map(([, t]) => t) }));

describe("two classes", () => {
  test("cross-entropy on (0, x) is bce-with-logits", async () => {
    const rows = fc.array(fc.tuple(fc.double({ min: -800, max: 800, noNaN: true }), fc.nat(1)), {
      minLength: 1,
      maxLength: 8,
    });
    await fc.assert(
      fc.asyncProperty(rows, async (all) => {
        const target = all.map(([, y]) => y);
        const pair = await computeSum(crossEntropy, { pred: all.map(([x]) => [0, x]), target });
        const single = await computeSum(logits, { pred: all.map(([x]) => x), target });
        expectClose(pair.unreduced, single.unreduced, 1e-15);
        expectClose(
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
        const whole = await computeSum(logits, { pred, target });
        const p = pred.map(sigmoid);
        const steps = await computeSum(bce, { pred: p, target });
        expectClose(whole.unreduced, steps.unreduced, 1e-12);
        expectClose(
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
          const z = await computeSum(logits, { pred, target }, given);
          const byProbs = await computeSum(logits, { pred: p, target }, { ...given, from: "probs" });
          const byLogs = await computeSum(
            logits,
            { pred: p.map(Math.log), target },
            { ...given, from: "log-probs" },
          );
          expectClose(byProbs.unreduced, z.unreduced, 1e-12);
          expectClose(byLogs.unreduced, z.unreduced, 1e-12);
          expectClose(
            byProbs.grads.pred!.map((g, i) => g * p[i]! * (1 - p[i]!)),
            z.grads.pred!,
            1e-12,
          );
          expectClose(
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
          const [a, b] = [
            await computeSum(bce, arrays, { from }),
            await computeSum(logits, arrays, { from }),
          ];
          expect(a.unreduced).toEqual(b.unreduced);
          expect(a.grads).toEqual(b.grads);
        }
      }),
    );
  });

  test("a label and its logit turned round cost the same", async () => {
    await fc.assert(
      fc.asyncProperty(binary, async ({ pred, target }) => {
        const forth = await computeSum(logits, { pred, target });
        const back = await computeSum(logits, {
          pred: pred.map((z) => -z),
          target: target.map((t) => 1 - t),
        });
        expectClose(back.unreduced, forth.unreduced);
        expectClose(
          back.grads.pred!.map((g) => -g),
          forth.grads.pred!,
        );
      }),
    );
  });
});
