import { classDims } from "../../core/layout.ts";
import type { Dims, Output } from "../../core/loss.ts";
import { hotClass } from "./scores.ts";

type Roles = "pred" | "target";
type Pair = Readonly<Record<Roles, Float64Array>>;

/** The loss of one position, from its predictions and its true class; writes the gradient into `g` if it is there. */
export type IndexTerm = (x: Float64Array, y: number, g: Float64Array | undefined) => number;

/** The same from the targets over the classes, of which a class index has one that is 1. */
export type DistributionTerm = (x: Float64Array, q: Float64Array, g: Float64Array | undefined) => number;

/**
 * Calls `term` for each position, of which a row without inner dimensions has one. Its class is an index, or where the
 * 1 stands in a row over the classes.
 */
export function perIndex(
  { pred, target }: Pair,
  out: Output<Roles>,
  dims: Dims<Roles>,
  term: IndexTerm,
): void {
  if (out.mass !== undefined) {
    positions(pred, out, dims, (x, cell, g) => term(x, target[cell]!, g));
    return;
  }
  const { classes, inner } = classDims(dims.shapes.pred);
  positions(pred, out, dims, (x, _, g, start) => {
    const y = hotClass(target, start, inner, classes);
    if (y >= 0) return term(x, y, g);
    g?.fill(Number.NaN);
    return Number.NaN;
  });
}

export function perDistribution(
  { pred, target }: Pair,
  out: Output<Roles>,
  dims: Dims<Roles>,
  term: DistributionTerm,
): void {
  const { classes, inner } = classDims(dims.shapes.pred);
  const q = new Float64Array(classes);
  const indexed = out.mass !== undefined;
  positions(pred, out, dims, (x, cell, g, start) => {
    if (indexed) {
      q.fill(0);
      q[target[cell]!] = 1;
    } else for (let c = 0; c < classes; c++) q[c] = target[start + c * inner]!;
    return term(x, q, g);
  });
}

function positions(
  pred: Float64Array,
  { loss, grad, mass }: Output<Roles>,
  { rows, shapes }: Dims<Roles>,
  term: (x: Float64Array, cell: number, g: Float64Array | undefined, start: number) => number,
): void {
  const { classes, inner } = classDims(shapes.pred);
  const x = new Float64Array(classes);
  const g = grad.pred && new Float64Array(classes);
  mass?.fill(1);
  for (let row = 0; row < rows; row++) {
    for (let k = 0; k < inner; k++) {
      const cell = row * inner + k;
      const start = row * classes * inner + k;
      for (let c = 0; c < classes; c++) x[c] = pred[start + c * inner]!;
      loss[cell] = term(x, cell, g, start);
      // adding 0 leaves no -0
      if (g) for (let c = 0; c < classes; c++) grad.pred![start + c * inner] = g[c]! + 0;
    }
  }
}
