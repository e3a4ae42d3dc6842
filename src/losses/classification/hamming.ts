import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";

export const hamming = defineLoss({
  name: "hamming",
  aliases: ["hamming-loss"],
  family: "classification",
  summary: "Share of wrong labels, each label of a row by itself.",
  formula: "[(p > threshold) != t]",
  gradient: "none: it counts",
  denominator: "elements: labels of all rows",
  relations: ["zero-one, where a row has one label"],
  notes: ["scikit-learn takes decisions; predictions of 0 and 1 are that, at any threshold in between."],
  libraries: { "scikit-learn": "sklearn.metrics.hamming_loss", CatBoost: "HammingLoss (metric)" },
  reference: "Tsoumakas and Katakis, Multi-label classification: an overview, 2007",
  example: "'[[0.9,0.2,0.7],[0.1,0.6,0.4]]' '[[1,0,1],[0,0,0]]'",
  roles: {
    pred: { kind: "real", about: "probability of each label, or 0 and 1" },
    target: { kind: "label", about: "0 or 1" },
  },
  params: { threshold: { kind: "number", default: 0.5, about: "what is above it is decided as 1" } },
  reduction: "mean",
  layout: elementwise,
  ranges: () => ({ target: { values: [0, 1], hint: "labels are 0 or 1; are pred and target swapped?" } }),
  kernel({ pred, target }, { threshold }, { loss }) {
    for (let i = 0; i < loss.length; i++) {
      const [p, t] = [pred[i]!, target[i]!];
      loss[i] = Number.isNaN(p + t) ? Number.NaN : Number(p > threshold !== (t === 1));
    }
  },
});
