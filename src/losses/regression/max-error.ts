import { defineLoss } from "../../core/loss.ts";
import { column, onAllResiduals } from "./whole-residual.ts";

export const maxError = defineLoss({
  ...onAllResiduals,
  name: "max-error",
  aliases: ["maximum-error", "max-absolute-error", "worst-error"],
  summary: "The largest error of all rows.",
  formula: "max |p - t|",
  gradient: "sign(p - t) where the error is the largest; several that are share it;  0 elsewhere",
  notes: [
    "It needs all rows at once: rows have no loss of their own.",
    "scikit-learn takes one column; of several here the largest error counts.",
  ],
  libraries: { "scikit-learn": "sklearn.metrics.max_error" },
  reference: "Chebyshev 1854",
  example: "fixtures/data/diabetes.csv",
  kernel({ pred, target }, _, { loss, grad }) {
    const errors = column(pred, target, 1, 0);
    let top = 0;
    for (const e of errors) top = Math.max(top, Math.abs(e));
    loss[0] = top;
    if (!grad.pred) return;
    const ties = errors.filter((e) => Math.abs(e) === top).length;
    for (const [i, e] of errors.entries())
      grad.pred[i] = Number.isNaN(top) ? top : e !== 0 && Math.abs(e) === top ? Math.sign(e) / ties : 0;
  },
});
