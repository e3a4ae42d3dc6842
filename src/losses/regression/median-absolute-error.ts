import { ExactSum } from "../../core/exact-sum.ts";
import { defineLoss } from "../../core/loss.ts";
import { column, hasNaN, onAllResiduals } from "./whole-residual.ts";

export const medianAbsoluteError = defineLoss({
  ...onAllResiduals,
  name: "median-absolute-error",
  aliases: ["medae", "median-ae"],
  summary: "The error that half of the rows stay below; outliers do not move it.",
  formula:
    "median |p - t|: the middle one, or the mean of the two in the middle, of sample weights by their sum;  of columns the mean",
  gradient: "sign(p - t) in the middle, half of it for each of two;  rows of the same error share it",
  notes: [
    "It needs all rows at once: rows have no loss of their own.",
    "With --sample-weight it is the error up to which half of the weight is; where that is just half, the mean of it and the next one, as in scikit-learn.",
    "Only the rows in the middle have a gradient, so it is for looking at and not for training.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.median_absolute_error",
    CatBoost: "MedianAbsoluteError (metric)",
  },
  reference: "Rousseeuw, Least median of squares regression, 1984",
  example: "fixtures/data/diabetes.csv",
  weighted: true,
  kernel({ pred, target }, _, { loss, grad }, { rows, weights }) {
    const width = pred.length / rows;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const errors = column(pred, target, width, at);
      const sizes = errors.map(Math.abs);
      const [low, high] = hasNaN(errors) ? NOWHERE : weights ? weightedMiddle(sizes, weights) : middle(sizes);
      // half the sum, which may overflow
      sum += low === high ? low : low + (high - low) / 2;
      if (!grad.pred) continue;
      // rows that count nothing have no part in it
      if (weights) for (let row = 0; row < rows; row++) if (weights[row] === 0) sizes[row] = -1;
      const lows = sizes.filter((size) => size === low).length;
      const highs = sizes.filter((size) => size === high).length;
      const unknown = hasNaN(errors) ? Number.NaN : 0;
      for (let row = 0; row < rows; row++) {
        const size = sizes[row]!;
        const share = (size === low ? 0.5 / lows : 0) + (size === high ? 0.5 / highs : 0) + unknown;
        grad.pred[row * width + at] = share === 0 ? 0 : (Math.sign(errors[row]!) * share) / width + 0;
      }
    }
    loss[0] = sum / width;
  },
});

type Middle = readonly [low: number, high: number];

const NOWHERE: Middle = [Number.NaN, Number.NaN];

function middle(sizes: Float64Array): Middle {
  const sorted = sizes.slice().sort();
  return [sorted[(sorted.length - 1) >> 1]!, sorted[sorted.length >> 1]!];
}

/** Up to the low one there is half of the weight, or more; beyond the high one there is less. */
function weightedMiddle(sizes: Float64Array, weights: Float64Array): Middle {
  const sum = new ExactSum();
  sum.addAll(weights);
  const half = sum.value() / 2;
  // weights such as 0.1 and 0.2 are half of 0.6 but for their rounding
  const slack = 2 * half * Number.EPSILON;
  const order = [...sizes.keys()].filter((row) => weights[row]! > 0).sort((a, b) => sizes[a]! - sizes[b]!);
  sum.clear();
  for (const [i, row] of order.entries()) {
    sum.add(weights[row]!);
    const reached = sum.value();
    if (reached < half - slack) continue;
    const next = order[i + 1];
    return [sizes[row]!, sizes[reached > half + slack || next === undefined ? row : next]!];
  }
  return NOWHERE;
}
