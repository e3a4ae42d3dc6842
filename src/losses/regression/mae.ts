import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { absoluteKernel } from "./l1.ts";
import { residualRoles } from "./residual.ts";

export const mae = defineLoss({
  name: "mae",
  aliases: [
    "mean-absolute-error",
    "L1Loss",
    "absolute-error",
    "absolute-difference",
    "regression-l1",
    "reg:absoluteerror",
  ],
  family: "regression",
  summary: "Mean absolute error: in the target's unit, and robust to outliers.",
  formula: "|p - t|, averaged",
  gradient: "sign(p - t); 0 where p = t",
  denominator: "elements",
  relations: ["l1 is its sum", "smooth-l1 at beta 0 is mae"],
  notes: [
    "The weight of torch.nn.functional.l1_loss is of each element, and its mean divides by the weights. Here that is --sample-weight, of each row.",
  ],
  libraries: {
    PyTorch: "torch.nn.L1Loss",
    Keras: "keras.losses.MeanAbsoluteError",
    "scikit-learn": "sklearn.metrics.mean_absolute_error",
    "TensorFlow.js": "tf.losses.absoluteDifference",
    MLX: "mlx.nn.losses.l1_loss",
    CatBoost: "MAE",
    XGBoost: "reg:absoluteerror, mae",
    LightGBM: "regression_l1; l1 (metric)",
  },
  reference: "Willmott and Matsuura, Advantages of the mean absolute error, 2005",
  example: "fixtures/data/diabetes.csv",
  roles: residualRoles,
  params: {},
  reduction: "mean",
  layout: elementwise,
  kernel: absoluteKernel,
});
