import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const huber = defineLoss({
  ...onResidual,
  name: "huber",
  aliases: ["HuberLoss"],
  summary: "Half the squared error near zero, linear far from it; robust to outliers.",
  formula: "d = p - t;  0.5 d^2  if |d| <= delta,  else  delta (|d| - 0.5 delta)",
  gradient: "d, cut to -delta..delta",
  relations: [
    "huber(delta) = delta * smooth-l1(beta = delta)",
    "with a large delta it is half-squared-error, not mse",
  ],
  notes: [
    "delta is called alpha in LightGBM, where it is 0.9 by default. In scikit-learn's GradientBoostingRegressor alpha is a quantile of the residuals, and in its HuberRegressor epsilon is in units of a fitted scale: neither is this delta.",
    "The weighted mean of torch.nn.functional.huber_loss divides by the elements; here it divides by the weights.",
  ],
  libraries: {
    PyTorch: "torch.nn.HuberLoss",
    Keras: "keras.losses.Huber",
    optax: "optax.losses.huber_loss",
    "TensorFlow.js": "tf.losses.huberLoss",
    "scikit-learn": "sklearn._loss.HuberLoss (delta = 0.5), SGDRegressor(loss='huber') (epsilon = 0.1)",
    CatBoost: "Huber (delta has no default)",
    LightGBM: "huber (alpha = 0.9)",
    MLX: "mlx.nn.losses.huber_loss",
  },
  reference: "Huber, Robust estimation of a location parameter, 1964",
  example: "fixtures/data/diabetes.csv --delta 50",
  params: { delta: { kind: "number", above: 0, default: 1, about: "where the two pieces meet" } },
  like: {
    torch: { delta: 1 },
    keras: { delta: 1 },
    optax: { delta: 1 },
    tfjs: { delta: 1 },
    mlx: { delta: 1 },
    lightgbm: { delta: 0.9 },
  },
  kernel({ pred, target }, { delta }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      loss[i] = size <= delta ? 0.5 * d * d : delta * (size - 0.5 * delta);
      if (g) g[i] = Math.max(-delta, Math.min(delta, d));
    }
  },
});
