import { defineLoss } from "../../core/loss.ts";
import { onMargin } from "./margin.ts";

export const squaredHinge = defineLoss({
  name: "squared-hinge",
  aliases: ["l2-hinge", "hinge-squared"],
  family: "margin",
  summary: "Hinge, squared: smooth, and harder on large violations.",
  formula: "t = s x;  max(1 - t, 0)^2",
  gradient: "-2 s max(1 - t, 0)",
  denominator: "elements",
  relations: ["hinge, squared value by value", "modified-huber is the same for t of at least -1"],
  notes: ["Labels are -1 and 1; --labels 01 maps 0 to -1. Keras maps only where the whole tensor is 0/1."],
  libraries: {
    Keras: "keras.losses.SquaredHinge",
    "TensorFlow.js": "squaredHinge (layers)",
    "scikit-learn": "SGDClassifier(loss='squared_hinge'), LinearSVC",
  },
  reference: "Chang, Hsieh and Lin, Coordinate descent for large-scale L2-loss linear SVM, 2008",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { keras: { labels: "pm1" }, tfjs: { labels: "pm1" }, sklearn: { labels: "pm1" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const short = Math.max(1 - v[i]!, 0);
      v[i] = short * short;
      if (g) g[i] = -2 * short;
    }
  }),
});
