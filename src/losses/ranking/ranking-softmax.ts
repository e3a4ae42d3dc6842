import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { logitTerms } from "../classification/categorical.ts";

export const rankingSoftmax = defineLoss({
  name: "ranking-softmax",
  aliases: ["listnet", "query-softmax", "ranking-softmax-loss"],
  family: "ranking",
  summary: "Cross-entropy of a list's relevances with the softmax of its scores.",
  formula: "-sum_i y_i log softmax(beta x)_i, over the items of a list",
  gradient: "beta (softmax(beta x) sum_i y_i - y)",
  denominator: "lists, one a row; with --mean-over relevance the sum of all relevances",
  relations: ["cross-entropy with distributions, where the relevances need not sum to 1"],
  notes: [
    "A row is a list: a column for each item. CatBoost's QuerySoftMax divides the sum by that of all relevances: --mean-over relevance.",
    "The weights of optax's items multiply their relevances, which can be done before.",
  ],
  libraries: {
    optax: "optax.losses.ranking_softmax_loss",
    CatBoost: "QuerySoftMax (divided by the relevances)",
  },
  reference: "Cao, Qin, Liu, Tsai and Li, Learning to rank: from pairwise to listwise approach, 2007",
  example: "'[[2,0.5,-1],[0,1,3]]' '[[1,0,0],[0,1,2]]'",
  roles: {
    pred: { kind: "real", about: "scores of the items of a list", grad: true },
    target: { kind: "real", about: "relevance of each item, 0 or more" },
  },
  params: {
    beta: {
      kind: "number",
      above: 0,
      default: 1,
      about: "what scores are multiplied by: how sharp the softmax is",
    },
    mean_over: {
      kind: "choice",
      choices: ["lists", "relevance"],
      default: "lists",
      about: "what the mean divides by",
    },
  },
  reduction: "mean",
  like: {
    optax: { beta: 1, mean_over: "lists" },
    catboost: { beta: 1, mean_over: "relevance" },
  },
  layout: (shapes, { mean_over }) => ({ ...vectors(shapes), counted: mean_over === "relevance" }),
  ranges: () => ({ target: { min: 0, hint: "relevances are at least 0; are pred and target swapped?" } }),
  kernel({ pred, target }, { beta }, { loss, grad, mass }, { rows }) {
    const items = pred.length / rows;
    const scores = beta === 1 ? pred : pred.map((x) => beta * x);
    for (let row = 0; row < rows; row++) {
      const relevance = target.subarray(row * items, (row + 1) * items);
      loss[row] = logitTerms(scores, row * items, 1, relevance, true, grad.pred);
      if (mass) mass[row] = relevance.reduce((sum, y) => sum + y, 0);
    }
    if (beta !== 1 && grad.pred) for (let i = 0; i < pred.length; i++) grad.pred[i]! *= beta;
  },
});
