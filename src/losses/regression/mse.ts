import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { squaredKernel } from "./l2.ts";
import { residualRoles } from "./residual.ts";

export const mse = defineLoss({
  name: "mse",
  aliases: ["mean-squared-error", "MSELoss", "squared-error", "l2-mean", "quadratic"],
  family: "regression",
  summary: "Mean squared error.",
  formula: "(p - t)^2, averaged",
  gradient: "2 (p - t)",
  denominator: "elements: N d for N rows of d columns",
  relations: ["mse is l2 over N"],
  notes: [
    "The weight of torch.nn.functional.mse_loss is of each element, and its mean divides by the weights. Here that is --sample-weight, of each row.",
  ],
  libraries: {
    PyTorch: "torch.nn.MSELoss",
    Keras: "keras.losses.MeanSquaredError",
    "scikit-learn": "sklearn.metrics.mean_squared_error",
    optax: "optax.losses.squared_error(...).mean()",
    "TensorFlow.js": "tf.losses.meanSquaredError",
    MLX: "mlx.nn.losses.mse_loss",
    LightGBM: "l2 (metric)",
  },
  reference: "Legendre 1805; Gauss 1809",
  example: "fixtures/data/diabetes.csv",
  roles: residualRoles,
  params: {},
  reduction: "mean",
  layout: elementwise,
  kernel: squaredKernel,
});
