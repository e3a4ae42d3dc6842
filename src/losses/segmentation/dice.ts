import { defineLoss } from "../../core/loss.ts";
import {
  maskKernel,
  maskLayout,
  maskParams,
  maskRanges,
  maskRoles,
  maskWatches,
  maskWhole,
} from "./masks.ts";

export const dice = defineLoss({
  name: "dice",
  aliases: ["dice-loss", "soft-dice", "binary-dice-loss", "f1-loss"],
  family: "segmentation",
  summary: "How little two masks overlap: 1 - F1 with probabilities for decisions.",
  formula:
    "1 - (2 I + 2 smooth) / (sum p + sum t + 2 smooth + eps),  I = sum p t, over a row, or over all of them;  with --per class w_c times that of each class of a row",
  gradient: "-2 (t D - I - smooth) / D^2,  D the denominator, by probabilities",
  denominator: "rows; with --per class classes that count, of all rows; nothing with --per batch",
  relations: ["tversky with alpha = beta = 1/2"],
  notes: [
    "Keras adds eps below only: two empty masks cost 1. optax adds smooth above and below: they cost 0.",
    "Each row is a mask with a loss of its own. Keras takes one number for all by default: that is --per batch, which needs all rows at once.",
    "optax's dice_loss takes rows of (C, ...), its classes last, and has a loss for each class: --per class, where logits are those of a softmax. Its class_weights and ignore_background are --weight and --ignore-background; weights are not in the mean's denominator.",
    "Predictions are probabilities unless --from says otherwise; optax takes logits.",
  ],
  libraries: { Keras: "keras.losses.Dice", optax: "optax.losses.dice_loss, binary_dice_loss" },
  reference: "Milletari, Navab and Ahmadi, V-Net, 2016",
  example: "'[[0.9,0.8,0.1],[0.2,0.7,0.4]]' '[[1,1,0],[0,1,1]]'",
  roles: maskRoles,
  params: maskParams,
  reduction: "mean",
  like: {
    keras: { from: "probs", smooth: 0, eps: 1e-7, per: "batch" },
    optax: { from: "logits", smooth: 1, eps: 0, per: "sample" },
  },
  whole: maskWhole,
  layout: maskLayout,
  ranges: maskRanges,
  watches: maskWatches,
  // twice above and twice below
  kernel: (values, params, out, dims) =>
    maskKernel(values, { ...params, eps: params.eps / 2, alpha: 0.5, beta: 0.5 }, out, dims),
});
