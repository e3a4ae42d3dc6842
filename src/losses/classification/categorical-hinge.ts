import { perClass } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";
import { largestOther, oneHotRoles, oneHotWatches, pullOnLargest } from "./scores.ts";

export const categoricalHinge = defineLoss({
  name: "categorical-hinge",
  aliases: ["categorical-hinge-loss"],
  family: "classification",
  summary: "Keras's hinge on classes: the largest other score, or 0, against the true class's.",
  formula: "max(1 + max(0, x_c over c != y) - x_y, 0)",
  gradient: "1 at the largest other score if it is above 0, -1 at y;  0 where the loss is 0",
  denominator: "rows",
  relations: ["multiclass-hinge where some other score is above 0"],
  notes: [
    "Keras multiplies the scores by 1 - onehot, so the true class takes part in the maximum as a 0: where all others are negative it differs from multiclass-hinge.",
    "Keras takes one-hot rows alone; here class indices and names go too. Other distributions, of which Keras makes a number, are an error.",
  ],
  libraries: { Keras: "keras.losses.CategoricalHinge", "TensorFlow.js": "categoricalHinge (layers)" },
  reference: "Weston and Watkins, Support vector machines for multi-class pattern recognition, 1999",
  example: "fixtures/data/digits.csv --target digit",
  roles: oneHotRoles,
  params: {},
  reduction: "mean",
  layout: perClass,
  watches: (_, shapes) => oneHotWatches(shapes),
  kernel: (values, _, out, dims) =>
    perIndex(values, out, dims, (x, y, g) => {
      const other = largestOther(x, y);
      // of large scores the difference keeps the 1
      const short = 1 - (x[y]! - Math.max(other, 0));
      if (g && short <= 0) g.fill(0);
      else if (g && other <= 0) {
        g.fill(0);
        g[y] = -1;
      } else if (g) pullOnLargest(x, other, y, g);
      return Math.max(short, 0);
    }),
});
