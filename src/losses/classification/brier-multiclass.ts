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
  formula: "sum over c of (p_c - q_c)^2, half of it with --half",
  gradient: "2 (p - q), half of it with --half",
  denominator: "rows",
  relations: ["of two classes it is twice brier; with --half it is brier"],
  notes: [
    "It lies in 0..2, with --half in 0..1. scikit-learn's scale_by_half halves it, on two classes unless told otherwise.",
  ],
  libraries: { "scikit-learn": "sklearn.metrics.brier_score_loss (several classes)" },
  reference: "Brier, Verification of forecasts expressed in terms of probability, 1950",
  example: "fixtures/data/iris.csv --target species",
  roles: categoricalRoles,
  params: { half: { kind: "flag", default: false, about: "half of it" } },
  reduction: "mean",
  layout: perClass,
  ranges: () => categoricalRanges("probs"),
  watches: (_, shapes) => probabilityWatches("probs", shapes),
  kernel(values, { half }, out, dims) {
    const scale = half ? 0.5 : 1;
    perDistribution(values, out, dims, (p, q, g) => {
      let sum = 0;
      for (let c = 0; c < p.length; c++) {
        const d = p[c]! - q[c]!;
        sum += d * d;
        if (g) g[c] = 2 * scale * d;
      }
      return scale * sum;
    });
  },
});
