import { perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";
import { largestOther, pullOnLargest, scoreRoles } from "./scores.ts";

export const multiclassPerceptron = defineLoss({
  name: "multiclass-perceptron",
  aliases: ["multiclass-perceptron-loss"],
  family: "classification",
  summary: "By how much the largest score exceeds the true class's.",
  formula: "max over c of x_c - x_y",
  gradient: "1 at the largest score, -1 at y;  0 where y has the largest",
  denominator: "rows",
  relations: ["multiclass-hinge without the margin"],
  libraries: { optax: "optax.losses.multiclass_perceptron_loss" },
  reference: "Collins, Discriminative training methods for hidden Markov models, 2002",
  example: "fixtures/data/digits.csv --target digit",
  roles: scoreRoles,
  params: {},
  reduction: "mean",
  layout: perClassIndex,
  kernel: (values, _, out, dims) =>
    perIndex(values, out, dims, (x, y, g) => {
      const largest = largestOther(x, y);
      const short = largest - x[y]!;
      if (g && short <= 0) g.fill(0);
      else if (g) pullOnLargest(x, largest, y, g);
      return Math.max(short, 0);
    }),
});
