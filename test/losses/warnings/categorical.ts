import { type Case, logs, rows } from "./case.ts";

const LOGITS = rows("0.2 0.3 0.5; 1 -1 0.8");
const PROBS = rows("0.2 0.3 0.5; 0.1 0.1 0.8");
const LOG_PROBS = logs("0.2 0.3 0.5; 0.1 0.1 0.8");
const Q = rows("0.25 0.25 0.5; 1 0 0");
const TARGET = [2, 0];
const probs = { from: "probs" };
/** The same rows twice over, as positions of one row: (C, 2). */
const dense = (all: number[][]) => all.map((row) => row.map((v) => [v, v]));
const AS_LOGITS =
  "every row of pred lies in 0..1 and sums to 1 (2 rows): these look like probabilities, not logits; use --from probs";
const NOT_ONE_HOT = "the target of this row is not one-hot: it takes 1 at one class and 0 at the others";
const NO_DISTRIBUTION =
  "in 1 of 2 rows the target is no distribution: it has a negative entry or does not sum to 1; taken as it is";
const NEARLY = "in 1 of 2 rows pred does not sum to 1 to six digits; taken as it is, not renormalised";

export const categorical: readonly Case[] = [
  { loss: "cross-entropy", input: { pred: LOGITS, target: TARGET }, says: [] },
  { loss: "cross-entropy", input: { pred: LOGITS, target: Q }, says: [] },
  // one column, and positions of which some only look like it
  { loss: "cross-entropy", input: { pred: [[1], [1]], target: [0, 0] }, says: [] },
  {
    loss: "cross-entropy",
    input: { pred: [[rows("0.5 3")[0]!, [0.5, 0]]], target: [[0, 1]] },
    says: [],
  },
  { loss: "cross-entropy", input: { pred: [...LOGITS, [0, -3, 1]], target: [[2], [0], [1]] }, says: [] },
  { loss: "cross-entropy", input: { pred: PROBS, target: TARGET }, says: [AS_LOGITS] },
  { loss: "cross-entropy", input: { pred: dense(PROBS), target: [TARGET, TARGET] }, says: [AS_LOGITS] },
  { loss: "poly1-cross-entropy", input: { pred: PROBS, target: TARGET }, says: [AS_LOGITS] },
  { loss: "poly1-cross-entropy", given: probs, input: { pred: PROBS, target: TARGET }, says: [] },
  { loss: "cross-entropy", given: probs, input: { pred: PROBS, target: TARGET }, says: [] },
  {
    loss: "cross-entropy",
    given: probs,
    input: { pred: rows("0.2 0.3 0.5; 0.1 0.1 0.801"), target: TARGET },
    says: [NEARLY],
  },
  {
    loss: "cross-entropy",
    given: probs,
    input: { pred: rows("0.5 0.5 0; 1 0 0"), target: TARGET },
    says: ["1 row gives the true class probability 0: the loss there is infinite, and so is the total"],
  },
  {
    loss: "cross-entropy",
    given: probs,
    input: { pred: rows("0.5 0.5 0; 0 1 0"), target: Q },
    says: ["2 rows give the true class probability 0: the loss there is infinite, and so is the total"],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, ignore_index: 2 },
    input: { pred: rows("0.5 0.5 0; 1 0 0"), target: TARGET },
    says: [],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, label_smoothing: 0.1 },
    input: { pred: rows("0.5 0.5 0"), target: [1] },
    says: ["1 row gives the true class probability 0: the loss there is infinite, and so is the total"],
  },
  {
    loss: "categorical-focal",
    input: { pred: rows("0 1; 0.5 0.5"), target: [0, 1] },
    says: ["1 row gives the true class probability 0: the loss there is infinite, and so is the total"],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, eps: 1e-7 },
    input: { pred: rows("0 1 0; 0.5 0.5 0; 0 1 0"), target: [0, 1, 1] },
    says: [
      "in 2 of 3 rows the probability of the true class is clipped to 1e-7..1-1e-7: the loss is bounded there, and the gradient 0",
    ],
  },
  // just at the bound
  {
    loss: "cross-entropy",
    given: { ...probs, eps: 0.25 },
    input: { pred: rows("0.25 0.75 0"), target: [0] },
    says: [],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, eps: 1e-15, eps_mode: "floor" },
    input: { pred: rows("0 1 0; 0.5 0.5 0; 0 1 0"), target: [0, 1, 1] },
    says: [
      "in 1 of 3 rows the probability of the true class is below eps, 1e-15, and taken as eps: the loss is bounded there, and the gradient 0",
    ],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, eps: 0.25, eps_mode: "floor" },
    input: { pred: rows("0 1"), target: [1] },
    says: [],
  },
  {
    loss: "cross-entropy",
    given: { ...probs, eps: 0 },
    input: { pred: rows("0 1"), target: [0] },
    says: ["1 row gives the true class probability 0: the loss there is infinite, and so is the total"],
  },
  {
    loss: "categorical-focal",
    given: { from: "logits", eps: 1e-7 },
    input: { pred: rows("20 0; 0 1"), target: [0, 1] },
    says: [
      "in 1 of 2 rows the probability of the true class is clipped to 1e-7..1-1e-7: the loss is bounded there, and the gradient 0",
    ],
  },
  // a true class of probability 0 costs no more than any other here
  { loss: "generalized-cross-entropy", input: { pred: [[0, 1]], target: [0] }, says: [] },
  { loss: "brier-multiclass", input: { pred: [[0, 1]], target: [0] }, says: [] },
  {
    loss: "cross-entropy",
    input: { pred: LOGITS, target: rows("0.25 0.25 0.75; 1 0 0") },
    says: [NO_DISTRIBUTION],
  },
  {
    loss: "cross-entropy",
    input: { pred: LOGITS, target: rows("1.25 -0.25 0; 1 0 0") },
    says: [NO_DISTRIBUTION],
  },
  {
    loss: "brier-multiclass",
    input: { pred: [[0.5, 0.6]], target: [0] },
    refuses: "the probabilities of this row do not sum to 1",
  },
  {
    loss: "nll",
    given: probs,
    input: { pred: rows("0.2 0.3 0.5; 0.4 0.4 0.8"), target: TARGET },
    refuses: "the probabilities of this row do not sum to 1",
  },
  {
    loss: "nll",
    given: probs,
    input: { pred: [rows("0.1 0.9; 0.7 0.3")], target: rows("0 1") },
    refuses: "the probabilities of this row do not sum to 1 over its first axis, where the classes are",
  },
  {
    loss: "nll",
    given: probs,
    input: { pred: [rows("0.25 0.5; 0.75 0.5")], target: rows("0 1") },
    says: [],
  },
  { loss: "nll", input: { pred: LOG_PROBS, target: TARGET }, says: [] },
  { loss: "nll", input: { pred: logs("1 0 0"), target: [0] }, says: ["2 values of pred are infinite"] },
  {
    loss: "nll",
    input: { pred: PROBS, target: TARGET },
    says: [
      "in 2 of 2 rows pred lies in 0..1 and sums to 1: these look like probabilities, not log-probabilities; use --from probs",
    ],
  },
  {
    loss: "nll",
    input: { pred: [[1, -2, 0.5], LOG_PROBS[1]!], target: TARGET },
    says: [
      "in 1 of 2 rows the probabilities exp(pred) do not sum to 1: these look like logits, not log-probabilities; use cross-entropy, or --from logits",
    ],
  },
  {
    loss: "nll",
    input: { pred: [[1, -2, 0.5], PROBS[0]!, LOG_PROBS[1]!], target: [0, 1, 2] },
    says: [
      "in 1 of 3 rows pred lies in 0..1 and sums to 1: these look like probabilities, not log-probabilities; use --from probs",
      "in 1 of 3 rows the probabilities exp(pred) do not sum to 1: these look like logits, not log-probabilities; use cross-entropy, or --from logits",
    ],
  },
  {
    loss: "cross-entropy",
    input: { pred: LOGITS, target: [3, 1] },
    refuses: "class 3 is outside 0..2",
    hint: "the labels look 1-based; classes count from 0",
  },
  {
    loss: "cross-entropy",
    input: { pred: LOGITS, target: [1.5, 1] },
    refuses: "class 1.5 is not a whole number",
  },
  {
    // classes last, (L, C), where they come first
    loss: "cross-entropy",
    input: {
      pred: [
        [
          [1, 2, 3],
          [4, 5, 6],
        ],
      ],
      target: [[0, 2]],
    },
    refuses:
      "shapes differ: pred has (2,3) a row, so target takes (3) a row (class indices) or (2,3) (distributions), but has (2) a row",
    hint: "the classes come first, as in torch, and not last",
  },
  {
    loss: "cross-entropy",
    input: { pred: [1, 2], target: [0, 1] },
    refuses: "pred has one number a row, where a loss on classes takes one for each class",
    hint: "name a column for each class, for example --pred 'logit_*'",
  },
  { loss: "zero-one", input: { pred: [0.2], target: [3] }, refuses: "class 3 is outside 0..1" },
  {
    loss: "multi-margin",
    given: { weight: [1, 2] },
    input: { pred: [[1, 2, 3]], target: [0] },
    refuses: "--weight has 2 values, pred has 3 classes",
  },
  {
    loss: "categorical-focal",
    given: { alpha: [1, 2] },
    input: { pred: [[0.2, 0.3, 0.5]], target: [0] },
    refuses: "--alpha has 2 values, pred has 3 classes",
  },
  ...["multiclass-hinge", "categorical-hinge"].flatMap((loss): Case[] => [
    { loss, input: { pred: [[1, 2]], target: [[0, 1]] }, says: [] },
    { loss, input: { pred: [[1, 2]], target: [[0.5, 0.5]] }, refuses: NOT_ONE_HOT },
    { loss, input: { pred: [[1, 2]], target: [[1, 1]] }, refuses: NOT_ONE_HOT },
    { loss, input: { pred: [[1, 2]], target: [[0, 0]] }, refuses: NOT_ONE_HOT },
    { loss, input: { pred: [[1, 2]], target: [1] }, says: [] },
  ]),
  {
    loss: "multi-margin",
    input: { pred: [[1, 2]], target: [[0, 1]] },
    refuses: "target takes class indices, but has a column for each class",
  },
];
