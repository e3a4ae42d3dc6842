import { classDims } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { probabilityWatches } from "../classification/categorical-watches.ts";
import { fromParam, probabilityRanges } from "../classification/from.ts";
import { everyRow } from "../watch.ts";
import { classLayout, classOverlaps, ignoreBackground } from "./class-masks.ts";

type Roles = "pred" | "target";

/** What optax adds to the square of how often a class is there. */
const EPS = 1e-7;

export const generalizedDice = defineLoss({
  name: "generalized-dice",
  aliases: ["generalized-dice-loss", "generalised-dice", "gdl", "multiclass-generalized-dice-loss"],
  family: "segmentation",
  summary: "Dice of each class, where rare classes count more.",
  formula:
    "mean over rows and classes of  w_c (1 - (I + smooth) / ((sum p + sum t) / 2 + smooth)),  I = sum p t over a row's pixels;  w_c as 1 / (F_c^2 + 1e-7), F_c the sum of t over all rows, with mean 1",
  gradient: "-w_c (t D - (I + smooth) / 2) / (D^2 N C),  D the denominator, by probabilities",
  denominator: "nothing: one number for all rows",
  relations: ["dice of each class, where all classes are equally frequent"],
  notes: [
    "It needs all rows at once: how much a class counts depends on how often it is there in all of them.",
    "A class that is nowhere in target has a weight of 1e7 before they are brought to mean 1: it decides the loss.",
    "Rows are (C, ...): a mask for each class. The target has 0 and 1 in the same shape, not class indices.",
    "With --ignore-background the first class has no part in the loss, but is among those whose weights have mean 1, as in optax.",
  ],
  libraries: { optax: "optax.losses.multiclass_generalized_dice_loss" },
  reference: "Sudre et al., Generalised Dice overlap, 2017",
  example: "'[[[2,0.5,-1],[0,1,1.5]]]' '[[[1,1,0],[0,0,1]]]'",
  roles: {
    pred: { kind: "real", about: "what is said of each pixel, a mask for each class", grad: true },
    target: { kind: "label", about: "the true masks: 0 or 1 for each pixel, or a share in between" },
  },
  params: {
    from: fromParam("logits"),
    smooth: { kind: "number", min: 0, default: 1, about: "added above and below, so that empty masks agree" },
    ignore_background: ignoreBackground,
  },
  reduction: "mean",
  like: { optax: { from: "logits", smooth: 1 } },
  whole: () => "value",
  layout(shapes) {
    classLayout(shapes, {});
    return { out: [] };
  },
  ranges: ({ from }) => ({
    ...probabilityRanges(from),
    target: { min: 0, max: 1, hint: "a mask holds 0 and 1; are pred and target swapped?" },
  }),
  watches: ({ from }, shapes) => [
    ...probabilityWatches(from, shapes),
    absentClasses(classDims(shapes.pred).classes),
  ],
  kernel(values, { from, smooth, ignore_background = false }, { loss, grad }, dims) {
    const { classes, inner } = classDims(dims.shapes.pred);
    const first = ignore_background ? 1 : 0;
    const count = dims.rows * (classes - first);
    const weights = classWeights(values.target, classes, inner).map((w, c) => (c < first ? 0 : w / count));
    const overlap = { from, smooth, eps: 0, alpha: 0.5, beta: 0.5 };
    let sum = 0;
    for (const part of classOverlaps(values, overlap, weights, dims, grad.pred)) sum += part;
    loss[0] = sum;
  },
});

/** Sums of the masks of each class. */
function addFrequencies(target: Float64Array, inner: number, into: Float64Array): void {
  for (const [i, t] of target.entries()) into[Math.floor(i / inner) % into.length]! += t;
}

function classWeights(target: Float64Array, classes: number, inner: number): Float64Array {
  const frequencies = new Float64Array(classes);
  addFrequencies(target, inner, frequencies);
  const weights = frequencies.map((f) => 1 / (f * f + EPS));
  let sum = 0;
  for (const weight of weights) sum += weight;
  return weights.map((weight) => (weight / sum) * classes);
}

function absentClasses(classes: number) {
  const frequencies = new Float64Array(classes);
  const absent = () => [...frequencies.keys()].filter((c) => frequencies[c] === 0);
  return everyRow<Roles>({
    role: "target",
    still({ target }, { rows }) {
      addFrequencies(target, target.length / rows / classes, frequencies);
      return absent().length > 0;
    },
    says: () =>
      `class ${absent().join(", ")} (counted from 0) is nowhere in target: it gets nearly all of the weight`,
  });
}
