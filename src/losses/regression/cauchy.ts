import { defineLoss } from "../../core/loss.ts";
import { redescending, TINY } from "./residual.ts";

export const cauchy = defineLoss({
  ...redescending,
  name: "cauchy",
  aliases: ["cauchy-loss", "lorentzian"],
  summary: "Grows like a logarithm: outliers hardly pull.",
  formula: "s = (p - t) / c;  0.5 c^2 log(1 + s^2)",
  gradient: "(p - t) / (1 + s^2)",
  notes: [
    "c is often 2.385, which keeps 95 % of the efficiency of least squares on normal errors of deviation 1; SciPy's default is 1.",
  ],
  libraries: {
    SciPy: "scipy.optimize.least_squares(loss='cauchy') (f_scale = 1)",
    GTSAM: "noiseModel::mEstimator::Cauchy",
  },
  reference: "Black and Anandan, The robust estimation of multiple motions, 1996",
  example: "fixtures/data/diabetes.csv --c 50",
  kernel({ pred, target }, { c }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const s = d / c;
      const q = s * s;
      // c^2 may overflow where the loss does not, and s^2 long before its logarithm is large
      if (q < TINY) loss[i] = 0.5 * d * d;
      else loss[i] = 0.5 * c * c * (q < Infinity ? Math.log1p(q) : 2 * (Math.log(Math.abs(d)) - Math.log(c)));
      if (g) g[i] = q > 1 ? c / (s + 1 / s) : d / (1 + q);
    }
  },
});
