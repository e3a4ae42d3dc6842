import { InputError } from "../../core/errors.ts";
import { classDims, wholeRows } from "../../core/layout.ts";
import { type Dims, defineLoss } from "../../core/loss.ts";
import { probabilityWatches } from "../classification/categorical-watches.ts";
import { fromParam, probabilityRanges } from "../classification/from.ts";
import { probabilitiesOf, pullBack, read } from "../classification/softmax.ts";
import { everyRow } from "../watch.ts";
import { overlaps } from "./overlap.ts";

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
  ],
  libraries: { optax: "optax.losses.multiclass_generalized_dice_loss" },
  reference: "Sudre et al., Generalised Dice overlap, 2017",
  example: "'[[[2,0.5,-1],[0,1,1.5]],[[-1,0.3,2],[1,-0.5,0]]]' '[[[1,1,0],[0,0,1]],[[0,1,1],[1,0,0]]]'",
  roles: {
    pred: { kind: "real", about: "what is said of each pixel, a mask for each class", grad: true },
    target: { kind: "label", about: "the true masks: 0 or 1 for each pixel, or a share in between" },
  },
  params: {
    from: fromParam("logits"),
    smooth: { kind: "number", min: 0, default: 1, about: "added above and below, so that empty masks agree" },
  },
  reduction: "mean",
  like: { optax: { from: "logits", smooth: 1 } },
  whole: () => "value",
  layout(shapes) {
    wholeRows(shapes);
    if (shapes.pred[0]! < 2) throw new InputError("pred has one class, where this loss takes several");
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
  kernel({ pred, target }, { from, smooth }, { loss, grad }, dims) {
    const { classes, inner } = classDims(dims.shapes.pred);
    const parts = new Float64Array(dims.rows * classes);
    const weights = classWeights(target, classes, inner);
    const array = () => new Float64Array(pred.length);
    const [p, q, slopes] = [array(), array(), grad.pred && array()];
    const row = probabilitiesOf(classes);
    const x = new Float64Array(classes);
    positions(classes, inner, dims, (at) => {
      for (let c = 0; c < classes; c++) x[c] = pred[at + c * inner]!;
      read(from, x, row);
      for (let c = 0; c < classes; c++) {
        p[at + c * inner] = row.p[c]!;
        q[at + c * inner] = row.rest[c]!;
      }
    });
    overlaps(p, q, target, { smooth, eps: 0, alpha: 0.5, beta: 0.5 }, parts, slopes);
    let sum = 0;
    for (const [i, part] of parts.entries()) sum += weights[i % classes]! * part;
    loss[0] = sum / parts.length;
    const g = grad.pred;
    if (!g || !slopes) return;
    const w = new Float64Array(classes);
    const back = new Float64Array(classes);
    positions(classes, inner, dims, (at) => {
      for (let c = 0; c < classes; c++) {
        const i = at + c * inner;
        row.p[c] = p[i]!;
        row.rest[c] = q[i]!;
        back[c] = (weights[c]! * slopes[i]!) / parts.length;
        w[c] = p[i]! * back[c]!;
      }
      if (from !== "probs") pullBack(from, w, row, back);
      for (let c = 0; c < classes; c++) g[at + c * inner] = back[c]! + 0;
    });
  },
});

/** Calls `visit` with where each pixel stands in the first class. */
function positions(classes: number, inner: number, { rows }: Dims<Roles>, visit: (at: number) => void): void {
  for (let row = 0; row < rows; row++) for (let k = 0; k < inner; k++) visit(row * classes * inner + k);
}

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
