import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

const FAR = 1e300;

export const smape = defineLoss({
  ...onResidual,
  name: "smape",
  aliases: ["symmetric-mape", "symmetric-mean-absolute-percentage-error"],
  summary: "Absolute error relative to the half sum of both magnitudes, in percent: 0 to 200.",
  formula: "200 |p - t| / (|p| + |t|); 0 where both are 0",
  gradient: "400 |t| sign(p - t) / (|p| + |t|)^2  if p and t have the same sign,  else  0; 0 where p = t",
  notes: [
    "From 0 to 200: others divide by the whole sum and get 0 to 100, or leave the factor 100 out.",
    "Once p and t differ in sign, or one is 0, the loss is 200 wherever p is.",
  ],
  libraries: { CatBoost: "SMAPE (metric)" },
  reference: "Makridakis, Accuracy measures: theoretical and practical concerns, 1993",
  example: "fixtures/data/diabetes.csv",
  params: {},
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      // the sum of two may be more than a double holds; smaller by a power of 2 the share is the same
      const scale = Math.abs(pred[i]!) > FAR || Math.abs(target[i]!) > FAR ? 2 ** -10 : 1;
      const p = scale * pred[i]!;
      const t = scale * target[i]!;
      const sum = Math.abs(p) + Math.abs(t);
      const d = p - t;
      const share = sum === 0 ? 0 : Math.abs(d) / sum;
      loss[i] = 200 * share;
      if (g) {
        const same = d !== 0 && ((p > 0 && t > 0) || (p < 0 && t < 0));
        g[i] = same ? ((400 * Math.abs(t)) / sum / sum) * scale * Math.sign(d) : 0 * share;
      }
    }
  },
});
