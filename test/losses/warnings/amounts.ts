import { type Case, logs, rows } from "./case.ts";

const HALVES = logs("0.5 0.5");
const OVERFLOW =
  "exp of 1 value of pred is larger than a double can hold: these look like means, not their logarithms; use --no-log-input";
const PERFECT = "is perfect: a root has no gradient at 0, and 0 stands for it; mse has one";

/** Regression and distributions. */
export const amounts: readonly Case[] = [
  {
    loss: "mape",
    input: { pred: [1, 2, 3], target: [0, 2, 1e-300] },
    says: [
      "1 target is 0: the error is divided by 2.220446049250313e-16 instead, which may decide the mean; see --floor, or smape",
      "1 target is nearer to 0 than the floor: the error is divided by 2.220446049250313e-16 instead; see --floor",
    ],
  },
  { loss: "mape", given: { floor: 1 }, input: { pred: [1, 2], target: [0, 0] }, says: [] },
  {
    loss: "mape",
    given: { floor: 1 },
    input: { pred: [1, 2, 3], target: [0.5, -0.25, 2] },
    says: ["2 targets are nearer to 0 than the floor: the error is divided by 1 instead; see --floor"],
  },
  {
    loss: "mape",
    given: { floor: 0.01 },
    input: { pred: [1, 2], target: [0, 0] },
    says: [
      "2 targets are 0: the error is divided by 0.01 instead, which may decide the mean; see --floor, or smape",
    ],
  },
  { loss: "mape", input: { pred: [0, 2], target: [1, -2] }, says: [] },
  {
    loss: "msle",
    input: { pred: [-1], target: [0] },
    refuses: "-1 is not above -1",
    hint: "log(1 + value) exists only above -1",
  },
  { loss: "msle", input: { pred: [-0.5], target: [0] }, says: [] },
  {
    loss: "msle",
    given: { floor: 1e-7 },
    input: { pred: [-3, 0, 1], target: [-1, 2, 1] },
    says: [
      "2 values of pred are below 1e-7 and taken as it: the gradient is 0 there",
      "1 value of target is below 1e-7 and taken as it",
    ],
  },
  { loss: "msle", given: { floor: 1e-7 }, input: { pred: [1e-7], target: [1e-7] }, says: [] },
  {
    loss: "kl-div",
    given: { from: "probs", eps: 1e-7 },
    reduction: "sum",
    input: { pred: [[0, 1]], target: [[1, 0]] },
    says: [
      "1 value of pred is below 1e-7 and taken as it: the gradient is 0 there",
      "1 value of target is below 1e-7 and taken as it",
    ],
  },
  { loss: "multi-quantile", input: { pred: [[1, 1, 2]], target: [1] }, says: [] },
  {
    loss: "multi-quantile",
    input: {
      pred: [
        [1, 2, 3],
        [1, 3, 2],
      ],
      target: [1, 2],
    },
    says: [
      "in 1 of 2 rows the quantile of a lower level is above that of a higher one: are the columns in the order of --alpha?",
    ],
  },
  {
    loss: "multi-quantile",
    given: { alpha: [0.9, 0.1] },
    input: { pred: [[3, 1]], target: [2] },
    says: [],
  },
  { loss: "rmse", input: { pred: [1, 2], target: [1, 2] }, says: [`the fit ${PERFECT}`] },
  { loss: "rmse", input: { pred: [1, 2], target: [1, 3] }, says: [] },
  {
    loss: "rmsle",
    input: { pred: [1, 2], target: [1, 2] },
    says: ["the fit is perfect: a root has no gradient at 0, and 0 stands for it; msle has one"],
  },
  { loss: "rmsle", input: { pred: [1, 2], target: [1, 3] }, says: [] },
  {
    loss: "rmsle",
    input: { pred: [1, -1], target: [1, 3] },
    refuses: "-1 is not above -1",
    hint: "log(1 + value) exists only above -1",
  },
  {
    loss: "rmse",
    input: { pred: rows("1 2; 2 2"), target: rows("1 5; 2 6") },
    says: [`the fit of column 1 of pred ${PERFECT}`],
  },
  {
    loss: "gaussian-nll",
    input: { pred: [1, 2], target: [1, 1], var: [0, 1e-7] },
    says: ["2 values of var are below eps, 0.000001, and taken as eps"],
  },
  { loss: "gaussian-nll", input: { pred: [1, 2], target: [1, 1], var: [1e-6, 1] }, says: [] },
  {
    loss: "gaussian-nll",
    input: { pred: [1], target: [1], var: [-1] },
    refuses: "-1 is below 0",
    hint: "a variance is not negative; logarithms of deviations go to gaussian-nll-log-sigma",
  },
  { loss: "poisson-nll", input: { pred: [1, 800], target: [1, 1] }, says: [OVERFLOW] },
  { loss: "poisson-nll", input: { pred: [1, 700], target: [1, 1] }, says: [] },
  { loss: "poisson-nll", given: { log_input: false }, input: { pred: [1, 800], target: [1, 1] }, says: [] },
  ...["poisson-nll", "gamma-nll", "tweedie-nll"].flatMap((loss): Case[] => [
    {
      loss,
      given: { log_input: false, floor: 1e-6 },
      input: { pred: [1, 0, -2], target: [1, 1, 2] },
      says: ["2 values of pred are below 0.000001 and taken as it: the gradient is 0 there"],
    },
    { loss, given: { log_input: false, floor: 1e-6 }, input: { pred: [1e-6, 1], target: [1, 1] }, says: [] },
  ]),
  { loss: "gamma-deviance", input: { pred: [1], target: [0] }, refuses: "0 is not above 0" },
  { loss: "gamma-deviance", given: { eps: 1e-6 }, input: { pred: [0], target: [0] }, says: [] },
  ...[
    { input: { pred: [0], target: [1] }, says: [] },
    { input: { pred: [1], target: [0] }, refuses: "0 is not above 0" },
  ].map((one): Case => ({ loss: "gamma-deviance", given: { eps: 1e-9, eps_mode: "pred" }, ...one })),
  {
    loss: "gamma-deviance",
    given: { eps: 1e-6 },
    input: { pred: [-1], target: [1] },
    refuses: "-1 is below 0",
    hint: "a mean is positive; are these logarithms of means?",
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    input: { pred: [[-1, -1]], target: [[0.5, 0.5]] },
    says: ["in 1 of 1 row pred is no distribution: exp of it does not sum to 1; taken as it is"],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    input: { pred: HALVES, target: [[0.5, 0.6]] },
    says: ["in 1 of 1 row target is no distribution: it does not sum to 1; taken as it is"],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    input: { pred: [[0.5, 0.5]], target: [[0.5, 0.5]] },
    says: [
      "every row of pred sums to 1 (1 row): these look like probabilities, not log-probabilities; use --from probs",
      "in 1 of 1 row pred is no distribution: exp of it does not sum to 1; taken as it is",
    ],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    given: { log_target: true },
    input: { pred: HALVES, target: [[0.25, 0.75]] },
    says: [
      "every row of target sums to 1 (1 row): these look like probabilities, not log-probabilities; use --no-log-target",
      "in 1 of 1 row target is no distribution: exp of it does not sum to 1; taken as it is",
    ],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    given: { log_target: true },
    input: { pred: HALVES, target: HALVES },
    says: [],
  },
  { loss: "kl-div", reduction: "batchmean", input: { pred: HALVES, target: [[0.25, 0.75]] }, says: [] },
  {
    loss: "kl-div",
    input: { pred: HALVES, target: [[0.25, 0.75]] },
    says: [
      "the mean of kl-div is over all elements, 2 times smaller than that of its rows; --reduction batchmean divides by the rows",
    ],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    input: { pred: HALVES[0]!, target: [0.25, 0.75] },
    says: [
      "each row of kl-div is one number, so that batchmean divides by all of them: of a distribution the classes are columns of one row, and batchmean divides by the rows",
    ],
  },
  {
    loss: "kl-div",
    reduction: "mean",
    input: { pred: HALVES[0]!, target: [0.25, 0.75] },
    says: [
      "each row of kl-div is one number, so that mean divides by all of them: of a distribution the classes are columns of one row, and batchmean divides by the rows",
    ],
  },
  { loss: "kl-div", reduction: "mean", input: { pred: [-1.5], target: [0.25] }, says: [] },
  {
    loss: "kl-div",
    reduction: "batchmean",
    given: { from: "probs" },
    input: { pred: rows("0 1; 0.5 0.5"), target: rows("0.5 0.5; 1 0") },
    says: [
      "1 value of pred is 0 where target is not: the loss there is infinite, and so is the total; see --eps",
    ],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    given: { from: "probs", log_target: true },
    input: { pred: rows("0 1"), target: rows("-0.6931471805599453 -0.6931471805599453") },
    says: [
      "1 value of pred is 0 where target is not: the loss there is infinite, and so is the total; see --eps",
    ],
  },
  {
    loss: "kl-div",
    reduction: "batchmean",
    given: { from: "probs" },
    input: { pred: rows("0 1; 0.5 0.5"), target: rows("0 1; 1 0") },
    says: [],
  },
  { loss: "kl-div", reduction: "sum", input: { pred: HALVES[0]!, target: [0.25, 0.75] }, says: [] },
  { loss: "kl-div", reduction: "sum", input: { pred: HALVES, target: [[0.25, 0.75]] }, says: [] },
  {
    loss: "kl-div",
    given: { from: "logits" },
    reduction: "batchmean",
    input: { pred: rows("0.2 0.8; 0.5 0.5"), target: rows("0.5 0.5; 0 1") },
    says: [
      "every row of pred sums to 1 (2 rows): these look like probabilities, not logits; use --from probs",
    ],
  },
  {
    loss: "kl-div",
    given: { from: "logits" },
    reduction: "batchmean",
    input: { pred: rows("0.2 0.8; 5 -0.5"), target: rows("0.5 0.5; 0 1") },
    says: [],
  },
  {
    loss: "kl-div",
    given: { from: "logits" },
    input: { pred: [1, 2], target: [0.5, 0.5] },
    refuses: "pred has one number a row, where a distribution has one for each class",
    hint: "name a column for each class, for example --pred 'prob_*'",
  },
  // of single values only the sum of all tells
  ...[
    { pred: [-3, -2], target: [0.25, 0.1], says: [] },
    { pred: [-0.9163, -0.5108], target: [0.4, 0.6], says: [] },
    {
      pred: [0.4, 0.6],
      target: [0.4, 0.6],
      says: [
        "the sum is negative, which that of whole distributions is not: pred or target is none; pred takes log-probabilities, unless --from says otherwise",
      ],
    },
  ].map(({ says, ...input }): Case => ({ loss: "kl-div", reduction: "sum", input, says })),
  {
    loss: "js-divergence",
    input: { pred: rows("0.5 0.5; 0.1 0.1"), target: rows("0.2 0.8; 0 1") },
    says: ["in 1 of 2 rows pred is no distribution: it does not sum to 1; taken as it is"],
  },
  { loss: "js-divergence", input: { pred: [[0.5, 0.5]], target: [[0.2, 0.8]] }, says: [] },
];
