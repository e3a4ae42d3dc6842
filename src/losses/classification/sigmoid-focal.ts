import { UsageError } from "../../core/errors.ts";
import { defineLoss } from "../../core/loss.ts";
import { bernoulli, readBernoulli } from "./bernoulli.ts";
import { binaryLayout, binaryRanges, binaryRoles, labelSmoothing, smoothed } from "./binary.ts";
import { clippedWatches, isClipped } from "./binary-eps.ts";
import { infiniteLosses, probabilitiesAsLogits } from "./binary-watches.ts";
import { epsParam } from "./categorical-eps.ts";
import { fromParam } from "./from.ts";

export const sigmoidFocal = defineLoss({
  name: "sigmoid-focal",
  aliases: ["sigmoid-focal-loss", "binary-focal", "binary-focal-crossentropy"],
  family: "classification",
  summary: "Binary cross-entropy that plays down what is classified well.",
  formula:
    "a_t (1 - p_t)^gamma bce;  p_t = p t + (1 - p)(1 - t),  a_t = alpha t + (1 - alpha)(1 - t), or 1 if off;  with label smoothing s of (1 - s) t + s / 2 for t",
  gradient: "a_t ((1 - p_t)^gamma (p - t) - gamma (1 - p_t)^(gamma - 1) (2 t - 1) p (1 - p) bce), by logits",
  denominator: "elements",
  relations: ["at gamma 0 and alpha -1 it is bce-with-logits", "categorical-focal is the one on softmax"],
  notes: [
    "alpha is 0.25 in torchvision, off in optax, and in Keras off unless apply_class_balancing is set; --alpha=-1 turns it off.",
    "torchvision's reduction is none unless told otherwise.",
    "Keras clips probabilities to 1e-7..1-1e-7 for bce, those of logits as well, but not for the focus: --eps. Where it clips, the gradient is that of the focus alone, as autograd gives it.",
    "CatBoost, whose labels are 0 and 1 alone, clips to 1e-13..1-1e-13 for the focus too, and its gradient passes through: that at the bound stands for those beyond. --eps-mode both. Its focal_alpha and focal_gamma are --alpha and --gamma.",
  ],
  libraries: {
    torchvision: "torchvision.ops.sigmoid_focal_loss",
    Keras: "keras.losses.BinaryFocalCrossentropy",
    optax: "optax.losses.sigmoid_focal_loss",
    CatBoost: "Focal (focal_alpha and focal_gamma have no defaults)",
  },
  reference: "Lin, Goyal, Girshick, He and Dollar, Focal loss for dense object detection, 2017",
  example: "fixtures/data/breast_cancer.csv --pred logit --gamma 1.5",
  roles: binaryRoles,
  params: {
    from: fromParam("logits"),
    alpha: {
      kind: "number",
      min: -1,
      max: 1,
      default: 0.25,
      about: "weight of label 1, with 1 - alpha for label 0; -1 turns both off",
    },
    gamma: { kind: "number", min: 0, default: 2, about: "how much what is classified well is played down" },
    label_smoothing: labelSmoothing,
    eps: { ...epsParam, about: "how close a probability may come to 0 and 1 in bce, also one of logits" },
    eps_mode: {
      kind: "choice",
      choices: ["bce", "both"],
      about: "what eps clips the probability for: bce alone, unless told otherwise, or the focus too",
    },
  },
  reduction: "mean",
  like: {
    torchvision: { from: "logits", alpha: 0.25, gamma: 2 },
    keras: { from: "probs", alpha: -1, gamma: 2, eps: 1e-7 },
    optax: { from: "logits", alpha: -1, gamma: 2 },
    catboost: { from: "logits", eps: 1e-13, eps_mode: "both" },
  },
  resolve(params) {
    if (params.alpha < 0 && params.alpha !== -1)
      throw new UsageError(
        `--alpha: ${params.alpha} is out of range; it must be -1 (off), or at least 0 and at most 1`,
      );
    return params;
  },
  layout: (shapes) => binaryLayout(shapes, { pos_weight: undefined }),
  ranges: ({ from }) => binaryRanges(from),
  watches: ({ from, label_smoothing, eps = 0, eps_mode }) => [
    ...(from === "logits" ? [probabilitiesAsLogits("use --from probs")] : []),
    ...(eps > 0 ? clippedWatches(from, eps, eps_mode === "both") : infiniteLosses(from, label_smoothing)),
  ],
  kernel(values, { from, alpha, gamma, label_smoothing, eps = 0, eps_mode }, { loss, grad }) {
    const { pred, target } = smoothed(values, label_smoothing);
    const g = grad.pred;
    const both = eps_mode === "both";
    const b = bernoulli();
    for (let i = 0; i < loss.length; i++) {
      readBernoulli(from, pred[i]!, b);
      const t = target[i]!;
      const clips = eps > 0 && isClipped(b.p, eps);
      if (clips) {
        const p = Math.min(Math.max(b.p, eps), 1 - eps);
        b.logP = Math.log(p);
        b.logQ = Math.log(1 - p);
        if (both) {
          b.p = p;
          b.q = 1 - p;
          b.slope = from === "probs" ? 1 : from === "logits" ? b.p * b.q : b.p;
        }
      }
      const still = clips && !both;
      // an impossible event that does not count costs nothing
      const bce = (t === 0 ? 0 : -t * b.logP) + (t === 1 ? 0 : -(1 - t) * b.logQ);
      const miss = t * b.q + (1 - t) * b.p;
      const weight = alpha < 0 ? 1 : alpha * t + (1 - alpha) * (1 - t);
      const focus = miss ** gamma;
      loss[i] = weight * focus * bce;
      if (!g) continue;
      // by logits the slopes of both logarithms are bounded; elsewhere the event that counts may be impossible
      const yes = t === 0 || still ? 0 : from === "logits" ? -t * b.q : (-t * b.slope) / b.p;
      const no = t === 1 || still ? 0 : from === "logits" ? (1 - t) * b.p : ((1 - t) * b.slope) / b.q;
      const turn = (1 - 2 * t) * b.slope;
      const bend = bce === 0 || turn === 0 || gamma === 0 ? 0 : gamma * miss ** (gamma - 1) * turn * bce;
      g[i] = weight * (focus * (yes + no) + bend) + 0;
    }
  },
});
