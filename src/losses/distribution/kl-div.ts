import { classDims, elementwise } from "../../core/layout.ts";
import { type Dims, defineLoss, type Output, type Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { probabilitiesOf, pullBack, read } from "../classification/softmax.ts";
import { cellWatch, raisedWatch } from "../watch.ts";
import { perElement } from "./per-element.ts";
import { distributionWatches, perDistribution } from "./rows.ts";

type Roles = "pred" | "target";

export const klDiv = defineLoss({
  ...perElement,
  name: "kl-div",
  aliases: [
    "KLDivLoss",
    "kl-divergence",
    "kl-divergence-with-log-targets",
    "kullback-leibler-divergence",
    "kullback-leibler",
    "kld",
    "relative-entropy",
  ],
  summary: "Kullback-Leibler divergence of the prediction from the target distribution, by element.",
  formula:
    "t (log t - p), p log-probabilities;  with --log-target  exp(t) (t - p);  with --from probs  t (log t - log p), with --from logits  t (log t - log softmax(z))",
  gradient: "-t;  with --log-target  -exp(t);  with --from probs  -t / p;  with --from logits  p sum(t) - t",
  denominator: "all elements, N C for N rows of C classes; with --reduction batchmean the N rows",
  relations: [
    "summed over a row it is cross-entropy with the distribution as target, less the target's entropy",
    "generalized-kl where neither is normalised",
  ],
  notes: [
    "The mean divides by all elements, so it is C times smaller than the divergence: --reduction batchmean gives that, as optax and Keras do; --like sets it.",
    "torch takes log-probabilities as pred and probabilities as target; Keras and TensorFlow.js take probabilities for both, and clip them to 1e-7..1: --eps. TensorFlow.js does so in the logarithm only, so that what is not meant costs nothing: --eps-mode log. By what is clipped the gradient is 0, as autograd gives it.",
    "With --sample-weight the mean divides by the weights, and batchmean by the rows all the same.",
    "A single element may be negative. A whole row is not, unless it is no distribution.",
  ],
  libraries: {
    PyTorch: "torch.nn.KLDivLoss",
    Keras: "keras.losses.KLDivergence (probabilities, summed over a row)",
    "TensorFlow.js": "kullbackLeiblerDivergence (layers; probabilities, summed over a row)",
    optax: "optax.losses.kl_divergence, kl_divergence_with_log_targets (summed over a row)",
    LightGBM: "kullback_leibler (metric; of (1 - p, p) and (1 - t, t), summed over a row)",
    MLX: "mlx.nn.losses.kl_div_loss (log-probabilities for both, summed over a row)",
  },
  reference: "Kullback and Leibler, On information and sufficiency, 1951",
  example: "'[[0.2,0.8]]' '[[0.3,0.7]]' --from probs --reduction batchmean",
  roles: {
    pred: {
      kind: "real",
      about: "log-probabilities; probabilities or logits with --from",
      grad: true,
    },
    target: { kind: "real", about: "probabilities; their logarithms with --log-target" },
  },
  params: {
    log_target: { kind: "flag", default: false, about: "the targets are log-probabilities" },
    from: {
      kind: "choice",
      choices: ["log-probs", "probs", "logits"],
      default: "log-probs",
      about: "what the predictions are",
    },
    eps: {
      kind: "number",
      min: 0,
      below: 1,
      only: { from: "probs" },
      about: "what smaller probabilities count as, of pred and of target; with --from probs",
    },
    eps_mode: {
      kind: "choice",
      choices: ["clip", "log"],
      default: "clip",
      only: { from: "probs" },
      about: "clip to eps..1 all over, or in the logarithm only; with --from probs",
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
    keras: { from: "probs", log_target: false, eps: 1e-7, eps_mode: "clip", reduction: "batchmean" },
    tfjs: { from: "probs", log_target: false, eps: 1e-7, eps_mode: "log", reduction: "batchmean" },
    mlx: { from: "log-probs", log_target: true, reduction: "batchmean" },
  },
  resolve: (params) => (params.eps === undefined ? { ...params, eps_mode: undefined } : params),
  layout(shapes, { from }) {
    // a logit alone says nothing
    if (from === "logits") perDistribution(shapes);
    return elementwise(shapes);
  },
  ranges: ({ from, log_target }) => ({
    ...(from === "probs" && { pred: { min: 0, hint: "log-probabilities? then --from log-probs" } }),
    ...(!log_target && { target: { min: 0, hint: "log-probabilities? then --log-target" } }),
  }),
  watches: ({ from, log_target, eps = 0 }, shapes) => [
    ...distributionWatches(shapes, { pred: from, target: log_target ? "log-probs" : "probs" }),
    ...(from === "probs" && eps === 0 ? [ruledOut(log_target)] : []),
    ...(eps > 0 ? [raisedWatch<Roles>("pred", eps, ": the gradient is 0 there")] : []),
    ...(eps > 0 && !log_target ? [raisedWatch<Roles>("target", eps, "")] : []),
  ],
  kernel({ pred, target }, { from, log_target, eps = 0, eps_mode }, { loss, grad }, dims) {
    if (from === "logits") {
      const shares = log_target ? target.map(Math.exp) : target;
      const logs = log_target ? target : target.map((t) => (t === 0 ? 0 : Math.log(t)));
      logitKernel(pred, shares, logs, { loss, grad }, dims);
      return;
    }
    if (eps > 0) {
      const shares = log_target ? target.map(Math.exp) : target;
      clippedKernel(pred, shares, { least: eps, inLog: eps_mode === "log" }, { loss, grad });
      return;
    }
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

/** Probabilities of 0 for what the target does not rule out. */
const ruledOut = (logTarget: boolean): Watch<Roles> =>
  cellWatch<Roles>(
    "pred",
    (p, i, { target }) => p === 0 && (logTarget ? Math.exp(target[i]!) : target[i]!) > 0,
    (count) =>
      `${plural(count, "value")} of pred ${count === 1 ? "is" : "are"} 0 where target is not: the loss there is infinite, and so is the total; see --eps`,
  );

/** t (log t - log softmax(z)), of which the row's other logits take part in each element. */
function logitKernel(
  pred: Float64Array,
  shares: Float64Array,
  logs: Float64Array,
  { loss, grad }: Output<Roles>,
  { rows, shapes }: Dims<Roles>,
): void {
  const { classes, inner } = classDims(shapes.pred);
  const array = () => new Float64Array(classes);
  const row = probabilitiesOf(classes);
  const [x, w, g] = [array(), array(), array()];
  for (let position = 0; position < rows * inner; position++) {
    const start = Math.floor(position / inner) * classes * inner + (position % inner);
    for (let c = 0; c < classes; c++) x[c] = pred[start + c * inner]!;
    read("logits", x, row);
    for (let c = 0; c < classes; c++) {
      const i = start + c * inner;
      // what is not meant may be impossible
      loss[i] = shares[i] === 0 ? 0 * row.p[c]! : shares[i]! * (logs[i]! - row.log[c]!);
      w[c] = -shares[i]!;
    }
    if (!grad.pred) continue;
    pullBack("logits", w, row, g);
    for (let c = 0; c < classes; c++) grad.pred[start + c * inner] = g[c]! + 0;
  }
}

/** t (log t - log p) of probabilities within least..1, or of t as it is before the logarithms. */
function clippedKernel(
  pred: Float64Array,
  shares: Float64Array,
  { least, inLog }: { readonly least: number; readonly inLog: boolean },
  { loss, grad }: Output<Roles>,
): void {
  const g = grad.pred;
  const clip = (v: number): number => Math.min(Math.max(v, least), 1);
  for (let i = 0; i < loss.length; i++) {
    const p = pred[i]!;
    const t = clip(shares[i]!);
    const weight = inLog ? shares[i]! : t;
    loss[i] = weight * Math.log(t / clip(p)) + 0;
    if (g) g[i] = p <= least || p >= 1 ? 0 : -weight / p + 0;
  }
}
