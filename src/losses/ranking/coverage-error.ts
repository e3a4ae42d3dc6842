import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { hasNaN, multiHotRanges, multiHotRoles } from "./multi-hot.ts";

export const coverageError = defineLoss({
  name: "coverage-error",
  aliases: ["coverage"],
  family: "ranking",
  summary: "How far down the ranking one must go to find all the right labels.",
  formula: "#{j: x_j >= min over y_i = 1 of x_i}",
  gradient: "none: it counts",
  denominator: "rows",
  notes: ["The best value is the mean number of right labels, not 0. Rows without a right label cost 0."],
  libraries: { "scikit-learn": "sklearn.metrics.coverage_error" },
  reference: "Tsoumakas, Katakis and Vlahavas, Mining multi-label data, 2010",
  example: "'[[0.3,-1,2],[1,0,0.5]]' '[[1,0,1],[0,1,0]]'",
  roles: multiHotRoles,
  params: {},
  reduction: "mean",
  layout: (shapes) => vectors(shapes),
  ranges: multiHotRanges,
  kernel({ pred, target }, _, { loss }, { rows }) {
    const labels = pred.length / rows;
    for (let row = 0; row < rows; row++) {
      const x = pred.subarray(row * labels, (row + 1) * labels);
      const y = target.subarray(row * labels, (row + 1) * labels);
      let lowest = Infinity;
      for (let i = 0; i < labels; i++) if (y[i] === 1) lowest = Math.min(lowest, x[i]!);
      let depth = 0;
      for (let i = 0; i < labels; i++) if (x[i]! >= lowest && lowest < Infinity) depth++;
      loss[row] = hasNaN(x, y) ? Number.NaN : depth;
    }
  },
});
