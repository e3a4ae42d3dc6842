import { expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute } from "../engine/arrays.ts";

const run = (name: string, input: Arrays, given: AnyParamValues, grad = true) =>
  compute(losses.find((loss) => loss.name === name)!, input, { given, grad, reduction: "sum" });

type Grads = Readonly<Record<string, number[]>>;
const kinks: [loss: string, given: AnyParamValues, input: Arrays, loss: number, grads: Grads][] = [
  ["hinge", {}, { pred: [1, -1], target: [1, -1] }, 0, { pred: [0, 0] }],
  ["squared-hinge", {}, { pred: [1], target: [1] }, 0, { pred: [0] }],
  ["perceptron", {}, { pred: [0, 0], target: [1, -1] }, 0, { pred: [0, 0] }],
  ["modified-huber", {}, { pred: [-1], target: [1] }, 4, { pred: [-4] }],
  ["sparsemax-binary", {}, { pred: [-1, 1], target: [1, 1] }, 1, { pred: [-1, 0] }],
  ["hinge-embedding", {}, { pred: [1], target: [-1] }, 0, { pred: [0] }],
  ["contrastive", {}, { pred: [1], target: [0] }, 0, { pred: [0] }],
  ["margin-ranking", {}, { input1: [2], input2: [2], target: [1] }, 0, { input1: [0], input2: [0] }],
  [
    "cosine-embedding",
    {},
    { input1: [[1, 0]], input2: [[0, 1]], target: [-1] },
    0,
    { input1: [0, 0], input2: [0, 0] },
  ],
  [
    "triplet-margin",
    { eps: 0 },
    { anchor: [[0, 0]], positive: [[1, 0]], negative: [[0, 2]] },
    0,
    { anchor: [0, 0], positive: [0, 0], negative: [0, 0] },
  ],
  // a norm at 0
  [
    "triplet-margin",
    { eps: 0, margin: 2 },
    { anchor: [[0, 0]], positive: [[0, 0]], negative: [[0, 1]] },
    1,
    { anchor: [0, 1], positive: [0, 0], negative: [0, -1] },
  ],
  // the anchor and the positive are equally far from the negative
  [
    "triplet-margin",
    { eps: 0, swap: true, margin: 4 },
    { anchor: [[0]], positive: [[2]], negative: [[1]] },
    5,
    { anchor: [-0.5], positive: [0.5], negative: [0] },
  ],
  [
    "triplet-margin-with-distance",
    { distance: "linf", eps: 0, margin: 2 },
    { anchor: [[0, 0]], positive: [[1, 1]], negative: [[0, 2]] },
    1,
    { anchor: [-0.5, 0.5], positive: [0.5, 0.5], negative: [0, -1] },
  ],
  ["multi-margin", {}, { pred: [[1, 0]], target: [0] }, 0, { pred: [0, 0] }],
  ["multilabel-margin", {}, { pred: [[1, 0]], target: [[0, -1]] }, 0, { pred: [0, 0] }],
  ["multiclass-hinge", {}, { pred: [[1, 0, 0]], target: [0] }, 0, { pred: [0, 0, 0] }],
  ["multiclass-hinge", {}, { pred: [[0, 2, 2]], target: [0] }, 3, { pred: [-1, 0.5, 0.5] }],
  ["multiclass-perceptron", {}, { pred: [[1, 1, 0]], target: [0] }, 0, { pred: [0, 0, 0] }],
  ["categorical-hinge", {}, { pred: [[0.5, 0, -1]], target: [0] }, 0.5, { pred: [-1, 0, 0] }],
  ["categorical-hinge", {}, { pred: [[1, 0, -1]], target: [0] }, 0, { pred: [0, 0, 0] }],
  ["cosine-distance", {}, { pred: [[0, 0]], target: [[1, 0]] }, 1, { pred: [0, 0] }],
  // every edge on an edge: the loss can only grow
  ["giou", { eps: 0 }, { pred: [[0, 0, 2, 1]], target: [[0, 0, 2, 1]] }, 0, { pred: [0, 0, 0, 0] }],
  ["diou", { eps: 0 }, { pred: [[0, 0, 2, 1]], target: [[0, 0, 2, 1]] }, 0, { pred: [0, 0, 0, 0] }],
  [
    "ciou",
    { eps: 0, diou_eps: 0 },
    { pred: [[0, 0, 2, 1]], target: [[0, 0, 2, 1]] },
    0,
    { pred: [0, 0, 0, 0] },
  ],
  ["bce", { eps: 0.25 }, { pred: [0.25], target: [0] }, -Math.log(0.75), { pred: [0] }],
  [
    "cross-entropy",
    { from: "probs", eps: 0.25 },
    { pred: [[0.25, 0.75]], target: [0] },
    -Math.log(0.25),
    { pred: [0, 0] },
  ],
  [
    "cross-entropy",
    { from: "probs", eps: 0.25 },
    { pred: [[0.25, 0.75]], target: [1] },
    -Math.log(0.75),
    { pred: [0, 0] },
  ],
  [
    "cross-entropy",
    { from: "probs", eps: 0.25, eps_mode: "floor" },
    { pred: [[0, 1]], target: [1] },
    0,
    { pred: [0, -1] },
  ],
];

test.each(kinks)("%s %j of %j", async (name, given, input, value, grads) => {
  const answer = await run(name, input, given);
  expect(answer.value).toBeCloseTo(value, 14);
  for (const [role, grad] of Object.entries(grads)) {
    expect(answer.grads[role]!.map((g) => Math.round(g * 1e12) / 1e12 + 0)).toEqual(grad);
    for (const g of answer.grads[role]!) expect(Object.is(g, -0)).toBe(false);
  }
});

const far: [loss: string, given: AnyParamValues, input: Arrays, unreduced: number[]][] = [
  ["soft-margin", {}, { pred: [-800, 800, -1e300], target: [1, 1, 1] }, [800, 0, 1e300]],
  ["sigmoid-focal", { alpha: -1 }, { pred: [-1000, 1000], target: [1, 1] }, [1000, 0]],
  [
    "sigmoid-focal",
    { alpha: -1, gamma: 0.5 },
    { pred: [0, 1], target: [0, 1] },
    [Math.LN2 * 0.5 ** 0.5, 0.313261687518223 * 0.2689414213699951 ** 0.5],
  ],
  ["sigmoid-focal", { alpha: -1, gamma: 0.5, from: "probs" }, { pred: [0, 1], target: [0, 1] }, [0, 0]],
  [
    "poly1-cross-entropy",
    {},
    {
      pred: [
        [1000, 0],
        [0, 1000],
      ],
      target: [0, 0],
    },
    [0, 1002],
  ],
  ["generalized-cross-entropy", { q: 1 }, { pred: [[0, 1]], target: [0] }, [1]],
  ["one-vs-all", {}, { pred: [[1000, -1000]], target: [1] }, [2000]],
  ["multiclass-sparsemax", {}, { pred: [[1e9, 1e9 + 0.5, 0]], target: [0] }, [0.5625]],
  ["ranking-softmax", {}, { pred: [[1000, 0]], target: [[0, 3]] }, [3000]],
  ["pair-logit", {}, { input1: [-800], input2: [800] }, [1600]],
  ["cosine-distance", {}, { pred: [[1, 1e-9]], target: [[1, 0]] }, [5e-19]],
  ["dice", {}, { pred: [[0, 0]], target: [[0, 0]] }, [1]],
  ["dice", { smooth: 1, eps: 0 }, { pred: [[0, 0]], target: [[0, 0]] }, [0]],
  [
    "triplet-margin",
    { p: 3, eps: 0 },
    { anchor: [[0, 0]], positive: [[1e200, 0]], negative: [[0, 0]] },
    [1e200],
  ],
  // tails of the distribution: mpmath, 50 digits
  ["aft", {}, { pred: [0], lower: [Math.exp(40)], upper: [Infinity] }, [804.608442013754]],
  ["aft", {}, { pred: [40], lower: [0], upper: [1] }, [804.608442013754]],
  ["aft", { distribution: "logistic" }, { pred: [-800], lower: [1], upper: [Infinity] }, [800]],
  ["aft", { distribution: "extreme" }, { pred: [700], lower: [0], upper: [1] }, [700]],
];

test.each(far)("%s %j far out: %j", async (name, given, input, unreduced) => {
  const answer = await run(name, input, given, false);
  for (const [i, v] of unreduced.entries())
    expect(Math.abs(answer.unreduced[i]! - v), `${answer.unreduced[i]} for ${v}`).toBeLessThanOrEqual(
      1e-13 * Math.abs(v),
    );
});

test("a focal gradient is finite where the sigmoid is 0 or 1", async () => {
  for (const gamma of [0, 0.5, 1, 2]) {
    const answer = await run(
      "sigmoid-focal",
      { pred: [1000, -1000, 1000, -1000], target: [1, 0, 0, 1] },
      { gamma, alpha: -1 },
    );
    expect(answer.grads.pred).toEqual([0, 0, 1, -1]);
  }
});

const close: [loss: string, given: AnyParamValues, input: Arrays, value: number, grad: number[]][] = [
  // where the straightforward form cancels: mpmath, 120 digits
  [
    "sigmoid-focal",
    { alpha: -1 },
    { pred: [16.6024258502895], target: [1] },
    2.3386979455399326e-22,
    [-7.01609347639618e-22],
  ],
  [
    "cosine-distance",
    {},
    {
      pred: [[1.1833810557584985, 0.659878349945265, 0.22559755065152545]],
      target: [[1.1833809383121088, 0.6598782955203703, 0.22559663429050023]],
    },
    2.0651724323756114e-13,
    [-6.461744141617632e-8, -4.1897088455749455e-8, 4.615034043609836e-7],
  ],
  [
    "aft",
    {},
    { pred: [0.388947136103415], lower: [10], upper: [10.001] },
    11.960429695379279,
    [-1.9136879527962167],
  ],
  [
    "aft",
    { distribution: "logistic", scale: 0.6 },
    { pred: [0.7582469425925586], lower: [2], upper: [2.001] },
    8.47954022465873,
    [0.08998161718284148],
  ],
];

test.each(close)("%s %j close to where digits get lost", async (name, given, input, value, grad) => {
  const answer = await run(name, input, given);
  expect(Math.abs(answer.value! / value - 1)).toBeLessThan(1e-13);
  for (const [i, g] of grad.entries()) expect(Math.abs(answer.grads.pred![i]! / g - 1)).toBeLessThan(1e-12);
});

const boxes = { xyxy: [0, 0, 2, 3], xywh: [0, 0, 2, 3], cxcywh: [1, 1.5, 2, 3] };
const others = { xyxy: [1, 1, 4, 2.5], xywh: [1, 1, 3, 1.5], cxcywh: [2.5, 1.75, 3, 1.5] };

test.each(["giou", "diou", "ciou"])("%s of the same boxes in every format", async (name) => {
  const answers = await Promise.all(
    (["xyxy", "xywh", "cxcywh"] as const).map((box_format) =>
      run(name, { pred: [boxes[box_format]], target: [others[box_format]] }, { box_format }),
    ),
  );
  const [corners, sides, centres] = answers.map(({ grads }) => grads.pred!) as [number[], number[], number[]];
  for (const { value } of answers) expect(value).toBeCloseTo(answers[0]!.value!, 14);
  const [x1, y1, x2, y2] = corners as [number, number, number, number];
  for (const [i, g] of [x1 + x2, y1 + y2, x2, y2].entries()) expect(sides[i]).toBeCloseTo(g, 14);
  for (const [i, g] of [x1 + x2, y1 + y2, (x2 - x1) / 2, (y2 - y1) / 2].entries())
    expect(centres[i]).toBeCloseTo(g, 14);
});

test.each(["giou", "diou"])("%s of boxes of any size has slopes of that size", async (name) => {
  const of = (unit: number) => {
    const scaled = (box: readonly number[]) => [box.map((v) => v * unit)];
    return run(name, { pred: scaled(boxes.xyxy), target: scaled(others.xyxy) }, { eps: 0 });
  };
  const plain = await of(1);
  // powers of 2, which change no digit
  for (const unit of [2 ** -500, 2 ** 500]) {
    const { value, grads } = await of(unit);
    expect(value).toBe(plain.value);
    expect(grads.pred!.map((g) => g * unit)).toEqual(plain.grads.pred);
  }
});
