import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { ctc } from "../../src/losses/sequence/ctc.ts";
import { type Answer, type Arrays, compute, type Options } from "../engine/arrays.ts";

const CLASSES = 3;

const run = (input: Arrays, given: AnyParamValues = {}, options: Options = {}): Promise<Answer> =>
  compute(ctc, input, { given, grad: true, ...options });

/** Every way to give each frame a class. */
function paths(frames: number): number[][] {
  if (frames === 0) return [[]];
  return paths(frames - 1).flatMap((path) => Array.from({ length: CLASSES }, (_, c) => [...path, c]));
}

/** What is left of a path without repetitions and blanks. */
const collapse = (path: readonly number[], blank: number): number[] =>
  path.filter((c, t) => c !== blank && c !== path[t - 1]);

/** By definition: the probabilities of all paths that collapse to the target, and what each frame's classes have of it. */
function byPaths(p: readonly (readonly number[])[], target: readonly number[], blank: number) {
  let total = 0;
  const share = p.map((frame) => frame.map(() => 0));
  for (const path of paths(p.length)) {
    if (String(collapse(path, blank)) !== String(target)) continue;
    const chance = path.reduce((product, c, t) => product * p[t]![c]!, 1);
    total += chance;
    for (const [t, c] of path.entries()) share[t]![c]! += chance;
  }
  return { loss: -Math.log(total), share: share.map((frame) => frame.map((v) => v / total)) };
}

const softmax = (z: readonly number[]): number[] => {
  const e = z.map(Math.exp);
  const sum = e.reduce((a, b) => a + b);
  return e.map((v) => v / sum);
};

const frame = fc.array(fc.double({ min: -4, max: 4, noNaN: true }), {
  minLength: CLASSES,
  maxLength: CLASSES,
});
const frames = fc.array(frame, { minLength: 1, maxLength: 5 });
/** Sequences and targets that fit or not. */
const rows = fc.integer({ min: 0, max: CLASSES - 1 }).chain((blank) => {
  const label = fc.integer({ min: 0, max: CLASSES - 1 }).filter((c) => c !== blank);
  const target = fc.array(label, { maxLength: 4 });
  return fc.record({
    blank: fc.constant(blank),
    batch: fc.array(fc.tuple(frames, target), { minLength: 1, maxLength: 4 }),
  });
});
const inputOf = (batch: readonly (readonly [number[][], number[]])[]) => ({
  pred: batch.map(([z]) => z),
  target: batch.map(([, target]) => target),
});

function expectClose(got: readonly number[], wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  for (const [i, v] of wanted.entries())
    if (Number.isFinite(v))
      expect(Math.abs(got[i]! - v)).toBeLessThanOrEqual(1e-12 * Math.max(1, Math.abs(v)));
    else expect(got[i]).toBe(v);
}

describe("is what all alignments amount to", () => {
  test.each(["logits", "log-probs", "probs"])("from %s", async (from) => {
    await fc.assert(
      fc.asyncProperty(rows, async ({ blank, batch }) => {
        const p = batch.map(([z]) => z.map(softmax));
        const as = {
          logits: (z: number[]) => z,
          probs: softmax,
          "log-probs": (z: number[]) => softmax(z).map(Math.log),
        };
        const pred = batch.map(([z]) => z.map(as[from as keyof typeof as]));
        const answer = await run({ ...inputOf(batch), pred }, { blank, from }, { reduction: "sum" });
        const wanted = batch.map(([, target], i) => byPaths(p[i]!, target, blank));
        expectClose(
          answer.unreduced,
          wanted.map(({ loss }) => loss),
        );
        const slopes = wanted.flatMap(({ loss, share }, i) =>
          share.flatMap((frame, t) =>
            frame.map((s, c) => {
              if (loss === Infinity) return Number.NaN;
              return from === "probs" ? -s / p[i]![t]![c]! : p[i]![t]![c]! - s;
            }),
          ),
        );
        expectClose(answer.grads.pred!, slopes);
      }),
      { numRuns: 60 },
    );
  });
});

test("by log-probabilities the gradient is the slope of the loss and the probability itself", async () => {
  const lp = [
    [-1.5, -0.75, -1.25],
    [-0.5, -1.75, -1.5],
    [-2, -0.25, -3],
  ];
  const input = { pred: [lp], target: [[1, 2]] };
  const { grads } = await run(input, {}, { reduction: "sum" });
  const h = 1e-6;
  for (const [i, x] of lp.flat().entries()) {
    const moved = async (by: number) => {
      const pred = [lp.map((row, t) => row.map((v, c) => (3 * t + c === i ? x + by : v)))];
      return (await run({ ...input, pred }, {}, { reduction: "sum" })).value!;
    };
    const slope = ((await moved(h)) - (await moved(-h))) / (2 * h);
    expect(Math.abs(grads.pred![i]! - (slope + Math.exp(x)))).toBeLessThan(1e-8);
  }
});

test("time can run the other way", async () => {
  await fc.assert(
    fc.asyncProperty(rows, async ({ blank, batch }) => {
      const given = { blank, from: "logits" };
      const forwards = await run(inputOf(batch), given);
      const turned = batch.map(([z, target]) => [z.toReversed(), target.toReversed()] as const);
      const backwards = await run(inputOf(turned as [number[][], number[]][]), given);
      expectClose(backwards.unreduced, forwards.unreduced);
    }),
  );
});

test("one frame and one label: nll", async () => {
  const pred = [
    [-1, -2, -0.5],
    [-0.25, -1.75, -2],
  ];
  const nll = losses.find(({ name }) => name === "nll")!;
  const wanted = await compute(nll, { pred, target: [2, 1] }, { grad: false });
  const got = await run({ pred: pred.map((frame) => [frame]), target: [[2], [1]] });
  expectClose(got.unreduced, wanted.unreduced);
});

const UNEVEN: Arrays = {
  pred: [
    [
      [2, 0, 1],
      [0, 3, 1],
      [1, 0, 2],
      [1, 1, 0],
    ],
    [[0, 1, 0]],
    [
      [1, 0, 2],
      [3, 0, 0],
    ],
  ],
  target: [[1, 2, 2], [1], []],
};
const LOGITS = { from: "logits" };

describe("the mean", () => {
  test("is of losses divided by the length of their targets, of at least 1, and so are gradients", async () => {
    const sum = await run(UNEVEN, LOGITS, { reduction: "sum" });
    const mean = await run(UNEVEN, LOGITS);
    const [a = 0, b = 0, c = 0] = sum.unreduced;
    expectClose([mean.value!], [(a / 3 + b + c) / 3]);
    expectClose([sum.value!, mean.sum, mean.denominator], [a + b + c, a + b + c, 3]);
    const lengths = [...new Array<number>(12).fill(3), ...new Array<number>(9).fill(1)];
    expectClose(
      mean.grads.pred!,
      sum.grads.pred!.map((g, i) => g / lengths[i]! / 3),
    );
  });

  test("counts each row once with --no-per-label", async () => {
    const { value, unreduced, grads } = await run(UNEVEN, { ...LOGITS, per_label: false });
    const sum = await run(UNEVEN, LOGITS, { reduction: "sum" });
    expectClose([value!], [unreduced.reduce((x, y) => x + y) / 3]);
    expectClose(
      grads.pred!,
      sum.grads.pred!.map((g) => g / 3),
    );
  });

  test("takes sample weights", async () => {
    const weighted = await run({ ...UNEVEN, sample_weight: [2, 0.5, 1] }, LOGITS);
    const sum = await run(UNEVEN, LOGITS, { reduction: "sum" });
    const [a = 0, b = 0, c = 0] = sum.unreduced;
    expectClose([weighted.value!], [((2 * a) / 3 + b / 2 + c) / 3.5]);
    const factors = [
      ...new Array<number>(12).fill(2 / 3),
      ...new Array<number>(3).fill(0.5),
      ...new Array<number>(6).fill(1),
    ];
    expectClose(
      weighted.grads.pred!,
      sum.grads.pred!.map((g, i) => (g * factors[i]!) / 3.5),
    );
  });
});

test("does not depend on how rows are cut into batches", async () => {
  const whole = await run(UNEVEN, LOGITS);
  const cut = await run(UNEVEN, LOGITS, { cuts: [1, 2] });
  expect(cut).toEqual(whole);
});

test("an infinite loss counts as 0 with --zero-infinity, and moves nothing", async () => {
  const input = {
    pred: [
      [[2, 0, 1]],
      [
        [1, 0, 2],
        [3, 0, 0],
      ],
    ],
    target: [[1, 2], [1]],
  };
  const plain = await run(input, LOGITS, { reduction: "sum" });
  expect(plain.unreduced[0]).toBe(Infinity);
  expect(plain.grads.pred!.slice(0, 3)).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  const zeroed = await run(input, { ...LOGITS, zero_infinity: true }, { reduction: "sum" });
  expect(zeroed.unreduced).toEqual([0, plain.unreduced[1]]);
  expect(zeroed.grads.pred).toEqual([0, 0, 0, ...plain.grads.pred!.slice(3)]);
});

test("without a frame only the empty target is certain", async () => {
  const { unreduced } = await run({ pred: [[], [], [[1, 0, 2]]], target: [[], [1], [1]] }, LOGITS);
  expect(unreduced.slice(0, 2)).toEqual([0, Infinity]);
});

test("a NaN is one row's matter, also with --zero-infinity", async () => {
  const input = {
    pred: [
      [
        [2, 0, 1],
        [0, "NaN", 1],
      ],
      [[1, 0, 2]],
    ],
    target: [[1], [2]],
  };
  const { unreduced, grads } = await run(input, { ...LOGITS, zero_infinity: true }, { reduction: "sum" });
  expect(unreduced.map(Number.isNaN)).toEqual([true, false]);
  expect(grads.pred!.map(Number.isNaN)).toEqual([...new Array<boolean>(6).fill(true), false, false, false]);
});
