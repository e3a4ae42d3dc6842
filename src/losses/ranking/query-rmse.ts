import { ExactSum } from "../../core/exact-sum.ts";
import { defineLoss } from "../../core/loss.ts";
import { rootMeanSquare } from "../regression/root.ts";
import { hasNaN } from "../regression/whole-residual.ts";
import { aloneInGroups, groupRole, oneNumberARow, rowsByGroup, sameWithinGroups } from "./queries.ts";

export const queryRmse = defineLoss({
  name: "query-rmse",
  aliases: [],
  family: "ranking",
  summary: "rmse of scores whose level within each query does not matter.",
  formula: "sqrt(mean (e - mean of e over its group)^2),  e = p - t",
  gradient: "(e - mean of e over its group) / (N loss),  N the rows; 0 where the loss is 0",
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
  kernel({ pred, target, group }, _, { loss, grad }) {
    const errors = pred.map((p, row) => p - target[row]!);
    const unknown = hasNaN(group);
    for (const rows of rowsByGroup(group)) centre(errors, rows);
    const root = unknown ? Number.NaN : rootMeanSquare(errors);
    loss[0] = root;
    const g = grad.pred;
    for (let row = 0; g && row < g.length; row++)
      g[row] = root === 0 ? 0 : errors[row]! / root / errors.length + 0;
  },
});

/** Takes the mean of some errors off each; from the first on, so that what they have in common does not cancel. */
function centre(errors: Float64Array, rows: readonly number[]): void {
  const first = errors[rows[0]!]!;
  const sum = new ExactSum();
  // a share each, for their sum may be more than a double holds
  for (const row of rows) sum.add((errors[row]! - first) / rows.length);
  const mean = sum.value();
  for (const row of rows) errors[row] = errors[row]! - first - mean;
}
