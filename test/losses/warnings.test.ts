import { expect, test } from "vitest";
import type { AnyParamValues } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute } from "../engine/arrays.ts";

const run = (name: string, input: Arrays, given: AnyParamValues = {}) =>
  compute(losses.find((loss) => loss.name === name)!, input, { given });

type Case = [loss: string, given: AnyParamValues, input: Arrays, message: string];

const said: Case[] = [
  [
    "hinge-embedding",
    {},
    { pred: [0.5, -1, -2], target: [1, 1, -1] },
    "2 rows have a negative value in pred, where this loss takes distances: scores or logits go with hinge or soft-margin",
  ],
  [
    "contrastive",
    {},
    { pred: [0.5, -1], target: [1, 0] },
    "1 row has a negative value in pred, where this loss takes distances: scores or logits go with hinge or soft-margin",
  ],
  [
    "cosine-distance",
    {},
    {
      pred: [
        [0, 0],
        [1, 0],
      ],
      target: [
        [1, 2],
        [0, 1],
      ],
    },
    "1 row of pred is a zero vector: it has no direction, and its cosine counts as 0",
  ],
  [
    "cosine-embedding",
    {},
    {
      input1: [
        [1, 0],
        [1, 0],
      ],
      input2: [
        [0, 0],
        [0, 0],
      ],
      target: [1, -1],
    },
    "2 rows of input2 are zero vectors: it has no direction, and its cosine counts as 0",
  ],
  [
    "multilabel-margin",
    {},
    {
      pred: [
        [1, 2, 3],
        [1, 2, 3],
      ],
      target: [
        [1, 0, 1],
        [2, -1, 0],
      ],
    },
    "1 of 2 rows of target hold only 0 and 1: these look like a 0 or 1 for each label, not label indices that end in -1; use multilabel-soft-margin",
  ],
  [
    "multilabel-margin",
    {},
    { pred: [[1, 2, 3]], target: [[2, 2, -1]] },
    "1 row of target lists a label twice: it counts twice, as in torch",
  ],
  [
    "giou",
    {},
    { pred: [[0, 0, 1, 0]], target: [[0, 0, 1, 1]] },
    "1 box of pred has no area: the overlap with it is 0",
  ],
  [
    "ciou",
    { box_format: "xywh" },
    {
      pred: [
        [0, 0, 1, 1],
        [0, 0, 1, 1],
      ],
      target: [
        [0, 0, 0, 1],
        [5, 5, 0, 0],
      ],
    },
    "2 boxes of target have no area: the overlap with them is 0",
  ],
  [
    "dice",
    {},
    {
      pred: [
        [0.5, 0.5],
        [0.5, 0.5],
      ],
      target: [
        [0, 0],
        [0, 1],
      ],
    },
    "1 row of target is an empty mask: the loss is 1 whatever is predicted, unless --smooth is above 0",
  ],
  [
    "bce",
    { eps: 1e-7 },
    { pred: [0, 0.5, 1], target: [1, 1, 1] },
    "in 2 of 3 rows pred is clipped to 1e-7..1-1e-7: the loss is bounded there, and the gradient 0",
  ],
  [
    "sigmoid-focal",
    {},
    { pred: [0.1, 0.9], target: [0, 1] },
    "every value of pred lies in 0..1 (2 rows): these look like probabilities, not logits; use bce, or --from probs",
  ],
  [
    "poly1-cross-entropy",
    {},
    {
      pred: [
        [0.1, 0.9],
        [0.5, 0.5],
      ],
      target: [0, 1],
    },
    "every row of pred lies in 0..1 and sums to 1 (2 rows): these look like probabilities, not logits; use --from probs",
  ],
  [
    "categorical-focal",
    {},
    {
      pred: [
        [0, 1],
        [0.5, 0.5],
      ],
      target: [0, 1],
    },
    "1 row gives the true class probability 0: the loss there is infinite, and so is the total",
  ],
];

test.each(said)("%s %j warns", async (name, given, input, message) => {
  expect((await run(name, input, given)).messages).toEqual([message]);
});

const quiet: [loss: string, given: AnyParamValues, input: Arrays][] = [
  ["hinge-embedding", {}, { pred: [0.5, 0], target: [1, -1] }],
  ["contrastive", {}, { pred: [0.5, 0], target: [1, 0] }],
  ["cosine-distance", {}, { pred: [[0, 1e-9]], target: [[1, 0]] }],
  ["cosine-distance", { form: "dot" }, { pred: [[0, 0]], target: [[1, 0]] }],
  ["cosine-embedding", {}, { input1: [[1, 0]], input2: [[0, 1]], target: [1] }],
  ["multilabel-margin", {}, { pred: [[1, 2, 3]], target: [[0, 1, -1]] }],
  ["multilabel-margin", {}, { pred: [[1, 2]], target: [[0, 1]] }],
  ["multilabel-margin", {}, { pred: [[1, 2, 3]], target: [[2, -1, 2]] }],
  ["giou", {}, { pred: [[0, 0, 1, 1]], target: [[0, 0, 1, 1]] }],
  ["dice", { smooth: 1 }, { pred: [[0.5, 0.5]], target: [[0, 0]] }],
  ["tversky", {}, { pred: [[0, 0]], target: [[0, 0.5]] }],
  ["bce", { eps: 1e-7 }, { pred: [1e-7, 0.5], target: [1, 1] }],
  ["bce", { eps: 1e-7, eps_mode: "add" }, { pred: [0, 1], target: [1, 0] }],
  ["sigmoid-focal", { from: "probs" }, { pred: [0.1, 0.9], target: [0, 1] }],
  ["poly1-cross-entropy", { from: "probs" }, { pred: [[0.1, 0.9]], target: [0] }],
  ["generalized-cross-entropy", {}, { pred: [[0, 1]], target: [0] }],
  ["brier-multiclass", {}, { pred: [[0, 1]], target: [0] }],
  ["aft", {}, { pred: [0], lower: [0], upper: [2] }],
];

test.each(quiet)("%s %j has nothing to warn of in %j", async (name, given, input) => {
  expect((await run(name, input, given)).messages).toEqual([]);
});

const refused: [loss: string, given: AnyParamValues, input: Arrays, message: string, hint?: string][] = [
  ...["hinge", "soft-margin", "exponential", "hinge-embedding"].map((name): (typeof refused)[number] => [
    name,
    {},
    { pred: [1, 2], target: [1, 0] },
    "0 is not one of -1, 1",
    "labels of 0 and 1 go with --labels 01",
  ]),
  [
    "margin-ranking",
    { labels: "01" },
    { input1: [1], input2: [2], target: [-1] },
    "-1 is not one of 0, 1",
    "labels of -1 and 1 go with --labels pm1",
  ],
  [
    "multilabel-margin",
    {},
    { pred: [[1, 2, 3]], target: [[3, -1, 0]] },
    "a list of labels holds whole numbers in 0..2, and -1 after the last",
  ],
  [
    "multilabel-margin",
    {},
    { pred: [[1, 2, 3]], target: [[0.5, -1, 0]] },
    "a list of labels holds whole numbers in 0..2, and -1 after the last",
  ],
  [
    "multilabel-soft-margin",
    {},
    { pred: [[1, 2, 3]], target: [[1, -1, 0]] },
    "-1 is outside 0..1",
    "a row holds 0 or 1 for each label; lists of indices that end in -1 go with multilabel-margin",
  ],
  [
    "giou",
    {},
    { pred: [[2, 0, 1, 1]], target: [[0, 0, 1, 1]] },
    "the box ends before it begins: x2 < x1 or y2 < y1; for x, y, width, height there is --box-format xywh",
  ],
  [
    "diou",
    { box_format: "xywh" },
    { pred: [[2, 0, 1, 1]], target: [[0, 0, 1, -1]] },
    "the box has a negative width or height; for x1, y1, x2, y2 there is --box-format xyxy",
  ],
  [
    "brier-multiclass",
    {},
    { pred: [[0.5, 0.6]], target: [0] },
    "the probabilities of this row do not sum to 1",
  ],
  ["aft", {}, { pred: [0], lower: [3], upper: [2] }, "upper is below lower"],
  [
    "aft",
    {},
    { pred: [0], lower: [-3], upper: [2] },
    "-3 is below 0",
    "times are at least 0; predictions are their logarithms",
  ],
  ["zero-one", {}, { pred: [0.2], target: [3] }, "class 3 is outside 0..1"],
  [
    "multi-margin",
    { weight: [1, 2] },
    { pred: [[1, 2, 3]], target: [0] },
    "--weight has 2 values, pred has 3 classes",
  ],
  [
    "categorical-focal",
    { alpha: [1, 2] },
    { pred: [[0.2, 0.3, 0.5]], target: [0] },
    "--alpha has 2 values, pred has 3 classes",
  ],
  [
    "multiclass-hinge",
    {},
    { pred: [[1, 2]], target: [[0, 1]] },
    "target takes class indices, but has a column for each class",
  ],
];

test.each(refused)("%s %j refuses %j", async (name, given, input, message, hint) => {
  await expect(run(name, input, given)).rejects.toMatchObject({ status: 3, message, hint });
});

test("focal's alpha is -1, or within 0..1", () => {
  const focal = losses.find((loss) => loss.name === "sigmoid-focal")!;
  expect(() => focal.prepare({ alpha: -0.5 })).toThrow(
    "--alpha: -0.5 is out of range; it must be -1 (off), or at least 0 and at most 1",
  );
  expect(focal.prepare({ alpha: -1 }).params.alpha).toBe(-1);
});
