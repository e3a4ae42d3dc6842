import { InputError } from "../../core/errors.ts";
import { classDims, perClass } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { categoricalRoles } from "./categorical.ts";
import { epsParam } from "./categorical-eps.ts";
import { categoricalWatches } from "./categorical-watches.ts";
import { fromParam, probabilityRanges } from "./from.ts";
import { type ProbabilityTerm, probabilityKernel } from "./softmax.ts";

export const categoricalFocal = defineLoss({
  name: "categorical-focal",
  aliases: ["categorical-focal-crossentropy", "softmax-focal"],
  family: "classification",
  summary: "Cross-entropy that plays down what is classified well.",
  formula: "-sum over c of alpha_c (1 - p_c)^gamma q_c log p_c",
  gradient:
    "alpha ((1 - p_y)^gamma - gamma (1 - p_y)^(gamma - 1) p_y log p_y)(p - onehot_y), by logits, on a class index",
  denominator: "rows",
  relations: ["at gamma 0 and alpha 1 it is cross-entropy", "sigmoid-focal is the one on yes or no"],
  notes: [
    "alpha multiplies every class: Keras's default 0.25 scales the whole loss to a quarter.",
    "Predictions are probabilities unless --from says otherwise. Keras divides each row by its sum first; here a row that does not sum to 1 is an error.",
    "Keras clips probabilities to 1e-7..1-1e-7, those of logits as well: --eps. By what is clipped the gradient is 0, as autograd gives it.",
  ],
  libraries: { Keras: "keras.losses.CategoricalFocalCrossentropy" },
  reference: "Lin, Goyal, Girshick, He and Dollar, Focal loss for dense object detection, 2017",
  example: "fixtures/data/iris.csv --target species",
  roles: categoricalRoles,
  params: {
    from: fromParam("probs"),
    alpha: {
      kind: "numbers",
      min: 0,
      default: [0.25],
      about: "weight of all classes, or of each: 1,2,3 or @file",
    },
    gamma: { kind: "number", min: 0, default: 2, about: "how much what is classified well is played down" },
    label_smoothing: {
      kind: "number",
      min: 0,
      max: 1,
      default: 0,
      about: "share of the target that is spread over all classes",
    },
    eps: { ...epsParam, about: "how close a probability may come to 0 and 1, also one of logits" },
  },
  reduction: "mean",
  like: { keras: { from: "probs", alpha: [0.25], gamma: 2, label_smoothing: 0, eps: 1e-7 } },
  layout(shapes, { alpha }) {
    const layout = perClass(shapes);
    const { classes } = classDims(shapes.pred);
    if (alpha.length !== 1 && alpha.length !== classes)
      throw new InputError(`--alpha has ${alpha.length} values, pred has ${classes} classes`);
    return layout;
  },
  ranges: ({ from }) => probabilityRanges(from),
  watches: ({ from, label_smoothing, eps }, shapes) =>
    categoricalWatches({ from, label_smoothing, eps, weight: undefined, ignore_index: undefined }, shapes),
  kernel(values, { from, alpha, gamma, label_smoothing, eps }, out, dims) {
    const term: ProbabilityTerm = ({ p, log, rest }, q, w) => {
      const spread = label_smoothing / p.length;
      let sum = 0;
      for (let c = 0; c < p.length; c++) {
        const a = alpha[c % alpha.length]! * ((1 - label_smoothing) * q[c]! + spread);
        const focus = rest[c]! ** gamma;
        // a class that does not count may be impossible
        const cost = a === 0 ? 0 * p[c]! : -a * focus * log[c]!;
        const bend =
          gamma === 0 || log[c] === 0 || p[c] === 0 ? 0 : gamma * p[c]! * rest[c]! ** (gamma - 1) * log[c]!;
        w[c] = a === 0 ? 0 : a * (bend - focus);
        sum += cost;
      }
      return sum + 0;
    };
    probabilityKernel(values, from, out, dims, term, eps);
  },
});
