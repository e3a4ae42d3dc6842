import { checkClassWeights, classDims, perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perIndex } from "./per-row.ts";
import { scoreRoles } from "./scores.ts";

export const multiMargin = defineLoss({
  name: "multi-margin",
  aliases: ["MultiMarginLoss", "weston-watkins"],
  family: "classification",
  summary: "The true class's score should be a margin above each other one; adds up what is short.",
  formula: "w_y sum over c != y of max(margin - x_y + x_c, 0)^p / C",
  gradient: "w_y p z^(p - 1) / C at each c with z = margin - x_y + x_c > 0, less their sum at y",
  denominator: "rows; the weights are not in it",
  relations: ["multiclass-hinge takes the largest instead of the sum"],
  notes: [
    "The weight multiplies after the power, whatever older documentation of torch says.",
    "torch reads a NaN score as a loss of 0; here it is NaN.",
  ],
  libraries: { PyTorch: "torch.nn.MultiMarginLoss" },
  reference: "Weston and Watkins, Support vector machines for multi-class pattern recognition, 1999",
  example: "fixtures/data/digits.csv --target digit --p 2",
  roles: scoreRoles,
  params: {
    p: { kind: "number", integer: true, min: 1, max: 2, default: 1, about: "power: 1 or 2" },
    margin: { kind: "number", default: 1, about: "by how much the true class should be above" },
    weight: { kind: "numbers", min: 0, about: "class weights, one a class: 1,2,3 or @file" },
  },
  reduction: "mean",
  like: { torch: { p: 1, margin: 1 } },
  layout(shapes, { weight }) {
    const layout = perClassIndex(shapes);
    checkClassWeights(weight, classDims(shapes.pred).classes);
    return layout;
  },
  kernel: (values, { p, margin, weight }, out, dims) =>
    perIndex(values, out, dims, (x, y, g) => {
      const share = (weight ? weight[y]! : 1) / x.length;
      let sum = 0;
      let pull = 0;
      for (let c = 0; c < x.length; c++) {
        // of large scores the difference keeps the margin
        const short = c === y ? 0 : Math.max(margin - (x[y]! - x[c]!), 0);
        sum += p === 2 ? short * short : short;
        const slope = short > 0 ? share * (p === 2 ? 2 * short : 1) : share * short;
        pull += slope;
        if (g) g[c] = slope;
      }
      if (g) g[y] = -pull;
      return share * sum;
    }),
});
