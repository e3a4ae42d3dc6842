import { defineLoss } from "../../core/loss.ts";
import { onMargin } from "./margin.ts";

export const exponential = defineLoss({
  name: "exponential",
  aliases: ["ExponentialLoss", "adaboost"],
  family: "margin",
  summary: "What AdaBoost minimises; mistakes cost exponentially.",
  formula: "t = s x;  exp(-t)",
  gradient: "-s exp(-t)",
  denominator: "elements",
  relations: ["soft-margin is log(1 + exponential)"],
  notes: [
    "Labels are -1 and 1; --labels 01 maps 0 to -1.",
    "It overflows for a wrong score beyond 709; soft-margin does not.",
    "The score is half the log-odds, as in scikit-learn's gradient boosting.",
  ],
  libraries: { "scikit-learn": "GradientBoostingClassifier(loss='exponential') (0/1 labels)" },
  reference: "Freund and Schapire, A decision-theoretic generalization of on-line learning, 1997",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { sklearn: { labels: "01" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const e = Math.exp(-v[i]!);
      v[i] = e;
      if (g) g[i] = -e;
    }
  }),
});
