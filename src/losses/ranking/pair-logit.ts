import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";

export const pairLogit = defineLoss({
  name: "pair-logit",
  aliases: ["ranknet", "pair-logit-pairwise", "rank-pairwise", "rank:pairwise", "pairwise-logistic"],
  family: "ranking",
  summary: "The winner's score should be above the loser's.",
  formula: "softplus(l - w)",
  gradient: "-sigmoid(l - w) by w, sigmoid(l - w) by l",
  denominator: "pairs",
  relations: [
    "soft-margin at t = w - l",
    "bce-with-logits of w - l against 1",
    "margin-ranking is the hinge kind",
  ],
  notes: ["The first input holds the winners: which of two wins is said by the order, not by a label."],
  libraries: { CatBoost: "PairLogit, PairLogitPairwise", XGBoost: "rank:pairwise" },
  reference: "Burges et al., Learning to rank using gradient descent, 2005",
  example: "1.5,0.2,2 0.5,0.7,-1",
  roles: {
    input1: { kind: "real", about: "scores of the winners", grad: true },
    input2: { kind: "real", about: "scores of the losers", grad: true },
  },
  params: {},
  reduction: "mean",
  layout: elementwise,
  kernel({ input1, input2 }, _, { loss, grad }) {
    const { input1: g1, input2: g2 } = grad;
    for (let i = 0; i < loss.length; i++) {
      const t = input1[i]! - input2[i]!;
      loss[i] = Math.max(-t, 0) + log1pExpNegAbs(t);
      const g = sigmoid(-t);
      if (g1) g1[i] = 0 - g;
      if (g2) g2[i] = g;
    }
  },
});
