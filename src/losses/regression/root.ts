import { ExactSum } from "../../core/exact-sum.ts";
import type { Dims, Output } from "../../core/loss.ts";
import { hasNaN, onAllResiduals } from "./whole-residual.ts";

type Roles = "pred" | "target";

/** What roots of a mean of squares have in common. */
export const onRoots = { ...onAllResiduals, weighted: true } as const;

/** What is to be known of them; `columns` is of the libraries' ways with several. */
export const rootNotes = (columns: string): readonly string[] => [
  "It needs all rows at once: rows have no loss of their own, and the mean of the roots of parts is not the root of the whole.",
  columns,
  "At a perfect fit there is no gradient: autograd gives NaN, here it is 0, with a warning.",
];

/** As formulas say it. */
export const ofColumns = "of several columns the mean of their roots, or one root: --mean-over";

/**
 * The root of the mean of squared residuals: of several columns the mean of their roots, or one root of the mean over
 * all elements or over the rows. Its gradient is that by the residuals.
 */
export function rootKernel(
  all: Float64Array,
  meanOver: "columns" | "elements" | "rows",
  { loss, grad }: Output<Roles>,
  { rows, weights }: Dims<Roles>,
): void {
  const width = meanOver === "columns" ? all.length / rows : 1;
  // a root of sums over the columns, not of their mean
  const scale = meanOver === "rows" ? Math.sqrt(all.length / rows) : 1;
  const factors = weights && factorsOf(weights, all.length / rows / width);
  const total = factors ? sumOf(factors) : all.length / width;
  let sum = 0;
  for (let at = 0; at < width; at++) {
    const errors = all.filter((_, i) => i % width === at);
    const root = rootMeanSquare(errors, factors, total);
    sum += scale * root;
    if (!grad.pred) continue;
    for (let i = 0; i < errors.length; i++) {
      const factor = factors?.[i] ?? 1;
      // what counts nothing may be infinite
      const share = root === 0 || total === 0 || factor === 0 ? 0 : (factor * errors[i]!) / root;
      grad.pred[i * width + at] = (scale * share) / (total || 1) / width + 0;
    }
  }
  loss[0] = sum / width;
}

/** What the weight of each row is to the largest, for each of its elements. */
function factorsOf(weights: Float64Array, elements: number): Float64Array {
  const unit = weights.reduce((top, w) => Math.max(top, w), 0) || 1;
  return Float64Array.from(
    { length: weights.length * elements },
    (_, i) => weights[Math.floor(i / elements)]! / unit,
  );
}

function sumOf(values: Float64Array): number {
  const sum = new ExactSum();
  sum.addAll(values);
  return sum.value();
}

/** `factors`: what each counts for, and `total` their sum. */
function rootMeanSquare(errors: Float64Array, factors: Float64Array | undefined, total: number): number {
  if (hasNaN(errors) || total === 0) return Number.NaN;
  let top = 0;
  for (let i = 0; i < errors.length; i++) if (factors?.[i] !== 0) top = Math.max(top, Math.abs(errors[i]!));
  if (top === 0 || top === Infinity) return top;
  // the size is taken out where squares overflow or vanish
  const unit = top > 1e150 || top < 1e-140 ? top : 1;
  const sum = new ExactSum();
  for (let i = 0; i < errors.length; i++) {
    const e = errors[i]! / unit;
    if (factors?.[i] !== 0) sum.add((factors?.[i] ?? 1) * (e * e));
  }
  return unit * Math.sqrt(sum.value() / total);
}
