import { type Case, rows } from "./case.ts";
import { shapes } from "./shapes.ts";

const NO_DIRECTION = "it has no direction, and its cosine counts as 0";
const NEGATIVE =
  "a negative value in pred, where this loss takes distances: scores or logits go with hinge or soft-margin";
const UNITS = rows("1 0; 0.8 0.6; 0 1");
const UNPAIRED = "no two rows have the same target: without a pair that belongs together";
const ALL_ONE = "all rows have the same target: without a row of another group the loss is 0";

const PM1 = { refuses: "0 is not one of -1, 1", hint: "labels of 0 and 1 go with --labels 01" };
const ZERO_ONE = { refuses: "-1 is not one of 0, 1", hint: "labels of -1 and 1 go with --labels pm1" };
const MARGINS = ["hinge", "squared-hinge", "modified-huber", "perceptron", "exponential"].concat([
  "sparsemax-binary",
  "soft-margin",
  "hinge-embedding",
]);

const labels: Case[] = [
  ...MARGINS.flatMap((loss): Case[] => [
    { loss, input: { pred: [1, 2], target: [1, 0] }, ...PM1 },
    { loss, input: { pred: [1, 2], target: [1, -1] }, says: [] },
    { loss, given: { labels: "01" }, input: { pred: [1, 2], target: [1, 0] }, says: [] },
    { loss, given: { labels: "01" }, input: { pred: [1, 2], target: [1, -1] }, ...ZERO_ONE },
  ]),
  { loss: "margin-ranking", input: { input1: [1], input2: [2], target: [0] }, ...PM1 },
  { loss: "margin-ranking", input: { input1: [1, 2], input2: [2, 1], target: [-1, 1] }, says: [] },
  {
    loss: "margin-ranking",
    given: { labels: "01" },
    input: { input1: [1], input2: [2], target: [-1] },
    ...ZERO_ONE,
  },
  {
    loss: "margin-ranking",
    input: { input1: [[1, 2]], input2: [[2, 3]], target: [1] },
    refuses: "shapes differ: input1 has (2) a row, target has one number a row",
  },
  { loss: "cosine-embedding", input: { input1: [[1, 0]], input2: [[0, 1]], target: [0] }, ...PM1 },
];

const vectors: Case[] = [
  {
    loss: "hinge-embedding",
    input: { pred: [0.5, -1, -2], target: [1, 1, -1] },
    says: [`2 rows have ${NEGATIVE}`],
  },
  { loss: "contrastive", input: { pred: [0.5, -1], target: [1, 0] }, says: [`1 row has ${NEGATIVE}`] },
  { loss: "contrastive", input: { pred: [0.5, 0], target: [1, 0] }, says: [] },
  {
    loss: "cosine-distance",
    input: { pred: rows("0 0; 1 0"), target: rows("1 2; 0 1") },
    says: [`1 row of pred is a zero vector: ${NO_DIRECTION}`],
  },
  {
    loss: "cosine-distance",
    input: { pred: rows("1 2; 0 1"), target: rows("0 0; 1 0") },
    says: [`1 row of target is a zero vector: ${NO_DIRECTION}`],
  },
  { loss: "cosine-distance", input: { pred: [[0, 1e-9]], target: [[1, 0]] }, says: [] },
  ...["pred", "target"].flatMap((role): Case[] => {
    const [short, long] = [rows("0 1e-9; 1e-8 0; 0 2e-7"), rows("1 0; 1 1; 0 1")];
    const input = role === "pred" ? { pred: short, target: long } : { pred: long, target: short };
    const given = { eps: 1e-7 };
    return [
      {
        loss: "cosine-distance",
        given,
        input,
        says: [`2 rows of ${role} are shorter than 1e-7, and divided by that instead of the length`],
      },
      { loss: "cosine-distance", given, input: { pred: long, target: long }, says: [] },
    ];
  }),
  ...[
    { input: { pred: rows("0 1e-5; 1e-3 0; 0 2"), target: rows("1e-4 1e-4; 1e-6 0; 0 1") }, count: 2 },
    { input: { pred: rows("0 1e-9; 0 1"), target: rows("0 100; 0 1e-9") }, count: 1 },
    { input: { pred: rows("0 1e-9"), target: rows("0 100") }, count: 0 },
  ].map(
    ({ input, count }): Case => ({
      loss: "cosine-distance",
      given: { eps: 1e-8, eps_mode: "product" },
      input,
      says:
        count === 0
          ? []
          : [
              `in ${count} of ${input.pred.length} rows the product of both lengths is below 1e-8: the cosine is divided by that instead`,
            ],
    }),
  ),
  { loss: "cosine-distance", given: { form: "dot" }, input: { pred: [[0, 0]], target: [[1, 0]] }, says: [] },
  {
    loss: "cosine-embedding",
    input: { input1: rows("1 0; 1 0"), input2: rows("0 0; 0 0"), target: [1, -1] },
    says: ["2 rows of input2 are zero vectors: they have no direction, and their cosine counts as 0"],
  },
  {
    loss: "cosine-embedding",
    input: { input1: rows("0 0; 1 0"), input2: rows("1 0; 0 1"), target: [1, -1] },
    says: [`1 row of input1 is a zero vector: ${NO_DIRECTION}`],
  },
  { loss: "cosine-embedding", input: { input1: [[1, 0]], input2: [[0, 1]], target: [1] }, says: [] },
  {
    loss: "triplet-margin-with-distance",
    given: { distance: "cosine" },
    input: { anchor: rows("0 0; 1 0"), positive: rows("1 2; 0 0"), negative: rows("0 0; 0 0") },
    says: [
      `1 row of anchor is a zero vector: ${NO_DIRECTION}`,
      `1 row of positive is a zero vector: ${NO_DIRECTION}`,
      "2 rows of negative are zero vectors: they have no direction, and their cosine counts as 0",
    ],
  },
  {
    loss: "triplet-margin-with-distance",
    given: { distance: "cosine" },
    input: { anchor: [[1, 0]], positive: [[0, 1]], negative: [[1, 1]] },
    says: [],
  },
  {
    loss: "triplet-margin-with-distance",
    input: { anchor: [[0, 0]], positive: [[0, 0]], negative: [[0, 0]] },
    says: [],
  },
  {
    loss: "ntxent",
    input: { pred: UNITS, target: [0, 1, 2] },
    says: [`${UNPAIRED} there is nothing to average, and the loss is NaN`],
  },
  { loss: "circle", input: { pred: UNITS, target: [0, 1, 2] }, says: [`${UNPAIRED} the loss is 0`] },
  {
    loss: "circle",
    given: { remove_diagonal: false },
    input: { pred: UNITS, target: [0, 1, 2] },
    says: [],
  },
  { loss: "ntxent", input: { pred: UNITS, target: [3, 3, 3] }, says: [ALL_ONE] },
  { loss: "circle", input: { pred: UNITS, target: [3, 3, 3] }, says: [ALL_ONE] },
  { loss: "ntxent", input: { pred: UNITS, target: [3, 3, 4] }, says: [] },
  { loss: "circle", input: { pred: UNITS, target: [3, 3, 4] }, says: [] },
  {
    loss: "circle",
    input: { pred: rows("3 4; 0 0; 0 1"), target: [0, 0, 1] },
    says: ["2 of 3 vectors in pred are not of length 1, which this loss takes: divide each by its length"],
  },
];

const lives: Case[] = [
  { loss: "aft", input: { pred: [0], lower: [0], upper: [2] }, says: [] },
  // an upper bound that is not there is no warning; another infinity is
  { loss: "aft", input: { pred: [0, 1], lower: [1, 2], upper: [Infinity, 3] }, says: [] },
  {
    loss: "aft",
    input: { pred: [Infinity], lower: [1], upper: [2] },
    says: ["1 value of pred is infinite"],
  },
  {
    loss: "aft",
    input: { pred: [0], lower: [1], upper: [Number.NaN] },
    says: ["1 value of upper is NaN"],
  },
  { loss: "aft", input: { pred: [0], lower: [3], upper: [2] }, refuses: "upper is below lower" },
  {
    loss: "aft",
    input: { pred: [0], lower: [-3], upper: [2] },
    refuses: "-3 is below 0",
    hint: "times are at least 0; predictions are their logarithms",
  },
  {
    loss: "cox",
    input: { pred: [1, 2], time: [1, 2], event: [0, 0] },
    says: ["no row has an event: there is nothing to explain, and the loss is 0"],
  },
  { loss: "cox", input: { pred: [1, 2], time: [1, 2], event: [0, 1] }, says: [] },
  {
    loss: "cox",
    given: { mean_over: "events" },
    input: { pred: [1, 2], time: [1, 2], event: [0, 0] },
    says: [
      "no row has an event: there is nothing to explain, and the loss is 0",
      "the weights sum to 0: there is nothing to average, and the mean is NaN",
    ],
  },
];

const ALONE = "no two rows have the same group: each is its own mean, and the loss is 0";
const EVEN = "within each group all errors are the same: a root has no gradient at 0, and 0 stands for it";
const DECIDED =
  "within each group all targets are the same: there is nothing to shift, and --alpha's share of the loss is 0";

const queries: Case[] = [
  {
    loss: "query-rmse",
    input: { pred: [1, 2, 4], target: [0, 0, 0], group: [1, 2, 3] },
    says: [ALONE, EVEN],
  },
  { loss: "query-rmse", input: { pred: [1, 2, 4], target: [0, 1, 0], group: [1, 1, 3] }, says: [EVEN] },
  { loss: "query-rmse", input: { pred: [1, 2, 4], target: [0, 0, 0], group: [1, 1, 3] }, says: [] },
  {
    loss: "query-rmse",
    input: { pred: [[1, 2]], target: [[0, 1]], group: [[1, 1]] },
    refuses: "query-rmse takes one number a row in each role",
  },
  {
    loss: "query-cross-entropy",
    input: { pred: [1, 2, 4], target: [0, 0, 1], group: [1, 1, 2] },
    says: [DECIDED],
  },
  {
    loss: "query-cross-entropy",
    input: { pred: [0.4, 0.6], target: [0, 1], group: [1, 1] },
    says: [
      "every value of pred lies in 0..1 (2 rows): these look like probabilities, not logits; take their logits first, log(p / (1 - p))",
    ],
  },
  {
    loss: "query-cross-entropy",
    given: { alpha: 0 },
    input: { pred: [1, 2, 4], target: [0, 0, 1], group: [1, 1, 2] },
    says: [],
  },
  {
    loss: "query-cross-entropy",
    input: { pred: [1, 2, 4], target: [0, 1, 1], group: [1, 1, 2] },
    says: [],
  },
  {
    loss: "query-cross-entropy",
    input: { pred: [1], target: [2], group: [1] },
    refuses: "2 is outside 0..1",
    hint: "targets are 0, 1 or a probability; are pred and target swapped?",
  },
];

/** Losses on vectors, boxes, masks and lifetimes; and labels that are signs. */
export const ofRows: readonly Case[] = [...labels, ...vectors, ...shapes, ...lives, ...queries];
