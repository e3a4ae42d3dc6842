import { defineLoss } from "../../core/loss.ts";
import { onMargin } from "./margin.ts";

export const sparsemaxBinary = defineLoss({
  name: "sparsemax-binary",
  aliases: ["binary-sparsemax", "binary-sparsemax-loss", "sparsemax-loss"],
  family: "margin",
  summary: "Sparsemax of two classes: a hinge with a rounded corner.",
  formula: "t = s x;  0  if t >= 1;  -t  if t <= -1;  else  (1 - t)^2 / 4",
  gradient: "0  if t >= 1;  -s  if t <= -1;  else  -s (1 - t) / 2",
  denominator: "elements",
  relations: ["multiclass-sparsemax on the scores (0, x)"],
  notes: ["optax takes labels 0 and 1: --labels 01."],
  libraries: { optax: "optax.losses.sparsemax_loss (0/1 labels)" },
  reference: "Martins and Astudillo, From softmax to sparsemax, 2016",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { optax: { labels: "01" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const t = v[i]!;
      const short = Math.max(1 - t, 0);
      v[i] = t <= -1 ? -t : 0.25 * short * short;
      if (g) g[i] = t <= -1 ? -1 : -0.5 * short;
    }
  }),
});
