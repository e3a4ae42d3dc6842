import type { Shape } from "../../core/batch.ts";
import { InputError } from "../../core/errors.ts";
import { expOfNegative } from "../../core/exponential.ts";
import { classDims, perClass } from "../../core/layout.ts";
import type { Dims, Layout, Output, Range, Role } from "../../core/loss.ts";
import type { Params } from "../../core/param.ts";
import { type Bounds, probTerms } from "./categorical-eps.ts";
import { type From, PROBABILITY } from "./from.ts";

type Roles = "pred" | "target";
type Pair = Readonly<Record<Roles, Float64Array>>;

export const categoricalRoles = {
  pred: { kind: "real", about: "one column a class", grad: true },
  target: { kind: "class", about: "class indices from 0, class names, or a distribution over the classes" },
} as const satisfies Record<string, Role>;

export const categoricalParams = {
  weight: { kind: "numbers", min: 0, about: "class weights, one a class: 1,2,3 or @file" },
  ignore_index: { kind: "number", integer: true, default: -100, about: "class index that does not count" },
} as const satisfies Params;

export interface CategoricalParams extends Bounds {
  readonly from: From;
  readonly weight: readonly number[] | undefined;
  readonly ignore_index: number | undefined;
  readonly label_smoothing: number;
}

/** As `perClass`, with one weight for each class, and no class to ignore where there are no class indices. */
export function categoricalLayout(
  shapes: Readonly<Record<Roles, Shape>>,
  { weight, ignore_index }: Pick<CategoricalParams, "weight" | "ignore_index">,
): Layout {
  const layout = perClass(shapes);
  const { classes } = classDims(shapes.pred);
  if (weight && weight.length !== classes)
    throw new InputError(`--weight has ${weight.length} values, pred has ${classes} classes`);
  if (layout.classes === undefined && ignore_index !== undefined && ignore_index >= 0)
    throw new InputError("--ignore-index needs class indices, but target holds distributions");
  return layout;
}

export function categoricalRanges(from: From): { pred?: Range } {
  return from === "probs" ? { pred: PROBABILITY } : {};
}

/**
 * -sum_c a_c log p_c, where a_c are the weighted targets: w_y at the target class, spread by label smoothing, or
 * w_c q_c of a distribution. From logits the log-softmax is taken in the same step.
 */
export function categoricalKernel(
  { pred, target }: Pair,
  { from, weight, ignore_index, label_smoothing, eps, eps_mode }: CategoricalParams,
  { loss, grad, mass }: Output<Roles>,
  { rows, shapes }: Dims<Roles>,
): void {
  const { classes, inner } = classDims(shapes.pred);
  const soft = mass === undefined;
  const g = grad.pred;
  const spread = label_smoothing / classes;
  const kept = 1 - label_smoothing;
  const a = new Float64Array(classes);
  const terms =
    from === "logits" ? logitTerms : from === "probs" ? probTerms({ eps, eps_mode }) : logProbTerms;
  // most of all that is ever asked for, and twice as fast without an array of targets
  const plain = !soft && spread === 0 && from === "logits" && !g;
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inner; k++) {
      const cell = row * inner + k;
      const start = row * classes * inner + k;
      if (soft) {
        for (let c = 0; c < classes; c++)
          a[c] = (weight ? weight[c]! : 1) * (kept * target[start + c * inner]! + spread);
      } else {
        const y = target[cell]!;
        const ignored = y === ignore_index;
        mass[cell] = ignored ? 0 : weight ? weight[y]! : 1;
        if (ignored) {
          loss[cell] = 0;
          if (g) for (let c = 0; c < classes; c++) g[start + c * inner] = 0;
          continue;
        }
        if (plain) {
          loss[cell] = indexTerm(pred, start, inner, classes, y, mass[cell]!);
          continue;
        }
        for (let c = 0; c < classes; c++) a[c] = spread === 0 ? 0 : (weight ? weight[c]! : 1) * spread;
        a[y]! += kept * mass[cell]!;
      }
      loss[cell] = terms(pred, start, inner, a, soft, g);
    }
  }
}

/** The class of the largest logit. */
function highest(z: Float64Array, start: number, stride: number, classes: number): number {
  let top = 0;
  let m = z[start]!;
  for (let c = 1; c < classes; c++) {
    const v = z[start + c * stride]!;
    if (v > m) {
      m = v;
      top = c;
    }
  }
  return top;
}

/**
 * Sum of exp(z - m) over all classes but the top one. Its own term is 1 and left out, so that log1p keeps the digits of a
 * loss near 0; where the top is not finite there is no softmax, and this is NaN.
 */
function sumOfOthers(z: Float64Array, start: number, stride: number, classes: number, top: number): number {
  const m = z[start + top * stride]!;
  let rest = m - m;
  for (let c = 0; c < classes; c++) if (c !== top) rest += expOfNegative(z[start + c * stride]! - m);
  return rest;
}

/** a (lse - v), where the distance of two finite logits may overflow and its share does not. */
function weighted(a: number, log: number, m: number, v: number): number {
  const gap = m - v;
  return gap < Infinity ? a * (log + gap) : a * m - a * v;
}

/** As logitTerms for an index target: w_y (lse - z_y). */
function indexTerm(
  z: Float64Array,
  start: number,
  stride: number,
  classes: number,
  y: number,
  weight: number,
): number {
  const top = highest(z, start, stride, classes);
  const rest = sumOfOthers(z, start, stride, classes, top);
  if (weight === 0) return 0 * rest;
  const m = z[start + top * stride]!;
  return 0 * rest + weighted(weight, Math.log1p(rest), m, z[start + y * stride]!);
}

/** With lse = m + log(sum exp(z - m)): sum a_c (lse - z_c); gradient p_c sum(a) - a_c. */
export function logitTerms(
  z: Float64Array,
  start: number,
  stride: number,
  a: Float64Array,
  soft: boolean,
  g: Float64Array | undefined,
): number {
  const classes = a.length;
  const top = highest(z, start, stride, classes);
  const m = z[start + top * stride]!;
  const rest = sumOfOthers(z, start, stride, classes, top);
  let total = 0;
  for (let c = 0; c < classes; c++) total += a[c]!;
  const log = Math.log1p(rest);
  let sum = 0 * rest;
  for (let c = 0; c < classes; c++) {
    const weight = a[c]!;
    // an index target skips classes that do not count, where -Infinity is a proper logit
    if (!soft && weight === 0) continue;
    sum += weighted(weight, log, m, z[start + c * stride]!);
  }
  if (g) {
    const scale = 1 / (1 + rest);
    for (let c = 0; c < classes; c++) {
      const at = start + c * stride;
      const others = total - a[c]!;
      // p - a, written so that nothing cancels where one class has both the probability and the target
      g[at] =
        c === top ? others * scale - a[c]! * rest * scale : total * expOfNegative(z[at]! - m) * scale - a[c]!;
    }
  }
  return sum;
}

/** -sum a_c lp_c; gradient -a_c. Classes that do not count may have -Infinity, but not NaN. */
function logProbTerms(
  lp: Float64Array,
  start: number,
  stride: number,
  a: Float64Array,
  _: boolean,
  g: Float64Array | undefined,
): number {
  let sum = 0;
  for (let c = 0; c < a.length; c++) {
    const at = start + c * stride;
    const weight = a[c]!;
    const v = lp[at]!;
    if (weight !== 0 || Number.isNaN(v)) sum -= weight * v;
    if (g) g[at] = weight === 0 ? 0 : -weight;
  }
  return sum;
}
