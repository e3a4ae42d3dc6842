import { perClass } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";
import { largestOther, oneHotRoles, oneHotWatches, pullOnLargest } from "./scores.ts";

export const multiclassHinge = defineLoss({
  name: "multiclass-hinge",
  aliases: ["multiclass-hinge-loss", "crammer-singer"],
  family: "classification",
  summary: "The true class's score should be 1 above every other (Crammer and Singer).",
  formula: "max(1 + max over c != y of x_c - x_y, 0)",
  gradient: "1 at the largest other score, -1 at y;  0 where the loss is 0",
  denominator: "rows",
  relations: ["multi-margin adds up over all classes", "on two classes it is hinge at t = x_y - x_other"],
  notes: ["Keras's categorical-hinge is another loss: it compares with 0 as well."],
  libraries: {
    optax: "optax.losses.multiclass_hinge_loss",
    "scikit-learn": "sklearn.metrics.hinge_loss (several classes)",
    CatBoost: "HingeLoss (metric, several classes)",
  },
  reference:
    "Crammer and Singer, On the algorithmic implementation of multiclass kernel-based vector machines, 2001",
  example: "fixtures/data/digits.csv --target digit",
  roles: oneHotRoles,
  params: {},
  reduction: "mean",
  layout: perClass,
  watches: (_, shapes) => oneHotWatches(shapes),
  kernel: (values, _, out, dims) =>
    perIndex(values, out, dims, (x, y, g) => {
      const largest = largestOther(x, y);
      // of large scores the difference keeps the 1
      const short = 1 - (x[y]! - largest);
      if (g && short <= 0) g.fill(0);
      else if (g) pullOnLargest(x, largest, y, g);
      return Math.max(short, 0);
    }),
});
