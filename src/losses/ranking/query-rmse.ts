import { ExactSum } from "../../core/exact-sum.ts";
import { defineLoss } from "../../core/loss.ts";
import { rootKernel } from "../regression/root.ts";
import { hasNaN } from "../regression/whole-residual.ts";
import {
  aloneInGroups,
  factorsWithin,
  groupRole,
  oneNumberARow,
  rowsByGroup,
  sameWithinGroups,
} from "./queries.ts";

export const queryRmse = defineLoss({
  name: "query-rmse",
  aliases: [],
  family: "ranking",
  summary: "rmse of scores whose level within each query does not matter.",
  formula:
    "sqrt(mean (e - mean of e over its group)^2),  e = p - t;  both means by sample weights where there are any",
  gradient:
    "w (e - mean of e over its group) / (W loss),  W the sum of the weights w, or of as many 1 as rows; 0 where the loss is 0",
  denominator: "nothing: one number for all rows",
  relations: ["rmse, where the errors of each group have mean 0"],
  notes: [
    "It needs all rows at once: rows have no loss of their own.",
    "A group that is one row costs nothing, but counts in the mean. CatBoost wants the rows of a group next to each other; here they may stand anywhere.",
    "Where the errors of each group are all the same there is no gradient: autograd gives NaN, here it is 0, with a warning.",
  ],
  libraries: { CatBoost: "QueryRMSE" },
  reference: "CatBoost, Ranking: objectives and metrics",
  example: "2,0.5,-1,0.3,1 1,0,0,1,3 1,1,1,2,2",
  roles: {
    pred: { kind: "real", about: "predicted score of an item", grad: true },
    target: { kind: "real", about: "its relevance" },
    group: groupRole,
  },
  params: {},
  reduction: "mean",
  whole: () => "value",
  weighted: true,
  layout(shapes) {
    oneNumberARow("query-rmse", shapes);
    return { out: [] };
  },
  watches: () => [
    aloneInGroups("each is its own mean, and the loss is 0"),
    sameWithinGroups(
      "pred",
      ({ pred, target }, row) => pred[row]! - target[row]!,
      () => "within each group all errors are the same: a root has no gradient at 0, and 0 stands for it",
    ),
  ],
  kernel({ pred, target, group }, _, out, dims) {
    const errors = pred.map((p, row) => p - target[row]!);
    for (const rows of rowsByGroup(group)) centre(errors, rows, dims.weights);
    // without its group no row is known
    if (hasNaN(group)) errors.fill(Number.NaN);
    rootKernel(errors, "elements", out, dims);
  },
});

/** Takes the mean of some errors off each; from the first on, so that what they have in common does not cancel. */
function centre(errors: Float64Array, rows: readonly number[], weights?: Float64Array): void {
  const counting = weights ? rows.filter((row) => weights[row]! > 0) : rows;
  if (counting.length === 0) return;
  const factor = factorsWithin(counting, weights);
  const total = counting.reduce((sum, row) => sum + factor(row), 0);
  const first = errors[counting[0]!]!;
  const sum = new ExactSum();
  // a share each, for their sum may be more than a double holds
  for (const row of counting) sum.add((errors[row]! - first) * (factor(row) / total));
  const mean = sum.value();
  for (const row of rows) errors[row] = errors[row]! - first - mean;
}
