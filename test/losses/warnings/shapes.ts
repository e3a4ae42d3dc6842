import { type Case, rows } from "./case.ts";

const EMPTY = "the loss is 1 whatever is predicted, unless --smooth is above 0";
const MASKS_OF_PROBABILITIES = "these look like probabilities, not logits; use --from probs";
const XYXY =
  "the box ends before it begins: x2 < x1 or y2 < y1; for x, y, width, height there is --box-format xywh";
const XYWH = "the box has a negative width or height; for x1, y1, x2, y2 there is --box-format xyxy";
const BOX = [[0, 0, 1, 1]];

/** Boxes and masks. */
export const shapes: readonly Case[] = [
  {
    loss: "giou",
    input: { pred: [[0, 0, 1, 0]], target: BOX },
    says: ["1 box of pred has no area: the overlap with it is 0"],
  },
  {
    loss: "ciou",
    given: { box_format: "xywh" },
    input: { pred: [...BOX, ...BOX], target: rows("0 0 0 1; 5 5 0 0") },
    says: ["2 boxes of target have no area: the overlap with them is 0"],
  },
  { loss: "giou", input: { pred: BOX, target: BOX }, says: [] },
  { loss: "giou", input: { pred: [[2, 0, 1, 1]], target: BOX }, refuses: XYXY },
  { loss: "diou", input: { pred: BOX, target: [[0, 2, 1, 1]] }, refuses: XYXY },
  {
    loss: "diou",
    given: { box_format: "xywh" },
    input: { pred: [[2, 0, 1, 1]], target: [[0, 0, 1, -1]] },
    refuses: XYWH,
  },
  {
    loss: "ciou",
    given: { box_format: "cxcywh" },
    input: { pred: [[2, 0, -1, 1]], target: BOX },
    refuses: XYWH,
  },
  {
    loss: "dice",
    input: { pred: rows("0.5 0.5; 0.5 0.5"), target: rows("0 0; 0 1") },
    says: [`1 row of target is an empty mask: ${EMPTY}`],
  },
  { loss: "dice", given: { smooth: 1 }, input: { pred: [[0.5, 0.5]], target: [[0, 0]] }, says: [] },
  { loss: "tversky", input: { pred: [[0, 0]], target: [[0, 0.5]] }, says: [] },
  ...["dice", "tversky"].flatMap((loss): Case[] => [
    {
      loss,
      given: { from: "logits", smooth: 1 },
      input: { pred: rows("0.1 0.2; 1 0"), target: rows("0 1; 1 0") },
      says: [`every value of pred lies in 0..1 (2 rows): ${MASKS_OF_PROBABILITIES}`],
    },
    {
      loss,
      given: { from: "logits", smooth: 1, per: "batch" },
      input: { pred: rows("0.1 0.2; 1 0"), target: rows("0 1; 1 0") },
      says: [`every value of pred lies in 0..1 (2 rows): ${MASKS_OF_PROBABILITIES}`],
    },
    {
      loss,
      given: { from: "logits", smooth: 1 },
      input: { pred: rows("0.1 0.2; 1 -1"), target: rows("0 1; 1 0") },
      says: [],
    },
  ]),
  {
    loss: "dice",
    given: { per: "batch" },
    input: { pred: [[0.5], [0.5]], target: [[0], [0]] },
    says: [`all of target is empty: ${EMPTY}`],
  },
  { loss: "dice", given: { per: "batch" }, input: { pred: [[0.5], [0.5]], target: [[0], [1]] }, says: [] },
  ...["dice", "tversky"].flatMap((loss): Case[] => [
    {
      loss,
      given: { per: "class" },
      input: { pred: rows("0.5 0.5; 0.25 0.75; 1 0"), target: rows("0 1; 0.25 0.75; 1 0") },
      says: [`in 2 of 3 rows a class is nowhere in target: there ${EMPTY}`],
    },
    {
      loss,
      given: { per: "class", ignore_background: true },
      input: { pred: rows("0.5 0.5; 0.25 0.75"), target: rows("0 1; 0.25 0.75") },
      says: [],
    },
    {
      loss,
      given: { per: "class", from: "logits", smooth: 1 },
      input: { pred: rows("0.5 0.5; 0.25 0.75"), target: rows("0 1; 0 1") },
      says: [
        "every row of pred lies in 0..1 and sums to 1 (2 rows): these look like probabilities, not logits; use --from probs",
      ],
    },
    {
      loss,
      given: { per: "class" },
      input: { pred: [[0.5], [0.5]], target: [[0], [1]] },
      refuses: "pred has one class, where this loss takes several",
    },
    {
      loss,
      given: { per: "class", weight: [1, 2, 3] },
      input: { pred: [[0.5, 0.5]], target: [[0, 1]] },
      refuses: "--weight has 3 values, pred has 2 classes",
    },
  ]),
  {
    loss: "generalized-dice",
    given: { from: "probs" },
    input: { pred: rows("0.5 0.3 0.2; 0.1 0.8 0.1"), target: rows("1 0 0; 0 1 0") },
    says: ["class 2 (counted from 0) is nowhere in target: it gets nearly all of the weight"],
  },
  {
    loss: "generalized-dice",
    given: { from: "probs" },
    input: { pred: rows("0.5 0.5; 0.2 0.8"), target: rows("1 0; 0 1") },
    says: [],
  },
];
