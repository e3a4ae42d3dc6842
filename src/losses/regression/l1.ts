import { elementwise } from "../../core/layout.ts";
import { defineLoss, type Output } from "../../core/loss.ts";
import { residualRoles } from "./residual.ts";

type Pair = Readonly<Record<"pred" | "target", Float64Array>>;

/** |p - t|; its gradient at 0 is 0, the subgradient of least norm. */
export function absoluteKernel(
  { pred, target }: Pair,
  _: unknown,
  { loss, grad }: Output<"pred" | "target">,
): void {
  const g = grad.pred;
  for (let i = 0; i < loss.length; i++) {
    const d = pred[i]! - target[i]!;
    loss[i] = Math.abs(d);
    if (g) g[i] = Math.sign(d);
  }
}

export const l1 = defineLoss({
  name: "l1",
  aliases: [
    "lad",
    "lae",
    "least-absolute-deviations",
    "least-absolute-errors",
    "sum-of-absolute-errors",
    "sae",
  ],
  family: "regression",
  summary: "Sum of absolute errors (least absolute deviations, LAD).",
  formula: "|p - t|, summed",
  gradient: "sign(p - t); 0 where p = t",
  denominator: "elements",
  relations: ["mae is its mean", "smooth-l1 at beta 0 is l1"],
  notes: [
    "By definition a sum. torch's L1Loss is a mean by default, and so is that of the others: that is mae, or l1 --like torch.",
  ],
  libraries: {
    PyTorch: "torch.nn.L1Loss (a mean, unless reduction='sum')",
    Keras: "keras.losses.MeanAbsoluteError (a mean; with reduction='sum' times the last dimension)",
    "TensorFlow.js": "tf.losses.absoluteDifference (a mean, unless Reduction.SUM)",
    LightGBM: "l1, the mean (metric)",
  },
  reference: "Boscovich 1757; Bloomfield and Steiger, Least Absolute Deviations, 1983",
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
  kernel: absoluteKernel,
});
