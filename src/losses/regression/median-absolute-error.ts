import { defineLoss } from "../../core/loss.ts";
import { column, hasNaN, onAllResiduals } from "./whole-residual.ts";

export const medianAbsoluteError = defineLoss({
  ...onAllResiduals,
  name: "median-absolute-error",
  aliases: ["medae", "median-ae"],
  summary: "The error that half of the rows stay below; outliers do not move it.",
  formula: "median |p - t|: the middle one, or the mean of the two in the middle;  of columns the mean",
  gradient: "sign(p - t) in the middle, half of it for each of two;  rows of the same error share it",
  notes: [
    "It needs all rows at once: rows have no loss of their own.",
    "Only the rows in the middle have a gradient, so it is for looking at and not for training.",
  ],
  libraries: {
    "scikit-learn": "sklearn.metrics.median_absolute_error",
    CatBoost: "MedianAbsoluteError (metric)",
  },
  reference: "Rousseeuw, Least median of squares regression, 1984",
  example: "fixtures/data/diabetes.csv",
  kernel({ pred, target }, _, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    let sum = 0;
    for (let at = 0; at < width; at++) {
      const errors = column(pred, target, width, at);
      const sizes = errors.map(Math.abs).sort();
      const unknown = hasNaN(errors) ? Number.NaN : 0;
      const low = sizes[(rows - 1) >> 1]! + unknown;
      const high = sizes[rows >> 1]! + unknown;
      // half the sum, which may overflow
      sum += low === high ? low : low + (high - low) / 2;
      if (!grad.pred) continue;
      const lows = sizes.filter((size) => size === low).length;
      const highs = sizes.filter((size) => size === high).length;
      for (let row = 0; row < rows; row++) {
        const size = Math.abs(errors[row]!);
        const share = (size === low ? 0.5 / lows : 0) + (size === high ? 0.5 / highs : 0) + unknown;
        grad.pred[row * width + at] = share === 0 ? 0 : (Math.sign(errors[row]!) * share) / width + 0;
      }
    }
    loss[0] = sum / width;
  },
});
