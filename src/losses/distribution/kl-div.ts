import { elementwise } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { perElement } from "./per-element.ts";
import { distributionWatches } from "./rows.ts";

export const klDiv = defineLoss({
  ...perElement,
  name: "kl-div",
  aliases: [
    "KLDivLoss",
    "kl-divergence",
    "kl-divergence-with-log-targets",
    "kullback-leibler-divergence",
    "kld",
    "relative-entropy",
  ],
  summary: "Kullback-Leibler divergence of the prediction from the target distribution, by element.",
  formula:
    "t (log t - p), p log-probabilities;  with --log-target  exp(t) (t - p);  with --from probs  t (log t - log p)",
  gradient: "-t;  with --log-target  -exp(t);  with --from probs  -t / p",
  denominator: "all elements, N C for N rows of C classes; with --reduction batchmean the N rows",
  relations: [
    "summed over a row it is cross-entropy with the distribution as target, less the target's entropy",
    "generalized-kl where neither is normalised",
  ],
  notes: [
    "The mean divides by all elements, so it is C times smaller than the divergence: --reduction batchmean gives that, as optax and Keras do; --like sets it.",
    "torch takes log-probabilities as pred and probabilities as target; Keras and TensorFlow.js take probabilities for both, and clip them to 1e-7..1, which is not done here.",
    "A single element may be negative. A whole row is not, unless it is no distribution.",
  ],
  libraries: {
    PyTorch: "torch.nn.KLDivLoss",
    Keras: "keras.losses.KLDivergence (probabilities, summed over a row)",
    "TensorFlow.js": "kullbackLeiblerDivergence (layers; probabilities, summed over a row)",
    optax: "optax.losses.kl_divergence, kl_divergence_with_log_targets (summed over a row)",
    MLX: "mlx.nn.losses.kl_div_loss (log-probabilities for both, summed over a row)",
  },
  reference: "Kullback and Leibler, On information and sufficiency, 1951",
  example: "'[[0.2,0.8],[0.5,0.5]]' '[[0.3,0.7],[0.9,0.1]]' --from probs --reduction batchmean",
  roles: {
    pred: {
      kind: "real",
      about: "log-probabilities; probabilities with --from probs",
      grad: true,
    },
    target: { kind: "real", about: "probabilities; their logarithms with --log-target" },
  },
  params: {
    log_target: { kind: "flag", default: false, about: "the targets are log-probabilities" },
    from: {
      kind: "choice",
      choices: ["log-probs", "probs"],
      default: "log-probs",
      about: "what the predictions are",
    },
  },
  batchmean: true,
  doubtful: {
    // as much as digits that were left out can explain
    below: -1e-3,
    says: "the sum is negative, which that of whole distributions is not: pred or target is none; pred takes log-probabilities, unless --from says otherwise",
  },
  like: {
    torch: { from: "log-probs", log_target: false, reduction: "mean" },
    optax: { from: "log-probs", log_target: false, reduction: "batchmean" },
    keras: { from: "probs", log_target: false, reduction: "batchmean" },
    tfjs: { from: "probs", log_target: false, reduction: "batchmean" },
    mlx: { from: "log-probs", log_target: true, reduction: "batchmean" },
  },
  layout: elementwise,
  ranges: ({ from, log_target }) => ({
    ...(from === "probs" && { pred: { min: 0, hint: "log-probabilities? then --from log-probs" } }),
    ...(!log_target && { target: { min: 0, hint: "log-probabilities? then --log-target" } }),
  }),
  watches: ({ from, log_target }, shapes) =>
    distributionWatches(shapes, { pred: from === "log-probs", target: log_target }),
  kernel({ pred, target }, { from, log_target }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const p = pred[i]!;
      const t = target[i]!;
      const share = log_target ? Math.exp(t) : t;
      if (share === 0 && from === "probs") {
        // what is not meant may be impossible
        loss[i] = 0 * p;
        if (g) g[i] = 0;
        continue;
      }
      const lp = from === "probs" ? Math.log(p) : p;
      // 0 log 0 is 0
      loss[i] = log_target ? share * (t - lp) : (t === 0 ? 0 : t * Math.log(t)) - t * lp;
      if (g) g[i] = from === "probs" ? -share / p : 0 - share;
    }
  },
});
