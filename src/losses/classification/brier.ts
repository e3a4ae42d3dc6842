import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { binaryRanges } from "./binary.ts";

export const brier = defineLoss({
  name: "brier",
  aliases: ["brier-score", "brier-score-loss", "quadratic-score"],
  family: "classification",
  summary: "Squared error of a probability.",
  formula: "(p - t)^2",
  gradient: "2 (p - t)",
  denominator: "elements",
  relations: ["mse on probabilities", "brier-multiclass of the two classes is twice this"],
  notes: [
    "Probabilities outside 0..1 are an error, as in scikit-learn.",
    "Labels may have names or other values: --classes benign,malignant says which counts as 0, and which as 1, as scikit-learn's pos_label.",
  ],
  libraries: { "scikit-learn": "sklearn.metrics.brier_score_loss", CatBoost: "BrierScore (metric)" },
  reference: "Brier, Verification of forecasts expressed in terms of probability, 1950",
  example: "fixtures/data/breast_cancer.csv --pred prob",
  roles: {
    pred: { kind: "real", about: "probability of label 1", grad: true },
    target: { kind: "label", about: "0 or 1 (also true, false), or a probability in between" },
  },
  params: {},
  reduction: "mean",
  layout: elementwise,
  ranges: () => binaryRanges("probs"),
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      loss[i] = d * d;
      if (g) g[i] = 2 * d;
    }
  },
});
