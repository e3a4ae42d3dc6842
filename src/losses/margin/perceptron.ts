import { defineLoss } from "../../core/loss.ts";
import { onMargin, step } from "./margin.ts";

export const perceptron = defineLoss({
  name: "perceptron",
  aliases: ["perceptron-loss"],
  family: "margin",
  summary: "What is wrong costs its distance from the boundary.",
  formula: "t = s x;  max(-t, 0)",
  gradient: "-s  if t < 0,  else  0",
  denominator: "elements",
  relations: ["hinge without the margin"],
  notes: [
    "Labels are -1 and 1; --labels 01 maps 0 to -1.",
    "A score of 0 costs nothing, and has gradient 0.",
  ],
  libraries: { optax: "optax.losses.perceptron_loss", "scikit-learn": "SGDClassifier(loss='perceptron')" },
  reference: "Rosenblatt, The perceptron, 1958",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { optax: { labels: "pm1" }, sklearn: { labels: "pm1" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const short = 0 - v[i]!;
      v[i] = Math.max(short, 0);
      if (g) g[i] = -step(short);
    }
  }),
});
