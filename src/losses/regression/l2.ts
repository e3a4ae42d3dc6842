import { elementwise } from "../../core/layout.ts";
import { defineLoss, type Output } from "../../core/loss.ts";
import { residualRoles } from "./residual.ts";

type Pair = Readonly<Record<"pred" | "target", Float64Array>>;

export function squaredKernel(
  { pred, target }: Pair,
  _: unknown,
  { loss, grad }: Output<"pred" | "target">,
): void {
  const g = grad.pred;
  const rest = loss.length % 4;
  for (let i = 0; i < rest; i++) {
    const d = pred[i]! - target[i]!;
    loss[i] = d * d;
    if (g) g[i] = 2 * d;
  }
  // The loss that is asked for most: four at a time, for what a loop looks at in each turn takes longer than a square.
  for (let i = rest; i < loss.length; i += 4) {
    const d0 = pred[i]! - target[i]!;
    const d1 = pred[i + 1]! - target[i + 1]!;
    const d2 = pred[i + 2]! - target[i + 2]!;
    const d3 = pred[i + 3]! - target[i + 3]!;
    loss[i] = d0 * d0;
    loss[i + 1] = d1 * d1;
    loss[i + 2] = d2 * d2;
    loss[i + 3] = d3 * d3;
    if (!g) continue;
    g[i] = 2 * d0;
    g[i + 1] = 2 * d1;
    g[i + 2] = 2 * d2;
    g[i + 3] = 2 * d3;
  }
}

export const l2 = defineLoss({
  name: "l2",
  aliases: ["lse", "least-squares", "least-squares-error", "sum-of-squares", "sum-of-squared-errors", "sse"],
  family: "regression",
  summary: "Sum of squared errors (least squares, LSE).",
  formula: "(p - t)^2, summed",
  gradient: "2 (p - t)",
  denominator: "elements",
  relations: ["mse is l2 over N"],
  notes: [
    "By definition a sum, without a factor 1/2 and without a root. optax's l2_loss carries 1/2; LightGBM's l2 is the mean, and so is torch's MSELoss by default: that is mse, or l2 --like lightgbm, torch.",
  ],
  libraries: {
    PyTorch: "torch.nn.MSELoss (a mean, unless reduction='sum')",
    Keras: "keras.losses.MeanSquaredError (a mean; with reduction='sum' times the last dimension)",
    optax: "optax.losses.squared_error(...).sum()",
    "TensorFlow.js": "tf.losses.meanSquaredError (a mean, unless Reduction.SUM)",
    LightGBM: "l2, the mean (metric)",
  },
  reference: "Legendre 1805; Gauss 1809",
  example: "fixtures/data/diabetes.csv",
  roles: residualRoles,
  params: {},
  reduction: "sum",
  like: {
    torch: { reduction: "mean" },
    keras: { reduction: "mean" },
    tfjs: { reduction: "mean" },
    lightgbm: { reduction: "mean" },
  },
  layout: elementwise,
  kernel: squaredKernel,
});
