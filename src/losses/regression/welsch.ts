import { defineLoss } from "../../core/loss.ts";
import { redescending, TINY } from "./residual.ts";

export const welsch = defineLoss({
  ...redescending,
  name: "welsch",
  aliases: ["welsch-loss", "leclerc", "correntropy"],
  summary: "Levels off at half of c^2: outliers beyond a few c do not pull at all.",
  formula: "s = (p - t) / c;  0.5 c^2 (1 - exp(-s^2))",
  gradient: "(p - t) exp(-s^2)",
  notes: [
    "c is often 2.985, which keeps 95 % of the efficiency of least squares on normal errors of deviation 1.",
    "Some authors write exp(-s^2 / 2): their c is this one over sqrt 2.",
  ],
  libraries: { MATLAB: "robustfit 'welsch' (tune = 2.985)" },
  reference: "Dennis and Welsch, Techniques for nonlinear least squares and robust regression, 1978",
  example: "fixtures/data/diabetes.csv --c 50",
  kernel({ pred, target }, { c }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const s = d / c;
      const q = s * s;
      // c^2 may overflow where the loss does not
      loss[i] = q < TINY ? 0.5 * d * d : 0.5 * c * c * (0 - Math.expm1(-q));
      if (g) g[i] = q === Infinity ? 0 : d * Math.exp(-q);
    }
  },
});
