import { defineLoss } from "../../core/loss.ts";
import { FAR } from "./pseudo-huber.ts";
import { onResidual } from "./residual.ts";

export const softL1 = defineLoss({
  ...onResidual,
  name: "soft-l1",
  aliases: ["soft-l1-loss", "smooth-absolute-error"],
  summary: "A smooth absolute error: squared near zero, slope 2 far from it.",
  formula: "d = p - t;  2 (sqrt(1 + d^2) - 1)",
  gradient: "2 d / sqrt(1 + d^2)",
  relations: ["twice pseudo-huber at delta 1"],
  notes: ["SciPy's least_squares halves the sum of these; its f_scale divides the residual first."],
  libraries: { SciPy: "scipy.optimize.least_squares(loss='soft_l1'), before its factor 1/2" },
  reference: "Triggs et al., Bundle adjustment: a modern synthesis, 2000",
  example: "fixtures/data/diabetes.csv",
  params: {},
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      if (Math.abs(d) > FAR) {
        loss[i] = 2 * (Math.abs(d) - 1);
        if (g) g[i] = 2 * Math.sign(d);
      } else {
        const root = Math.sqrt(1 + d * d);
        // sqrt(1 + d^2) - 1 would lose the digits of a small d
        loss[i] = 2 * d * (d / (root + 1));
        if (g) g[i] = (2 * d) / root;
      }
    }
  },
});
