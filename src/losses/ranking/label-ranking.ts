import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { hasNaN, multiHotRanges, multiHotRoles } from "./multi-hot.ts";

export const labelRanking = defineLoss({
  name: "label-ranking",
  aliases: ["label-ranking-loss"],
  family: "ranking",
  summary: "Share of the pairs of a right and a wrong label that are in the wrong order.",
  formula: "#{(i, j): y_i = 1, y_j = 0, x_i <= x_j} / (#{y = 1} #{y = 0})",
  gradient: "none: it counts",
  denominator: "rows",
  relations: ["1 - AUC of each row, where no scores are equal"],
  notes: ["Equal scores count as wrong. Rows where all labels or none are right cost 0."],
  libraries: { "scikit-learn": "sklearn.metrics.label_ranking_loss" },
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
      let right = 0;
      let wrong = 0;
      for (let i = 0; i < labels; i++) {
        if (y[i] !== 1) continue;
        right++;
        for (let j = 0; j < labels; j++) if (y[j] === 0 && x[j]! >= x[i]!) wrong++;
      }
      const pairs = right * (labels - right);
      loss[row] = hasNaN(x, y) ? Number.NaN : pairs === 0 ? 0 : wrong / pairs;
    }
  },
});
