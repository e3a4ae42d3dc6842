import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { residualRoles } from "./residual.ts";

export const smoothL1 = defineLoss({
  name: "smooth-l1",
  aliases: ["SmoothL1Loss", "fast-rcnn-loss"],
  family: "regression",
  summary: "Squared near zero, absolute far from it; robust to outliers.",
  formula: "d = p - t;  0.5 d^2 / beta  if |d| < beta,  else  |d| - 0.5 beta",
  gradient: "d / beta  if |d| < beta,  else  sign(d); 0 where d = 0",
  denominator: "elements",
  relations: [
    "at beta 0 it is l1 (summed) and mae (averaged)",
    "huber(delta) = delta * smooth-l1(beta = delta)",
    "Fast R-CNN's sigma: beta = 1 / sigma^2",
  ],
  notes: ["Paddle's smooth_l1_loss is Huber by default: the same name, a factor of delta apart."],
  libraries: { PyTorch: "torch.nn.SmoothL1Loss", MLX: "mlx.nn.losses.smooth_l1_loss" },
  reference: "Girshick, Fast R-CNN, 2015, section 2.3",
  example: "fixtures/data/diabetes.csv --beta 10",
  roles: residualRoles,
  params: {
    beta: { kind: "number", min: 0, default: 1, about: "where the two pieces meet; 0 gives l1" },
    sigma: { kind: "number", above: 0, about: "Fast R-CNN's way to say it: beta = 1 / sigma^2" },
  },
  exclusive: [["beta", "sigma"]],
  reduction: "mean",
  resolve: ({ beta, sigma }) => ({ beta: sigma === undefined ? beta : 1 / sigma ** 2, sigma: undefined }),
  layout: elementwise,
  kernel({ pred, target }, { beta }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d);
      if (size < beta) {
        // d^2 may overflow or vanish where d^2 / beta does not
        const slope = d / beta;
        loss[i] = 0.5 * d * slope;
        if (g) g[i] = slope;
      } else {
        loss[i] = size - 0.5 * beta;
        if (g) g[i] = Math.sign(d);
      }
    }
  },
});
