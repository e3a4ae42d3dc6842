import { type Case, rows } from "./case.ts";
import { categorical } from "./categorical.ts";

const probs = { from: "probs" };
const CERTAIN = "1 value of pred is certain and wrong: log clamped at -100, as torch does";
const SMOOTHED =
  "2 values of pred are certain, which a smoothed label never is: log clamped at -100, as torch does";
const INFINITE =
  "1 value of pred is certain and wrong: the loss there is infinite, and so is the total; see --eps";
const BINARY_AS_LOGITS =
  "every value of pred lies in 0..1 (2 rows): these look like probabilities, not logits;";

const binary: Case[] = [
  { loss: "bce-with-logits", input: { pred: [0.5, -1], target: [1, 0] }, says: [] },
  {
    loss: "bce-with-logits",
    input: { pred: [0.25, 1], target: [1, 0] },
    says: [`${BINARY_AS_LOGITS} use bce, or --from probs`],
  },
  {
    loss: "bce-with-logits",
    given: { pos_weight: [1, 2, 3] },
    input: { pred: rows("1 -2; 3 4"), target: rows("0 1; 1 1") },
    refuses: "--pos-weight has 3 values, the last dimension of pred has 2",
  },
  {
    loss: "bce-with-logits",
    given: { pos_weight: [1, 2] },
    input: { pred: rows("1 -2; 3 4"), target: rows("0 1; 1 1") },
    says: [],
  },
  {
    loss: "bce",
    input: { pred: [1, 0, 1], target: [0.8, 0.2, 0.9] },
    says: [
      "3 values of pred are certain and wrong: log clamped at -100, as torch does",
      "every value of pred is 0 or 1 and every target is in between (3 rows): are pred and target swapped?",
    ],
  },
  {
    loss: "bce",
    input: { pred: [1, 0], target: [0.8, 0] },
    says: [CERTAIN],
  },
  // what is given as a logarithm is not clamped
  {
    loss: "bce",
    given: { from: "log-probs" },
    input: { pred: [-Infinity, -1], target: [1, 1] },
    says: ["1 value of pred is infinite"],
  },
  ...[
    { given: probs, input: { pred: [0, 0.5], target: [1, 1] }, says: [INFINITE] },
    { given: probs, input: { pred: [0, 0.5], target: [0, 1] }, says: [] },
    {
      given: { from: "log-probs" },
      input: { pred: [-Infinity, -1], target: [1, 1] },
      says: ["1 value of pred is infinite", INFINITE],
    },
    { given: { from: "log-probs" }, input: { pred: [-700, -1], target: [1, 1] }, says: [] },
    {
      given: { ...probs, label_smoothing: 0.2 },
      input: { pred: [0, 0.5], target: [0, 1] },
      says: [
        "1 value of pred is certain, which a smoothed label never is: the loss there is infinite, and so is the total; see --eps",
      ],
    },
    { given: { ...probs, label_smoothing: 0.2 }, input: { pred: [0.1, 0.5], target: [0, 1] }, says: [] },
  ].map((one): Case => ({ loss: "sigmoid-focal", ...one })),
  {
    loss: "sigmoid-focal",
    input: { pred: [0.1, 0.9], target: [0, 1] },
    says: [`${BINARY_AS_LOGITS} use --from probs`],
  },
  { loss: "sigmoid-focal", given: probs, input: { pred: [0.1, 0.9], target: [0, 1] }, says: [] },
  {
    loss: "cross-entropy-lambda",
    input: { pred: [0.1, 0.9], target: [0, 1] },
    says: [`${BINARY_AS_LOGITS} use bce`],
  },
  { loss: "cross-entropy-lambda", input: { pred: [0.1, 1.9], target: [0, 1] }, says: [] },
  {
    loss: "multilabel-soft-margin",
    input: { pred: rows("0.1 0.9; 0 1"), target: rows("0 1; 0 1") },
    says: [`${BINARY_AS_LOGITS} take their logits first, log(p / (1 - p))`],
  },
  { loss: "multilabel-soft-margin", input: { pred: rows("0.1 -0.9"), target: [[0, 1]] }, says: [] },
  {
    loss: "one-vs-all",
    input: { pred: rows("0.1 0.9; 0 1"), target: [0, 1] },
    says: [`${BINARY_AS_LOGITS} take their logits first, log(p / (1 - p))`],
  },
  { loss: "one-vs-all", input: { pred: rows("0.1 0.9; 0 2"), target: [0, 1] }, says: [] },
  { loss: "bce", input: { pred: [0.5, 1, 0], target: [1, 1, 0] }, says: [] },
  { loss: "bce", input: { pred: [0.5, 1, 0], target: [1, 0, 0] }, says: [CERTAIN] },
  {
    loss: "bce",
    input: { pred: [0, 1, 0], target: [1, 0, 0.5] },
    says: ["3 values of pred are certain and wrong: log clamped at -100, as torch does"],
  },
  { loss: "bce", given: { from: "log-probs" }, input: { pred: [-1, 0], target: [0, 1] }, says: [] },
  { loss: "bce", given: { from: "log-probs" }, input: { pred: [-1, 0], target: [0, 0] }, says: [CERTAIN] },
  {
    loss: "bce",
    given: { label_smoothing: 0.1 },
    input: { pred: [0.5, 1, 0], target: [1, 1, 0] },
    says: [SMOOTHED],
  },
  { loss: "bce", given: { label_smoothing: 0.1 }, input: { pred: [0.5, 0.9], target: [1, 0] }, says: [] },
  {
    loss: "bce-with-logits",
    given: { from: "log-probs", label_smoothing: 0.1 },
    input: { pred: [0, -1, 0, -Infinity], target: [1, 1, 0, 0] },
    says: ["1 value of pred is infinite", SMOOTHED],
  },
  {
    loss: "bce-with-logits",
    given: { from: "log-probs", label_smoothing: 0.1 },
    input: { pred: [-2, -1], target: [1, 0] },
    says: [],
  },
  {
    loss: "bce",
    given: { eps: 1e-7 },
    input: { pred: [0, 0.5, 1], target: [1, 1, 1] },
    says: ["in 2 of 3 rows pred is clipped to 1e-7..1-1e-7: the loss is bounded there, and the gradient 0"],
  },
  { loss: "bce", given: { eps: 1e-7 }, input: { pred: [1e-7, 0.5], target: [1, 1] }, says: [] },
  {
    loss: "bce",
    given: { eps: 1e-15, eps_mode: "floor" },
    input: { pred: [0, 0.5, 1], target: [1, 1, 1] },
    says: [
      "in 2 of 3 rows pred or 1 - pred is below eps, 1e-15, and taken as eps: the loss is bounded there, and the gradient 0",
    ],
  },
  {
    loss: "bce",
    given: { eps: 1e-15, eps_mode: "floor" },
    input: { pred: [1e-15, 0.5], target: [1, 1] },
    says: [],
  },
  { loss: "bce", given: { eps: 1e-7, eps_mode: "add" }, input: { pred: [0, 1], target: [1, 0] }, says: [] },
  {
    loss: "sigmoid-focal",
    given: { from: "probs", eps: 1e-7 },
    input: { pred: [0, 0.5, 1], target: [1, 1, 1] },
    says: ["in 2 of 3 rows the probability is clipped to 1e-7..1-1e-7 for bce, which is bounded there"],
  },
  ...[
    { pred: [-40, 3, 40], count: 2 },
    { pred: [-20, 3, 20], count: 0 },
  ].map(
    ({ pred, count }): Case => ({
      loss: "sigmoid-focal",
      given: { eps: 1e-13, eps_mode: "both" },
      input: { pred, target: [1, 1, 0] },
      says:
        count === 0
          ? []
          : [
              `in ${count} of 3 rows the probability is clipped to 1e-13..1-1e-13: the loss is bounded there, and the gradient that at the bound`,
            ],
    }),
  ),
  {
    loss: "sigmoid-focal",
    given: { eps: 1e-7 },
    input: { pred: [-3, 16], target: [1, 1] },
    says: [],
  },
  {
    loss: "bce",
    input: { pred: [1.5], target: [1] },
    refuses: "1.5 is outside 0..1",
    hint: "logits? then --from logits",
  },
  {
    loss: "bce-with-logits",
    input: { pred: [3], target: [2] },
    refuses: "2 is outside 0..1",
    hint: "targets are 0, 1 or a probability; are pred and target swapped?",
  },
  {
    loss: "multilabel-soft-margin",
    input: { pred: [[1, 2, 3]], target: [[1, -1, 0]] },
    refuses: "-1 is outside 0..1",
    hint: "a row holds 0 or 1 for each label; lists of indices that end in -1 go with multilabel-margin",
  },
];

const LIST = "a list of labels holds whole numbers in 0..2, and -1 after the last";

const multilabel: Case[] = [
  {
    loss: "multilabel-margin",
    input: { pred: rows("1 2 3; 1 2 3"), target: rows("1 0 1; 2 -1 0") },
    says: [
      "1 of 2 rows of target hold only 0 and 1: these look like a 0 or 1 for each label, not label indices that end in -1; use multilabel-soft-margin",
    ],
  },
  {
    loss: "multilabel-margin",
    input: { pred: [[1, 2, 3]], target: [[2, 2, -1]] },
    says: ["1 row of target lists a label twice: it counts twice, as in torch"],
  },
  { loss: "multilabel-margin", input: { pred: [[1, 2, 3]], target: [[0, 1, -1]] }, says: [] },
  {
    loss: "multilabel-margin",
    input: { pred: rows("1 2; 3 4"), target: rows("0 1; 1 -1") },
    says: [
      "1 row of target lists every label: the loss is 0 there whatever is predicted; a 0 or 1 for each label goes with multilabel-soft-margin",
    ],
  },
  { loss: "multilabel-margin", input: { pred: [[1, 2]], target: [[1, -1]] }, says: [] },
  { loss: "multilabel-margin", input: { pred: [[1, 2, 3]], target: [[2, -1, 2]] }, says: [] },
  { loss: "multilabel-margin", input: { pred: [[1, 2, 3]], target: [[3, -1, 0]] }, refuses: LIST },
  { loss: "multilabel-margin", input: { pred: [[1, 2, 3]], target: [[0.5, -1, 0]] }, refuses: LIST },
];

export const classification: readonly Case[] = [...categorical, ...binary, ...multilabel];
