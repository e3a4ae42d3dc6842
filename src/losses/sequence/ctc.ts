import { InputError } from "../../core/errors.ts";
import { defineLoss } from "../../core/loss.ts";
import { type From, fromParam, probabilityRanges } from "../classification/from.ts";
import { pullBack, read } from "../classification/softmax.ts";
import { LogSum } from "../log-sum.ts";
import { States } from "./alignment.ts";
import { ctcWatches } from "./ctc-watches.ts";

export const ctc = defineLoss({
  name: "ctc",
  aliases: ["CTCLoss", "connectionist-temporal-classification"],
  family: "sequence",
  summary: "Connectionist temporal classification: likelihood of a label sequence over all its alignments.",
  formula:
    "-log sum over alignments a of prod_t p_t(a_t); an alignment repeats each label for one or more frames, with blanks between at will, but one at least between equal labels",
  gradient:
    "p_t(k) - share of k at frame t in all alignments, by logits and, as torch has it, by log-probabilities",
  denominator: "rows, after each loss was divided by the length of its target",
  relations: ["with one frame and one label: nll"],
  notes: [
    "Sequences differ in length, so they are read from JSON and NDJSON: pred has a row of C values for each frame, target the classes of the labels, without blanks and without padding.",
    "The sum is that of the losses as they are; the mean is of losses divided by the length of their targets (of at least 1), as in torch. Keras and optax do not divide: --no-per-label.",
    "By log-probabilities the gradient is torch's, exp(pred) - share: what goes on through log-softmax. The slope of the loss alone is -share.",
    "A target that needs more frames than there are has an infinite loss and a gradient of NaN, with --zero-infinity 0 and 0. Keras and optax have about 1e5 there.",
  ],
  libraries: {
    PyTorch: "torch.nn.CTCLoss",
    Keras: "keras.losses.CTC (logits)",
    optax: "optax.losses.ctc_loss (logits)",
    TensorFlow: "tf.nn.ctc_loss (logits)",
  },
  reference: "Graves, Fernandez, Gomez and Schmidhuber, Connectionist temporal classification, 2006",
  example: "'[[[2,0,1],[0,3,1]],[[3,1,0],[0,1,4]]]' '[[1,2],[2]]' --from logits",
  roles: {
    pred: {
      kind: "real",
      sequence: "vectors",
      about: "a sequence of frames, each with log-probabilities of all classes (or logits, or probabilities)",
      grad: true,
    },
    target: { kind: "class", sequence: "numbers", about: "a sequence of class indices, or class names" },
  },
  params: {
    blank: { kind: "number", integer: true, min: 0, default: 0, about: "the class that is no label" },
    zero_infinity: {
      kind: "flag",
      default: false,
      about: "count an infinite loss, of a target that does not fit, and its gradient as 0",
    },
    from: fromParam("log-probs"),
    per_label: {
      kind: "flag",
      default: true,
      about: "divide each loss by the length of its target before the mean",
    },
  },
  reduction: "mean",
  like: {
    torch: { blank: 0, zero_infinity: false, from: "log-probs", per_label: true },
    keras: { blank: 0, from: "logits", per_label: false },
    optax: { blank: 0, from: "logits", per_label: false },
  },
  layout({ pred, target }, { blank, per_label }) {
    const [classes, ...deeper] = pred;
    if (classes === undefined || deeper.length > 0)
      throw new InputError("pred takes a value for each class in each frame", {
        hint: "as in [[-0.1,-2.3],[-1.2,-0.4]] for two frames and two classes",
      });
    if (target.length > 0) throw new InputError("target takes one class a label");
    if (blank >= classes) throw new InputError(`--blank is ${blank}, and pred has classes 0..${classes - 1}`);
    return { out: [], classes, ...(per_label && { perItemOf: "target" }) };
  },
  ranges: ({ from }) => probabilityRanges(from),
  watches: (params, { pred }) => ctcWatches(params, pred[0]!),
  kernel({ pred, target }, { blank, zero_infinity, from }, { loss, grad, mass }, { rows, shapes, starts }) {
    const part = (values: Float64Array, at: Uint32Array, row: number): Float64Array =>
      values.subarray(at[row], at[row + 1]);
    mass?.fill(1);
    for (let row = 0; row < rows; row++) {
      const g = grad.pred && part(grad.pred, starts!.pred!, row);
      const states = new States(part(target, starts!.target!, row), blank);
      const frames = part(pred, starts!.pred!, row);
      loss[row] = align(frames, states, from, shapes.pred[0]!, g);
      if (loss[row] !== Infinity || !zero_infinity) continue;
      loss[row] = 0;
      g?.fill(0);
    }
  },
});

/**
 * The loss of one sequence, by Graves's forward algorithm in logarithms; where there is room for the gradient, the
 * backward algorithm writes it.
 */
function align(x: Float64Array, states: States, from: From, classes: number, g?: Float64Array): number {
  const frames = x.length / classes;
  const { count } = states;
  const row = {
    p: new Float64Array(classes),
    log: new Float64Array(classes),
    rest: new Float64Array(classes),
  };
  const log = new Float64Array(x.length);
  const frame = (values: Float64Array, t: number): Float64Array =>
    values.subarray(t * classes, (t + 1) * classes);
  for (let t = 0; t < frames; t++) {
    read(from, frame(x, t), row);
    log.set(row.log, t * classes);
  }
  // also where no alignment shows it
  if (log.some(Number.isNaN)) {
    g?.fill(Number.NaN);
    return Number.NaN;
  }

  const sum = new LogSum();
  const alpha = new Float64Array(frames * count);
  for (let t = 0; t < frames; t++)
    for (let s = 0; s < count; s++) {
      sum.clear();
      const before = (t - 1) * count + s;
      if (t === 0) sum.add(s < 2 ? 0 : -Infinity);
      else {
        sum.add(alpha[before]!);
        if (s > 0) sum.add(alpha[before - 1]!);
        if (states.skips(s)) sum.add(alpha[before - 2]!);
      }
      alpha[t * count + s] = sum.value() + log[t * classes + states.symbol(s)]!;
    }
  sum.clear();
  // without a frame only the empty target is there, for certain
  if (frames === 0) sum.add(count === 1 ? 0 : -Infinity);
  for (let s = Math.max(count - 2, 0); s < count && frames > 0; s++)
    sum.add(alpha[(frames - 1) * count + s]!);
  const total = sum.value();
  if (!g || total === -Infinity) {
    g?.fill(Number.NaN);
    return 0 - total;
  }

  let beta = new Float64Array(count).map((_, s) => (s >= count - 2 ? 0 : -Infinity));
  const w = new Float64Array(classes);
  for (let t = frames - 1; t >= 0; t--) {
    w.fill(0);
    for (let s = 0; s < count; s++)
      w[states.symbol(s)]! -= Math.exp(alpha[t * count + s]! + beta[s]! - total);
    read(from, frame(x, t), row);
    pullBack(from === "probs" ? from : "logits", w, row, frame(g, t));
    // what may follow in the frame at hand, from a state in the one before
    const follows = beta.map((b, s) => b + log[t * classes + states.symbol(s)]!);
    beta = beta.map((_, s) => {
      sum.clear();
      sum.add(follows[s]!);
      if (s + 1 < count) sum.add(follows[s + 1]!);
      if (s + 2 < count && states.skips(s + 2)) sum.add(follows[s + 2]!);
      return sum.value();
    });
  }
  return 0 - total;
}
