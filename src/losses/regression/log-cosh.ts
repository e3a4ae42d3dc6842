import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const logCosh = defineLoss({
  ...onResidual,
  name: "log-cosh",
  aliases: ["log-cosh-loss", "log-cosh-error"],
  summary: "Half the squared error near zero, absolute far from it, smooth everywhere.",
  formula: "d = p - t;  log(cosh(d))",
  gradient: "tanh(d)",
  relations: ["half-squared-error where |d| is small; mae minus log 2 where it is large"],
  notes: [
    "The unit matters: it has no scale parameter, so residuals far above 1 make it mae and far below 1 half-squared-error.",
    "cosh overflows above 710; this form does not.",
  ],
  libraries: {
    Keras: "keras.losses.LogCosh",
    optax: "optax.losses.log_cosh",
    "TensorFlow.js": "logcosh (layers)",
    CatBoost: "LogCosh",
    MLX: "mlx.nn.losses.log_cosh_loss",
  },
  reference: "Saleh and Saleh, Statistical properties of the log-cosh loss function, 2022",
  example: "fixtures/data/diabetes.csv",
  params: {},
  kernel({ pred, target }, _, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      if (size < 1) {
        // cosh(d) - 1 = 2 sinh(d / 2)^2 keeps the digits near 0
        const s = Math.sinh(0.5 * d);
        loss[i] = Math.log1p(2 * s * s);
      } else {
        loss[i] = size - Math.LN2 + Math.log1p(Math.exp(-2 * size));
      }
      if (g) g[i] = Math.tanh(d);
    }
  },
});
