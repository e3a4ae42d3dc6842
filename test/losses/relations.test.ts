import { expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute } from "../engine/arrays.ts";

/** The unreduced losses of one loss on one input. */
const run = async (name: string, input: Arrays, given: AnyParamValues = {}): Promise<number[]> =>
  (await compute(losses.find((loss) => loss.name === name)!, input, { given })).unreduced;

const x = [-3, -0.7, 0.2, 0.9, 4];
const zero = x.map(() => 0);
const hard = [1, 0, 1, 0, 1];
const signs = hard.map((y) => 2 * y - 1);
const scores = [
  [0.5, -1, 2],
  [3, 0.25, 0.5],
  [-2, -1, -3],
  [0, 0.75, 1.5],
  [1, 2, 0.5],
];
const classes = [0, 1, 2, 2, 1];
const probs = x.map((v) => 1 / (1 + Math.exp(-v)));
const onehot = classes.map((y) => [0, 1, 2].map((c) => Number(c === y)));
const two = x.map((v) => [0, v]);
const margins = signs.map((s, i) => s * x[i]!);

type Side = [loss: string, input: Arrays, given?: AnyParamValues];
const same: [left: Side, right: Side, factor?: number][] = [
  [
    ["multi-quantile", { pred: x.map((v) => [v]), target: zero }, { alpha: [0.3] }],
    ["quantile", { pred: x, target: zero }, { alpha: 0.3 }],
  ],
  [
    ["soft-margin", { pred: x, target: hard }, { labels: "01" }],
    ["bce-with-logits", { pred: x, target: hard }],
  ],
  [
    ["cross-entropy-lambda", { pred: x, target: probs }],
    ["bce-with-logits", { pred: x, target: probs }],
  ],
  [
    ["sigmoid-focal", { pred: x, target: probs }, { gamma: 0, alpha: -1 }],
    ["bce-with-logits", { pred: x, target: probs }],
  ],
  [
    ["categorical-focal", { pred: scores, target: classes }, { from: "logits", gamma: 0, alpha: [1] }],
    ["cross-entropy", { pred: scores, target: classes }],
  ],
  [
    ["poly1-cross-entropy", { pred: scores, target: classes }, { epsilon: 0 }],
    ["cross-entropy", { pred: scores, target: classes }],
  ],
  [
    ["generalized-cross-entropy", { pred: scores, target: classes }, { from: "logits", q: 1e-12 }],
    ["cross-entropy", { pred: scores, target: classes }],
  ],
  [
    ["brier", { pred: probs, target: hard }],
    ["mse", { pred: probs, target: hard }],
  ],
  [
    ["brier-multiclass", { pred: probs.map((p) => [1 - p, p]), target: hard }],
    ["brier", { pred: probs, target: hard }],
    2,
  ],
  [
    ["multiclass-hinge", { pred: two, target: hard }],
    ["hinge", { pred: x, target: signs }],
  ],
  [
    ["multiclass-perceptron", { pred: two, target: hard }],
    ["perceptron", { pred: x, target: signs }],
  ],
  [
    ["multiclass-sparsemax", { pred: two, target: hard }],
    ["sparsemax-binary", { pred: x, target: signs }],
  ],
  [
    ["margin-ranking", { input1: x, input2: zero, target: signs }, { margin: 1 }],
    ["hinge", { pred: x, target: signs }],
  ],
  [
    ["pair-logit", { input1: margins, input2: zero }],
    ["soft-margin", { pred: x, target: signs }],
  ],
  [
    ["ranking-softmax", { pred: scores, target: onehot }],
    ["cross-entropy", { pred: scores, target: classes }],
  ],
  [
    ["multi-margin", { pred: scores, target: classes }],
    ["multilabel-margin", { pred: scores, target: classes.map((y) => [y, -1, -1]) }],
  ],
  [
    ["zero-one", { pred: probs, target: hard }],
    ["hamming", { pred: probs, target: hard }],
  ],
  [
    ["cosine-embedding", { input1: scores, input2: onehot, target: [1, 1, 1, 1, 1] }],
    ["cosine-distance", { pred: scores, target: onehot }],
  ],
  [
    ["triplet-margin-with-distance", { anchor: scores, positive: onehot, negative: scores.toReversed() }],
    ["triplet-margin", { anchor: scores, positive: onehot, negative: scores.toReversed() }],
  ],
  [
    ["dice", { pred: onehot.map((row) => row.map((v) => 0.2 + v / 2)), target: onehot }, { eps: 0 }],
    ["tversky", { pred: onehot.map((row) => row.map((v) => 0.2 + v / 2)), target: onehot }, { eps: 0 }],
  ],
  [
    ["diou", { pred: [[0, 0, 2, 1]], target: [[1, 0.5, 5, 2.5]] }],
    ["ciou", { pred: [[0, 0, 2, 1]], target: [[1, 0.5, 5, 2.5]] }],
  ],
];

test.each(same)("%j is %j", async (left, right, factor = 1) => {
  const [a, b] = [await run(...left), await run(...right)];
  expect(a.length).toBe(b.length);
  for (const [i, v] of a.entries()) expect(v).toBeCloseTo(factor * b[i]!, 10);
});

test("one-vs-all adds up bce-with-logits over one-hot rows, multilabel-soft-margin averages it", async () => {
  const parts = await run("bce-with-logits", { pred: scores, target: onehot });
  const sums = classes.map((_, row) => parts[3 * row]! + parts[3 * row + 1]! + parts[3 * row + 2]!);
  const all = await run("one-vs-all", { pred: scores, target: classes });
  const mean = await run("multilabel-soft-margin", { pred: scores, target: onehot });
  for (const [row, sum] of sums.entries()) {
    expect(all[row]).toBeCloseTo(sum, 13);
    expect(mean[row]).toBeCloseTo(sum / 3, 13);
  }
});

test("categorical-hinge is multiclass-hinge where another score is above 0", async () => {
  const [keras, others] = [
    await run("categorical-hinge", {
      pred: [
        [1, 2],
        [-5, 0.5],
      ],
      target: [0, 1],
    }),
    await run("multiclass-hinge", {
      pred: [
        [1, 2],
        [-5, 0.5],
      ],
      target: [0, 1],
    }),
  ];
  expect(keras).toEqual([2, 0.5]);
  expect(others).toEqual([2, 0]);
});
