import { defineLoss } from "../../core/loss.ts";
import { redescending } from "./residual.ts";

export const gemanMcclure = defineLoss({
  ...redescending,
  name: "geman-mcclure",
  aliases: ["geman-mcclure-loss"],
  summary: "Levels off slowly at half of c^2; outliers pull ever less.",
  formula: "s = (p - t) / c;  0.5 (p - t)^2 / (1 + s^2)",
  gradient: "(p - t) / (1 + s^2)^2",
  notes: ["Some authors leave out the factor 1/2, or write 2 d^2 / (d^2 + 4 c^2)."],
  libraries: { GTSAM: "noiseModel::mEstimator::GemanMcClure" },
  reference: "Geman and McClure, Statistical methods for tomographic image reconstruction, 1987",
  example: "fixtures/data/diabetes.csv --c 50",
  kernel({ pred, target }, { c }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const s = d / c;
      const q = s * s;
      loss[i] = q > 1 ? (0.5 * c * c) / (1 + 1 / q) : (0.5 * d * d) / (1 + q);
      if (g) g[i] = q === Infinity ? 0 : d / (1 + q) / (1 + q);
    }
  },
});
