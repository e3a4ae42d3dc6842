import type { Shape } from "../../core/batch.ts";
import { classDims, perClass } from "../../core/layout.ts";
import type { Watch } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { positionWatch } from "../watch.ts";
import type { CategoricalParams } from "./categorical.ts";
import { limitsOf } from "./categorical-eps.ts";
import type { From } from "./from.ts";
import { probabilitiesOf, read } from "./softmax.ts";

type Roles = "pred" | "target";
type Shapes = Readonly<Record<Roles, Shape>>;

/** Rows of probabilities add up to 1 within this, also where they were written with few digits. */
export const SUM_SLACK = 1e-3;
/** A row of probabilities that is off by more than this is a mistake. */
export const SUM_ERROR = 1e-2;

/** Looks at one position: its predictions, and its targets over the classes (of an index, its one-hot row). */
type Sign = (pred: Float64Array, target: Float64Array) => boolean;

/** Rows that show a sign: with `every` at all their positions, else at one of them. */
function categoricalWatch(
  { ignore_index }: CategoricalParams,
  { sign, ...facts }: Pick<Watch<Roles>, "role" | "rows" | "says"> & { readonly sign: Sign },
): Watch<Roles> {
  return positionWatch<Roles>({
    ...facts,
    open({ pred, target }, { shapes }) {
      const { classes, inner } = classDims(shapes.pred);
      const soft = isSoft(shapes);
      const p = new Float64Array(classes);
      const q = new Float64Array(classes);
      let hot = 0;
      const shows = (row: number, k: number): boolean => {
        const start = row * classes * inner + k;
        for (let c = 0; c < classes; c++) p[c] = pred[start + c * inner]!;
        if (soft) {
          for (let c = 0; c < classes; c++) q[c] = target[start + c * inner]!;
        } else {
          const y = target[row * inner + k]!;
          q[hot] = 0;
          if (y !== ignore_index) {
            hot = y;
            q[hot] = 1;
          }
        }
        return sign(p, q);
      };
      return { inner, shows };
    },
  });
}

/** Whether the targets are distributions. */
const isSoft = (shapes: Shapes): boolean => perClass(shapes).classes === undefined;

export function sum(v: Float64Array): number {
  let total = 0;
  for (let i = 0; i < v.length; i++) total += v[i]!;
  return total;
}

export function sumExp(v: Float64Array): number {
  let total = 0;
  for (let i = 0; i < v.length; i++) total += Math.exp(v[i]!);
  return total;
}

export const offOne = (total: number, slack: number): boolean => Math.abs(total - 1) > slack;

export function isProbabilities(v: Float64Array): boolean {
  for (let i = 0; i < v.length; i++) if (!(v[i]! >= 0 && v[i]! <= 1)) return false;
  return v.length > 1 && !offOne(sum(v), SUM_SLACK);
}

/** Whether the probability of a class that counts shows it; with label smoothing every class does. */
function hasTrue(
  p: Float64Array,
  q: Float64Array,
  smoothed: boolean,
  shows: (probability: number) => boolean,
): boolean {
  const all = smoothed && sum(q) !== 0;
  for (let c = 0; c < p.length; c++) if (shows(p[c]!) && (all || q[c] !== 0)) return true;
  return false;
}

/** True classes whose probability counts as another one, also where predictions are logits. */
function heldSign({ from, label_smoothing, ...bounds }: CategoricalParams, { pred }: Shapes) {
  const [least, most] = limitsOf(bounds);
  const what = most < 1 ? `clipped to ${least}..1-${least}` : `below eps, ${least}, and taken as eps`;
  const row = probabilitiesOf(classDims(pred).classes);
  return {
    role: "pred",
    rows: "any",
    sign(x: Float64Array, q: Float64Array) {
      read(from, x, row);
      return hasTrue(row.p, q, label_smoothing > 0, (v) => v < least || v > most);
    },
    says: (count: number, samples: number) =>
      `in ${count} of ${plural(samples, "row")} the probability of the true class is ${what}: the loss is bounded there, and the gradient 0`,
  } as const;
}

/** What to look out for where a true class of probability 0 has a finite loss. */
export function probabilityWatches(from: From, shapes: Shapes): readonly Watch<Roles>[] {
  const params = { from, weight: undefined, ignore_index: undefined, label_smoothing: 0 };
  return categoricalWatches(params, shapes, { infinite: false });
}

/** What to look out for, by what the predictions are said to be. */
export function categoricalWatches(
  params: CategoricalParams,
  shapes: Shapes,
  { infinite } = { infinite: true },
): readonly Watch<Roles>[] {
  const watch = (parts: Parameters<typeof categoricalWatch>[1]) => categoricalWatch(params, parts);
  const watches: Watch<Roles>[] = [];
  const { inner } = classDims(shapes.pred);
  if (params.from === "logits") {
    // softmax taken twice: the most common wrong number of all
    watches.push(
      watch({
        role: "pred",
        rows: "every",
        sign: isProbabilities,
        says: (count) =>
          `every row of pred lies in 0..1 and sums to 1 (${plural(count, "row")}): these look like probabilities, not logits; use --from probs`,
      }),
    );
  }
  if (params.from === "probs") {
    watches.push(
      watch({
        role: "pred",
        rows: "never",
        sign: (p) => offOne(sum(p), SUM_ERROR),
        says: () =>
          `the probabilities of this row do not sum to 1${inner > 1 ? " over its first axis, where the classes are" : ""}`,
      }),
      watch({
        role: "pred",
        rows: "any",
        sign: (p) => offOne(sum(p), 1e-6),
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} pred does not sum to 1 to six digits; taken as it is, not renormalised`,
      }),
    );
    const smoothed = params.label_smoothing > 0;
    if (infinite && !params.eps)
      watches.push(
        watch({
          role: "pred",
          rows: "any",
          sign: (p, q) => hasTrue(p, q, smoothed, (v) => v <= 0),
          says: (count) =>
            `${plural(count, "row")} ${count === 1 ? "gives" : "give"} the true class probability 0: the loss there is infinite, and so is the total`,
        }),
      );
  }
  if (params.from === "log-probs") {
    watches.push(
      watch({
        role: "pred",
        rows: "any",
        sign: isProbabilities,
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} pred lies in 0..1 and sums to 1: these look like probabilities, not log-probabilities; use --from probs`,
      }),
      watch({
        role: "pred",
        rows: "any",
        sign: (lp) => !isProbabilities(lp) && offOne(sumExp(lp), SUM_SLACK),
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} the probabilities exp(pred) do not sum to 1: these look like logits, not log-probabilities; use cross-entropy, or --from logits`,
      }),
    );
  }
  if (params.eps) watches.push(watch(heldSign(params, shapes)));
  if (isSoft(shapes)) {
    watches.push(
      watch({
        role: "target",
        rows: "any",
        sign: (_, q) => q.some((x) => x < 0) || offOne(sum(q), SUM_SLACK),
        says: (count, samples) =>
          `in ${count} of ${plural(samples, "row")} the target is no distribution: it has a negative entry or does not sum to 1; taken as it is`,
      }),
    );
  }
  return watches;
}
