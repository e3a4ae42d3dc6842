import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const halfSquaredError = defineLoss({
  ...onResidual,
  name: "half-squared-error",
  aliases: [
    "l2-loss",
    "half-mse",
    "half-mean-squared-error",
    "reg:squarederror",
    "reg:linear",
    "regression",
    "regression-l2",
  ],
  summary: "Half the squared error, whose gradient is the residual itself.",
  formula: "0.5 (p - t)^2",
  gradient: "p - t",
  relations: ["half of mse", "huber with a large delta"],
  notes: [
    "optax's l2_loss is this one. l2 here is the sum of squares without the factor, and LightGBM's l2 is the mean of squares.",
    "The gradient boosters optimise this but report mse or its root.",
  ],
  libraries: {
    optax: "optax.losses.l2_loss",
    "scikit-learn": "sklearn._loss.HalfSquaredError",
    XGBoost: "reg:squarederror (objective)",
    LightGBM: "regression (objective)",
    CatBoost: "RMSE (objective)",
  },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, section 1.1",
  example: "fixtures/data/diabetes.csv",
  params: {},
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      loss[i] = 0.5 * d * d;
      if (g) g[i] = d;
    }
  },
});
