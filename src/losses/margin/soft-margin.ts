import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { defineLoss } from "../../core/loss.ts";
import { onMargin } from "./margin.ts";

export const softMargin = defineLoss({
  name: "soft-margin",
  aliases: ["SoftMarginLoss"],
  family: "margin",
  summary: "Logistic loss with labels -1 and 1.",
  formula: "t = s x;  softplus(-t)",
  gradient: "-s sigmoid(-t)",
  denominator: "elements",
  relations: ["with --labels 01 it is bce-with-logits on hard labels", "pair-logit at t = input1 - input2"],
  notes: [
    "torch takes 0/1 labels without a word, and each 0 then costs log 2; --labels 01 maps them.",
    "torch overflows to inf where t < -709; here it is softplus throughout.",
  ],
  libraries: { PyTorch: "torch.nn.SoftMarginLoss", "scikit-learn": "SGDClassifier(loss='log_loss')" },
  reference: "Friedman, Hastie and Tibshirani, Additive logistic regression, 2000",
  example: "fixtures/data/breast_cancer.csv --pred logit --labels 01",
  like: { torch: { labels: "pm1" } },
  ...onMargin((v, g) => {
    for (let i = 0; i < v.length; i++) {
      const t = v[i]!;
      v[i] = Math.max(-t, 0) + log1pExpNegAbs(t);
      if (g) g[i] = -sigmoid(-t);
    }
  }),
});
