import { InputError } from "../../core/errors.ts";
import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { rowWatch } from "../watch.ts";
import { deltaParam } from "./quantile.ts";
import { residualRoles } from "./residual.ts";

export const multiQuantile = defineLoss({
  name: "multi-quantile",
  aliases: ["multi-quantile-loss", "multi-pinball"],
  family: "regression",
  summary: "Quantile loss of several quantiles of one value, a column of predictions for each.",
  formula:
    "alpha_k (t - p_k)  if t > p_k,  else  (1 - alpha_k) (p_k - t),  for each level k;  with delta of max(|p_k - t| - delta, 0)",
  gradient: "-alpha_k  if t > p_k,  1 - alpha_k  if t < p_k,  0 where they are within delta of each other",
  denominator: "elements of pred: rows times levels",
  relations: ["the mean of quantile over the levels"],
  notes: [
    "--alpha has a level for each column of pred, in their order; libraries have no default for it.",
    "CatBoost's metric takes 1e-6 off the size of every residual: --delta.",
  ],
  libraries: {
    CatBoost: "MultiQuantile (alpha has no default)",
    XGBoost: "reg:quantileerror, quantile (with a list as quantile_alpha)",
  },
  reference: "Koenker and Bassett, Regression quantiles, 1978",
  example: "'[[0.5,2,4],[-1,0,0.5]]' 2.5,-1.5",
  roles: {
    pred: { kind: "real", about: "predictions f(x), a column for each level", grad: true },
    target: residualRoles.target,
  },
  params: {
    alpha: {
      kind: "numbers",
      min: 0,
      max: 1,
      default: [0.1, 0.5, 0.9],
      about: "the quantiles, one a column of pred: 0.1,0.5,0.9 or @file; each weighs t > p",
    },
    delta: deltaParam,
  },
  reduction: "mean",
  like: { catboost: { delta: 1e-6 }, xgboost: { delta: 0 } },
  layout(shapes, { alpha }) {
    vectors(shapes, ["target"]);
    const [columns = 1] = shapes.pred;
    if (alpha.length !== columns)
      throw new InputError(`--alpha has ${alpha.length} values, pred has ${plural(columns, "column")}`);
    return { out: [columns] };
  },
  watches: ({ alpha }) => [crossing(alpha)],
  kernel({ pred, target }, { alpha, delta }, { loss, grad }, { rows }) {
    const g = grad.pred;
    const levels = alpha.length;
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < levels; k++) {
        const i = row * levels + k;
        const d = pred[i]! - target[row]!;
        const weight = d < 0 ? alpha[k]! : 1 - alpha[k]!;
        const size = Math.max(Math.abs(d) - delta, 0);
        loss[i] = weight * size;
        if (g) g[i] = size === 0 ? 0 : weight * Math.sign(d);
      }
    }
  },
});

/** A quantile of a lower level is never above one of a higher level. */
function crossing(alpha: readonly number[]) {
  const order = [...alpha.keys()].sort((a, b) => alpha[a]! - alpha[b]!);
  return rowWatch<"pred" | "target">({
    role: "pred",
    rows: "any",
    find({ pred }, row, width) {
      for (let k = 1; k < width; k++) {
        const [low, high] = [row * width + order[k - 1]!, row * width + order[k]!];
        if (alpha[order[k - 1]!]! < alpha[order[k]!]! && pred[low]! > pred[high]!) return low;
      }
      return -1;
    },
    says: (count, samples) =>
      `in ${count} of ${plural(samples, "row")} the quantile of a lower level is above that of a higher one: are the columns in the order of --alpha?`,
  });
}
