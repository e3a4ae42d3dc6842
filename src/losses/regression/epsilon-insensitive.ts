import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const epsilonInsensitive = defineLoss({
  ...onResidual,
  name: "epsilon-insensitive",
  aliases: ["epsilon-insensitive-loss", "svr-l1"],
  summary: "Absolute error beyond a tube of width epsilon, 0 inside; the loss of support vector regression.",
  formula: "max(|p - t| - epsilon, 0)",
  gradient: "sign(p - t)  if |p - t| > epsilon,  else  0",
  relations: ["mae at epsilon 0"],
  libraries: {
    "scikit-learn": "SGDRegressor(loss='epsilon_insensitive') (epsilon = 0.1), LinearSVR (epsilon = 0)",
  },
  reference: "Vapnik, The Nature of Statistical Learning Theory, 1995",
  example: "fixtures/data/diabetes.csv --epsilon 25",
  params: { epsilon: { kind: "number", min: 0, default: 0.1, about: "residuals up to it cost nothing" } },
  like: { sklearn: { epsilon: 0.1 } },
  kernel({ pred, target }, { epsilon }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      loss[i] = Math.max(size - epsilon, 0);
      if (g) g[i] = size <= epsilon ? 0 : Math.sign(d);
    }
  },
});
