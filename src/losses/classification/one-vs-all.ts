import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { sigmoidFactor } from "./binary.ts";
import { probabilitiesAsLogits, takeLogits } from "./binary-watches.ts";
import { perIndex } from "./per-row.ts";

export const oneVsAll = defineLoss({
  name: "one-vs-all",
  aliases: ["one-vs-rest", "ova", "ovr", "multiclass-one-vs-all", "multiclassova"],
  family: "classification",
  summary: "A yes-or-no question for each class: is it this one?",
  formula:
    "sum over c of bce-with-logits(x_c, [c = y]);  over C with --average;  with --sigmoid a of a x_c for x_c",
  gradient: "sigmoid(x_c) - [c = y];  over C with --average, and times a with --sigmoid a",
  denominator: "rows",
  relations: ["bce-with-logits on one-hot rows, added up"],
  notes: [
    "LightGBM adds up over the classes, CatBoost averages. LightGBM multiplies scores by its parameter sigmoid, 1 by default: --sigmoid.",
  ],
  libraries: { LightGBM: "multiclassova", CatBoost: "MultiClassOneVsAll (averaged)" },
  reference: "Rifkin and Klautau, In defense of one-vs-all classification, 2004",
  example: "fixtures/data/digits.csv --target digit",
  roles: {
    pred: { kind: "real", about: "a logit for each class", grad: true },
    target: { kind: "class", about: "class indices from 0, or class names" },
  },
  params: {
    average: { kind: "flag", default: false, about: "divide by the number of classes" },
    sigmoid: sigmoidFactor,
  },
  reduction: "mean",
  like: { lightgbm: { average: false }, catboost: { average: true } },
  layout: perClassIndex,
  watches: () => [probabilitiesAsLogits(takeLogits)],
  kernel: (values, { average, sigmoid: factor = 1 }, out, dims) =>
    perIndex(values, out, dims, (x, y, g) => {
      const parts = average ? x.length : 1;
      let sum = 0;
      for (let c = 0; c < x.length; c++) {
        const t = c === y ? factor * x[c]! : -factor * x[c]!;
        sum += Math.max(-t, 0) + log1pExpNegAbs(t);
        if (g) g[c] = (factor * (c === y ? -sigmoid(-t) : sigmoid(-t))) / parts;
      }
      return sum / parts;
    }),
});
