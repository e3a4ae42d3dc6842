import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { labelRange, labelsParam, signOf, signRole } from "../margin/labels.ts";
import { step } from "../margin/margin.ts";

export const marginRanking = defineLoss({
  name: "margin-ranking",
  aliases: ["MarginRankingLoss", "ranking-hinge"],
  family: "ranking",
  summary: "Of two scores the right one should be higher, by a margin.",
  formula: "max(margin - y (x1 - x2), 0)",
  gradient: "-y by x1 and y by x2  where the loss is above 0",
  denominator: "elements",
  relations: ["hinge at t = y (x1 - x2) and margin 1", "pair-logit is the smooth kind"],
  notes: [
    "y is 1 where x1 should be higher, -1 where x2 should. torch takes y = 0 without a word and gives the margin; --labels 01 maps it.",
    "Ties at margin 0 have gradient 0 here, and the whole gradient in torch.",
  ],
  libraries: { PyTorch: "torch.nn.MarginRankingLoss", MLX: "mlx.nn.losses.margin_ranking_loss" },
  reference: "Herbrich, Graepel and Obermayer, Large margin rank boundaries for ordinal regression, 2000",
  example: "1,0,2 0,1,1 1,1,-1 --margin 0.5",
  roles: {
    input1: { kind: "real", about: "scores", grad: true },
    input2: { kind: "real", about: "scores to compare them with", grad: true },
    target: signRole,
  },
  params: {
    margin: { kind: "number", default: 0, about: "by how much the right one should be higher" },
    labels: labelsParam,
  },
  reduction: "mean",
  like: { torch: { margin: 0, labels: "pm1" } },
  layout: elementwise,
  ranges: ({ labels }) => ({ target: labelRange(labels) }),
  kernel({ input1, input2, target }, { margin, labels }, { loss, grad }) {
    const { input1: g1, input2: g2 } = grad;
    for (let i = 0; i < loss.length; i++) {
      const s = signOf(target[i]!, labels);
      const short = margin - s * (input1[i]! - input2[i]!);
      loss[i] = Math.max(short, 0);
      const g = s * step(short);
      if (g1) g1[i] = 0 - g;
      if (g2) g2[i] = g + 0;
    }
  },
});
