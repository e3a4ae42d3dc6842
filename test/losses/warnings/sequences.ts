import { type Case, logs, rows } from "./case.ts";

const P = "0.25 0.5 0.25; 0.5 0.25 0.25";
const SHORT =
  "pred has fewer frames than the target needs, one a label and one between equal labels: the loss there is infinite";
const IMPOSSIBLE = "pred gives every alignment with the target probability 0: the loss there is infinite";
const HELP = " (--zero-infinity counts it as 0)";
const AS_ZERO = ", and counted as 0";
const SHORT_INPUT = { pred: [logs(P), logs(P), logs(P)], target: [[1, 2], [1, 1], []] };
/** The first frame cannot be a blank, nor the second the label. */
const SURE = { pred: [rows("0 0.5 0.5; 0.5 0 0.5"), rows(P)], target: [[2, 1], [1]] };

/** What is said of sequences and their targets. */
export const sequences: Case[] = [
  { loss: "ctc", input: SHORT_INPUT, says: [`in 1 of 3 rows ${SHORT}${HELP}`] },
  {
    loss: "ctc",
    given: { zero_infinity: true },
    input: SHORT_INPUT,
    says: [`in 1 of 3 rows ${SHORT}${AS_ZERO}`],
  },
  { loss: "ctc", input: { pred: [logs(P)], target: [[1, 2]] }, says: [] },
  {
    loss: "ctc",
    given: { zero_infinity: true },
    input: { pred: [logs(P)], target: [[1, 2]] },
    says: [],
  },
  {
    loss: "ctc",
    given: { from: "probs" },
    input: SURE,
    says: [`in 1 of 2 rows ${IMPOSSIBLE}${HELP}`],
  },
  {
    loss: "ctc",
    given: { from: "probs", zero_infinity: true },
    input: SURE,
    says: [`in 1 of 2 rows ${IMPOSSIBLE}${AS_ZERO}`],
  },
  // the same frames, in which another target is possible
  { loss: "ctc", given: { from: "probs" }, input: { ...SURE, target: [[1, 2], [1]] }, says: [] },
  {
    loss: "ctc",
    input: { pred: [logs(P), rows("-1 -2 -3; -1 -1 -1")], target: [[1], [2]] },
    says: [
      "in 1 of 2 rows the probabilities exp(pred) of a frame do not sum to 1: these look like logits, not log-probabilities; use --from logits",
    ],
  },
  {
    loss: "ctc",
    input: { pred: [rows("1 0 -1")], target: [[1]] },
    refuses: "1 is above 0",
    hint: "log-probabilities are at most 0",
  },
  {
    loss: "ctc",
    given: { from: "logits" },
    input: { pred: [rows(P), rows("1 0 0")], target: [[1], [2]] },
    says: [
      "every frame of pred lies in 0..1 and sums to 1 (2 rows): these look like probabilities, not logits; use --from probs",
    ],
  },
  {
    loss: "ctc",
    given: { from: "logits" },
    input: { pred: [rows(P), rows("1 0 0; 1 1 0")], target: [[1], [2]] },
    says: [],
  },
  {
    loss: "ctc",
    given: { from: "probs" },
    input: { pred: [rows(P), rows("0.5 0.25 0.2501")], target: [[1], [2]] },
    says: [
      "in 1 of 2 rows a frame of pred does not sum to 1 to six digits; taken as it is, not renormalised",
    ],
  },
  {
    loss: "ctc",
    given: { from: "probs" },
    input: { pred: [rows(P), rows("0.5 0.25 0.25; 0.5 0.5 0.5")], target: [[1], [2]] },
    refuses: "the probabilities of this frame do not sum to 1",
  },
  {
    loss: "ctc",
    given: { blank: 2 },
    input: { pred: [logs(P), logs(P)], target: [[1], [0, 2]] },
    refuses: "class 2 is the blank (--blank), which stands in no target; targets are not padded",
  },
  {
    loss: "ctc",
    input: { pred: [logs(P)], target: [[3]] },
    refuses: "class 3 is outside 0..2",
  },
  {
    loss: "ctc",
    input: { pred: [logs(P)], target: [[1, -1]] },
    refuses: "class -1 is outside 0..2",
    hint: "sequences are not padded: each is as long as it is",
  },
  {
    loss: "ctc",
    given: { blank: 3 },
    input: { pred: [logs(P)], target: [[1]] },
    refuses: "--blank is 3, and pred has classes 0..2",
  },
];
