import { perClass } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { categoricalRoles } from "./categorical.ts";
import { categoricalWatches } from "./categorical-watches.ts";
import { fromParam, probabilityRanges } from "./from.ts";
import { probabilityKernel } from "./softmax.ts";

export const poly1CrossEntropy = defineLoss({
  name: "poly1-cross-entropy",
  aliases: ["poly-loss", "poly-loss-cross-entropy", "poly1"],
  family: "classification",
  summary: "Cross-entropy with a weight on its first term as a polynomial.",
  formula: "sum over c of q_c (-log p_c + epsilon (1 - p_c)),  p = softmax(z)",
  gradient: "(1 + epsilon p_y)(p - onehot_y), on a class index",
  denominator: "rows",
  relations: ["at epsilon 0 it is cross-entropy"],
  notes: [
    "For distributions the second term is epsilon (1 - sum q p) only where q sums to 1; here it is optax's sum.",
  ],
  libraries: { optax: "optax.losses.poly_loss_cross_entropy" },
  reference: "Leng et al., PolyLoss, 2022",
  example: "fixtures/data/digits.csv --target digit --epsilon 1",
  roles: categoricalRoles,
  params: {
    from: fromParam("logits"),
    epsilon: { kind: "number", default: 2, about: "what is added to the coefficient of 1 - p" },
  },
  reduction: "mean",
  like: { optax: { epsilon: 2 } },
  layout: perClass,
  ranges: ({ from }) => probabilityRanges(from),
  watches: ({ from }, shapes) =>
    categoricalWatches({ from, label_smoothing: 0, weight: undefined, ignore_index: undefined }, shapes),
  kernel: (values, { from, epsilon }, out, dims) =>
    probabilityKernel(values, from, out, dims, ({ p, log, rest }, q, w) => {
      let sum = 0;
      for (let c = 0; c < p.length; c++) {
        sum += q[c] === 0 ? 0 * p[c]! : q[c]! * (epsilon * rest[c]! - log[c]!);
        w[c] = -q[c]! * (1 + epsilon * p[c]!);
      }
      return sum + 0;
    }),
});
