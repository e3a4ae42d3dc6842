import { classDims } from "../../core/layout.ts";
import type { Range, Sighting, Watch } from "../../core/loss.ts";
import type { From } from "./categorical.ts";

type Roles = "pred" | "target";
type RoleWatch = Watch<Roles>;

/** Probabilities may be off by this much by rounding. */
const SLACK = 1e-12;
/** Rows of probabilities add up to 1 within this, also where they were written with few digits. */
const SUM_SLACK = 1e-3;
/** Rows that are off by more than this are no probabilities. */
const SUM_ERROR = 1e-2;

export const PROBABILITY: Range = { min: 0, max: 1, slack: SLACK, hint: "logits? then --from logits" };

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

/** Counts the vectors (over the class axis) that a test holds for, and remembers the first. */
function countVectors(
  rows: number,
  classes: number,
  inner: number,
  test: (start: number, stride: number) => boolean,
): Sighting {
  let count = 0;
  let first = -1;
  let cell = 0;
  for (let row = 0; row < rows; row++) {
    let all = true;
    let any = -1;
    for (let k = 0; k < inner; k++) {
      if (test(row * classes * inner + k, inner)) any = any < 0 ? k : any;
      else all = false;
    }
    if (any < 0) continue;
    // a row counts once, whatever the number of its positions
    if (all || inner > 1) count++;
    if (first < 0) {
      first = row;
      cell = any;
    }
  }
  return { count, row: first, cell };
}

function sumOf(values: Float64Array, start: number, stride: number, classes: number): number {
  let sum = 0;
  for (let c = 0; c < classes; c++) sum += values[start + c * stride]!;
  return sum;
}

function withinUnit(values: Float64Array, start: number, stride: number, classes: number): boolean {
  for (let c = 0; c < classes; c++) {
    const v = values[start + c * stride]!;
    if (!(v >= 0 && v <= 1)) return false;
  }
  return true;
}

/** A watch for vectors of one role for which a test on (values, start, stride, classes) holds. */
function vectorWatch(
  role: Roles,
  rows: Watch["rows"],
  test: (values: Float64Array, start: number, stride: number, classes: number) => boolean,
  says: Watch["says"],
): RoleWatch {
  return {
    role,
    rows,
    says,
    look(values, dims) {
      const { classes, inner } = classDims(dims.shapes[role]);
      const data = values[role];
      return countVectors(dims.rows, classes, inner, (start, stride) => test(data, start, stride, classes));
    },
  };
}

/** Softmax taken twice: the most common wrong number of all. */
const probabilitiesAsLogits = vectorWatch(
  "pred",
  "every",
  (v, at, by, n) => n > 1 && withinUnit(v, at, by, n) && Math.abs(sumOf(v, at, by, n) - 1) <= SUM_SLACK,
  (count) =>
    `every row of pred lies in 0..1 and sums to 1 (${plural(count, "row")}): these look like probabilities, not logits; use --from probs`,
);

const probabilitiesAsLogs = vectorWatch(
  "pred",
  "every",
  (v, at, by, n) => withinUnit(v, at, by, n) && sumOf(v, at, by, n) !== 0,
  (count) =>
    `every value of pred lies in 0..1 (${plural(count, "row")}): these look like probabilities, not log-probabilities; use --from probs`,
);

const unnormalisedLogs = vectorWatch(
  "pred",
  "any",
  (v, at, by, n) => {
    if (withinUnit(v, at, by, n) && sumOf(v, at, by, n) !== 0) return false;
    let mass = 0;
    for (let c = 0; c < n; c++) mass += Math.exp(v[at + c * by]!);
    return Math.abs(mass - 1) > SUM_SLACK;
  },
  (count, samples) =>
    `in ${count} of ${plural(samples, "row")} the probabilities exp(pred) do not sum to 1: these look like logits, not log-probabilities; use cross-entropy, or --from logits`,
);

const probabilitiesOffOne = vectorWatch(
  "pred",
  "any",
  (v, at, by, n) => Math.abs(sumOf(v, at, by, n) - 1) > 1e-6,
  (count, samples) =>
    `in ${count} of ${plural(samples, "row")} pred does not sum to 1 to six digits; taken as it is, not renormalised`,
);

const probabilitiesFarOffOne = vectorWatch(
  "pred",
  "never",
  (v, at, by, n) => Math.abs(sumOf(v, at, by, n) - 1) > SUM_ERROR,
  () => "the probabilities of this row do not sum to 1",
);

const targetOffOne = vectorWatch(
  "target",
  "any",
  (v, at, by, n) => {
    for (let c = 0; c < n; c++) if (v[at + c * by]! < 0) return true;
    return Math.abs(sumOf(v, at, by, n) - 1) > SUM_SLACK;
  },
  (count, samples) =>
    `in ${count} of ${plural(samples, "row")} the target is no distribution: it has a negative entry or does not sum to 1; taken as it is`,
);

/** The true class has probability 0, so the loss is infinite. */
const impossibleTarget: RoleWatch = {
  role: "pred",
  rows: "any",
  look({ pred, target }, { rows, shapes }) {
    const { classes, inner } = classDims(shapes.pred);
    const soft = shapes.target.length === shapes.pred.length;
    return countVectors(rows, classes, inner, (start, stride) => {
      if (soft) {
        for (let c = 0; c < classes; c++) {
          if (target[start + c * stride] !== 0 && pred[start + c * stride] === 0) return true;
        }
        return false;
      }
      const row = Math.floor(start / (classes * inner));
      const y = target[row * inner + (start % (classes * inner))]!;
      return pred[start + y * stride] === 0;
    });
  },
  says: (count) =>
    `${plural(count, "row")} give the true class probability 0: the loss there is infinite, and so is the total`,
};

/** What to look out for where the predictions are said to be `from`. */
export function categoricalWatches(from: From, soft: boolean): readonly RoleWatch[] {
  const watches: RoleWatch[] = [];
  if (from === "logits") watches.push(probabilitiesAsLogits);
  if (from === "probs") watches.push(probabilitiesFarOffOne, probabilitiesOffOne, impossibleTarget);
  if (from === "log-probs") watches.push(probabilitiesAsLogs, unnormalisedLogs);
  if (soft) watches.push(targetOffOne);
  return watches;
}

/** Sightings by element, counted in values. */
function countValues(length: number, width: number, test: (i: number) => boolean): Sighting {
  let count = 0;
  let first = -1;
  for (let i = 0; i < length; i++) {
    if (!test(i)) continue;
    count++;
    if (first < 0) first = i;
  }
  return { count, row: first < 0 ? -1 : Math.floor(first / width), cell: first < 0 ? 0 : first % width };
}

/** log clamped at -100, where it decides the loss. */
export const clampedLog: RoleWatch = {
  role: "pred",
  rows: "any",
  look({ pred, target }, { rows }) {
    return countValues(pred.length, pred.length / rows, (i) => {
      const p = pred[i]!;
      const y = target[i]!;
      return (p <= 0 && y > 0) || (p >= 1 && y < 1);
    });
  },
  says: (count) =>
    `${plural(count, "value")} of pred are 0 or 1 against their target: log clamped at -100, as torch does`,
};

/** Every prediction of a binary loss on logits lies in 0..1. */
export const binaryProbabilitiesAsLogits: RoleWatch = {
  role: "pred",
  rows: "every",
  look({ pred }, { rows }) {
    const width = pred.length / rows;
    return countVectors(rows, width, 1, (start) => withinUnit(pred, start, 1, width));
  },
  says: (count) =>
    `every value of pred lies in 0..1 (${plural(count, "row")}): these look like probabilities, not logits; use bce, or --from probs`,
};
