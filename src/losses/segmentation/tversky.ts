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

export const tversky = defineLoss({
  name: "tversky",
  aliases: ["tversky-loss"],
  family: "segmentation",
  summary: "Dice with a price for each kind of mistake.",
  formula:
    "1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth + eps),  TP = sum p t, FP = sum p (1 - t), FN = sum (1 - p) t;  with --per class w_c times that of each class of a row",
  gradient: "-(t D - (TP + smooth)(t + alpha (1 - t) - beta t)) / D^2,  D the denominator, by probabilities",
  denominator: "rows; with --per class classes that count, of all rows; nothing with --per batch",
  relations: ["dice at alpha = beta = 1/2"],
  notes: [
    "alpha is for false positives, beta for false negatives. Keras 3 has them the other way round, against its own documentation: --alpha-of false-negatives; --like keras sets it.",
    "optax's is one for each class of rows of (C, ...), its classes last: --per class, where logits are those of a softmax. Its class_weights and ignore_background are --weight and --ignore-background; weights are not in the mean's denominator.",
    "Each row is a mask with a loss of its own. Keras takes one number for all by default: that is --per batch, which needs all rows at once.",
  ],
  libraries: { Keras: "keras.losses.Tversky", optax: "optax.losses.dice_loss(alpha=, beta=)" },
  reference: "Salehi, Erdogmus and Gholipour, Tversky loss function for image segmentation, 2017",
  example: "'[[0.9,0.8],[0.2,0.7]]' '[[1,0],[0,1]]' --alpha 0.3 --beta 0.7",
  roles: maskRoles,
  params: {
    ...maskParams,
    alpha: {
      kind: "number",
      min: 0,
      default: 0.5,
      about: "weight of false positives, unless --alpha-of says otherwise",
    },
    beta: { kind: "number", min: 0, default: 0.5, about: "weight of the other mistakes" },
    alpha_of: {
      kind: "choice",
      choices: ["false-positives", "false-negatives"],
      default: "false-positives",
      about: "which mistakes --alpha weighs; --beta weighs the others",
    },
  },
  reduction: "mean",
  like: {
    keras: { from: "probs", smooth: 0, eps: 1e-7, per: "batch", alpha_of: "false-negatives" },
    optax: { from: "logits", smooth: 1, eps: 0, per: "sample", alpha_of: "false-positives" },
  },
  whole: maskWhole,
  layout: maskLayout,
  ranges: maskRanges,
  watches: maskWatches,
  kernel(values, { alpha, beta, alpha_of, ...params }, out, dims) {
    const weights = alpha_of === "false-positives" ? { alpha, beta } : { alpha: beta, beta: alpha };
    maskKernel(values, { ...params, ...weights }, out, dims);
  },
});
