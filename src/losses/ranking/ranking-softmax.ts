import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { logitTerms } from "../classification/categorical.ts";

export const rankingSoftmax = defineLoss({
  name: "ranking-softmax",
  aliases: ["listnet", "query-softmax", "ranking-softmax-loss"],
  family: "ranking",
  summary: "Cross-entropy of a list's relevances with the softmax of its scores.",
  formula: "-sum_i y_i log softmax(x)_i, over the items of a list",
  gradient: "softmax(x) sum_i y_i - y",
  denominator: "lists, one a row",
  relations: ["cross-entropy with distributions, where the relevances need not sum to 1"],
  notes: [
    "A row is a list: a column for each item. CatBoost's QuerySoftMax divides by the relevances and has a beta.",
  ],
  libraries: { optax: "optax.losses.ranking_softmax_loss", CatBoost: "QuerySoftMax" },
  reference: "Cao, Qin, Liu, Tsai and Li, Learning to rank: from pairwise to listwise approach, 2007",
  example: "'[[2,0.5,-1],[0,1,3]]' '[[1,0,0],[0,1,2]]'",
  roles: {
    pred: { kind: "real", about: "scores of the items of a list", grad: true },
    target: { kind: "real", about: "relevance of each item, 0 or more" },
  },
  params: {},
  reduction: "mean",
  layout: (shapes) => vectors(shapes),
  ranges: () => ({ target: { min: 0, hint: "relevances are at least 0; are pred and target swapped?" } }),
  kernel({ pred, target }, _, { loss, grad }, { rows }) {
    const items = pred.length / rows;
    for (let row = 0; row < rows; row++) {
      const relevance = target.subarray(row * items, (row + 1) * items);
      loss[row] = logitTerms(pred, row * items, 1, relevance, true, grad.pred);
    }
  },
});
