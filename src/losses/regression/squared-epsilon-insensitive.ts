import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const squaredEpsilonInsensitive = defineLoss({
  ...onResidual,
  name: "squared-epsilon-insensitive",
  aliases: ["squared-epsilon-insensitive-loss", "svr-l2"],
  summary: "Squared error beyond a tube of width epsilon, 0 inside.",
  formula: "max(|p - t| - epsilon, 0)^2",
  gradient: "2 max(|p - t| - epsilon, 0) sign(p - t)",
  relations: ["mse at epsilon 0", "the square of epsilon-insensitive"],
  libraries: {
    "scikit-learn":
      "SGDRegressor(loss='squared_epsilon_insensitive') (epsilon = 0.1), LinearSVR (epsilon = 0)",
  },
  reference: "Vapnik, The Nature of Statistical Learning Theory, 1995",
  example: "fixtures/data/diabetes.csv --epsilon 25",
  params: { epsilon: { kind: "number", min: 0, default: 0.1, about: "residuals up to it cost nothing" } },
  like: { sklearn: { epsilon: 0.1 } },
  kernel({ pred, target }, { epsilon }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const beyond = Math.max(Math.abs(d) - epsilon, 0);
      loss[i] = beyond * beyond;
      if (g) g[i] = 2 * beyond * Math.sign(d);
    }
  },
});
