import { perClass } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { categoricalRanges, categoricalRoles } from "./categorical.ts";
import { probabilityWatches } from "./categorical-watches.ts";
import { perDistribution } from "./per-row.ts";

export const brierMulticlass = defineLoss({
  name: "brier-multiclass",
  aliases: ["multiclass-brier", "multiclass-brier-score"],
  family: "classification",
  summary: "Squared distance of the probabilities from the truth, over all classes.",
  formula: "sum over c of (p_c - q_c)^2",
  gradient: "2 (p - q)",
  denominator: "rows",
  relations: ["of two classes it is twice brier"],
  notes: ["It lies in 0..2. scikit-learn halves it on two classes unless scale_by_half=False."],
  libraries: { "scikit-learn": "sklearn.metrics.brier_score_loss (several classes)" },
  reference: "Brier, Verification of forecasts expressed in terms of probability, 1950",
  example: "fixtures/data/iris.csv --target species",
  roles: categoricalRoles,
  params: {},
  reduction: "mean",
  layout: perClass,
  ranges: () => categoricalRanges("probs"),
  watches: (_, shapes) => probabilityWatches("probs", shapes),
  kernel: (values, _, out, dims) =>
    perDistribution(values, out, dims, (p, q, g) => {
      let sum = 0;
      for (let c = 0; c < p.length; c++) {
        const d = p[c]! - q[c]!;
        sum += d * d;
        if (g) g[c] = 2 * d;
      }
      return sum;
    }),
});
