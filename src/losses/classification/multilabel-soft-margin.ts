import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { checkClassWeights, vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { probabilitiesAsLogits, takeLogits } from "./binary-watches.ts";

export const multilabelSoftMargin = defineLoss({
  name: "multilabel-soft-margin",
  aliases: ["MultiLabelSoftMarginLoss", "multi-cross-entropy"],
  family: "classification",
  summary: "bce-with-logits for each label, averaged over the labels of a row.",
  formula: "sum over c of w_c (t_c softplus(-x_c) + (1 - t_c) softplus(x_c)) / C",
  gradient: "w_c (sigmoid(x_c) - t_c) / C",
  denominator: "rows; the weights are not in it",
  relations: ["bce-with-logits, averaged over each row"],
  notes: [
    "Targets are 0 or 1 for each label, not padded lists of indices: those go with multilabel-margin.",
    "sum is a sum of what is divided by C already.",
  ],
  libraries: { PyTorch: "torch.nn.MultiLabelSoftMarginLoss", CatBoost: "MultiLogloss, MultiCrossEntropy" },
  reference: "Zhang and Zhou, Multilabel neural networks, 2006",
  example: "'[[2,-1,0.5],[0,1,-2]]' '[[1,0,1],[0,1,0]]'",
  roles: {
    pred: { kind: "real", about: "a logit for each label", grad: true },
    target: { kind: "label", about: "0 or 1 for each label, or a probability in between" },
  },
  params: { weight: { kind: "numbers", min: 0, about: "weights, one a label: 1,2,3 or @file" } },
  reduction: "mean",
  layout(shapes, { weight }) {
    const layout = vectors(shapes);
    checkClassWeights(weight, shapes.pred[0]!);
    return layout;
  },
  ranges: () => ({
    target: {
      min: 0,
      max: 1,
      hint: "a row holds 0 or 1 for each label; lists of indices that end in -1 go with multilabel-margin",
    },
  }),
  watches: () => [probabilitiesAsLogits(takeLogits)],
  kernel({ pred, target }, { weight }, { loss, grad }, { rows }) {
    const labels = pred.length / rows;
    const g = grad.pred;
    for (let row = 0; row < rows; row++) {
      let sum = 0;
      for (let c = 0; c < labels; c++) {
        const i = row * labels + c;
        const z = pred[i]!;
        const t = target[i]!;
        const w = weight ? weight[c]! : 1;
        const tail = log1pExpNegAbs(z);
        sum += w * (t * (Math.max(-z, 0) + tail) + (1 - t) * (Math.max(z, 0) + tail));
        if (g) g[i] = (w * ((1 - t) * sigmoid(z) - t * sigmoid(-z))) / labels;
      }
      loss[row] = sum / labels;
    }
  },
});
