import { defineLoss } from "../../core/loss.ts";
import { onMargin } from "./margin.ts";

export const modifiedHuber = defineLoss({
  name: "modified-huber",
  aliases: ["modified-huber-loss"],
  family: "margin",
  summary: "Squared hinge that goes on as a line: tolerant of outliers.",
  formula: "t = s x;  max(1 - t, 0)^2  if t >= -1,  else  -4 t",
  gradient: "-2 s max(1 - t, 0)  if t >= -1,  else  -4 s",
  denominator: "elements",
  relations: ["squared-hinge for t of at least -1"],
  notes: ["Labels are -1 and 1; --labels 01 maps 0 to -1.", "huber is another loss, for regression."],
  libraries: { "scikit-learn": "SGDClassifier(loss='modified_huber')" },
  reference: "Zhang, Solving large scale linear prediction problems using SGD, 2004",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { sklearn: { labels: "pm1" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const t = v[i]!;
      const short = Math.max(1 - t, 0);
      v[i] = t < -1 ? -4 * t : short * short;
      if (g) g[i] = t < -1 ? -4 : -2 * short;
    }
  }),
});
