import { perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";
import { scoreRoles } from "./scores.ts";

export const multiclassSparsemax = defineLoss({
  name: "multiclass-sparsemax",
  aliases: ["multiclass-sparsemax-loss", "sparsemax"],
  family: "classification",
  summary: "Cross-entropy's sibling for sparsemax, whose probabilities can be exactly 0.",
  formula: "(|onehot_y - x|^2 - |P(x) - x|^2) / 2,  P the projection onto the simplex",
  gradient: "P(x) - onehot_y",
  denominator: "rows",
  relations: ["sparsemax-binary on two classes"],
  notes: ["It is 0 as soon as the true class's score is 1 above every other."],
  libraries: { optax: "optax.losses.multiclass_sparsemax_loss" },
  reference: "Martins and Astudillo, From softmax to sparsemax, 2016",
  example: "fixtures/data/digits.csv --target digit",
  roles: scoreRoles,
  params: {},
  reduction: "mean",
  layout: perClassIndex,
  kernel(values, _, out, dims) {
    const p = new Float64Array(dims.shapes.pred[0]!);
    perIndex(values, out, dims, (x, y, g) => {
      project(x, p);
      // sum p_c (x_c - x_y) + (1 - |p|^2) / 2: no square of a score, which would cancel
      let loss = 0;
      for (let c = 0; c < x.length; c++) {
        if (p[c] !== 0) loss += p[c]! * (x[c]! - x[y]! + 0.5 * (1 - p[c]!));
        if (g) g[c] = c === y ? p[c]! - 1 : p[c]!;
      }
      return Math.max(loss, 0);
    });
  },
});

/** The nearest point of the simplex (Held, Wolfe and Crowder, 1974): a threshold is taken from all scores. */
function project(x: Float64Array, p: Float64Array): void {
  const sorted = Float64Array.from(x).sort().reverse();
  const top = Math.max(...sorted);
  let sum = 0;
  let threshold = Number.NaN;
  for (let k = 1; k <= x.length; k++) {
    const gap = sorted[k - 1]! - top;
    sum += gap;
    if (1 + k * gap > sum) threshold = (sum - 1) / k;
  }
  for (let c = 0; c < x.length; c++) p[c] = Math.max(x[c]! - top - threshold, 0);
}
