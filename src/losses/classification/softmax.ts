import type { Dims, Output } from "../../core/loss.ts";
import { isHeld, limitsOf } from "./categorical-eps.ts";
import { type From, withinUnit } from "./from.ts";
import { perDistribution } from "./per-row.ts";

type Roles = "pred" | "target";

/** The probabilities that a row of predictions stands for, their logarithms, and what each leaves to 1. */
export interface Probabilities {
  readonly p: Float64Array;
  readonly log: Float64Array;
  readonly rest: Float64Array;
}

/** Room for those of a row. */
export const probabilitiesOf = (classes: number): Probabilities => ({
  p: new Float64Array(classes),
  log: new Float64Array(classes),
  rest: new Float64Array(classes),
});

export function read(from: From, x: Float64Array, { p, log, rest }: Probabilities): void {
  if (from === "logits") softmax(x, { p, log, rest });
  else
    for (let c = 0; c < x.length; c++) {
      p[c] = from === "probs" ? withinUnit(x[c]!) : Math.exp(Math.min(x[c]!, 0));
      log[c] = from === "probs" ? Math.log(p[c]!) : Math.min(x[c]!, 0);
      rest[c] = from === "probs" ? 1 - p[c]! : -Math.expm1(log[c]!);
    }
}

function softmax(x: Float64Array, { p, log, rest }: Probabilities): void {
  let top = 0;
  for (let c = 1; c < x.length; c++) if (x[c]! > x[top]!) top = c;
  const m = x[top]!;
  // the top class's own term is 1 and left out, so that nothing cancels next to it
  let others = m - m;
  for (let c = 0; c < x.length; c++) if (c !== top) others += Math.exp(x[c]! - m);
  const shift = Math.log1p(others);
  for (let c = 0; c < x.length; c++) {
    p[c] = Math.exp(x[c]! - m) / (1 + others);
    log[c] = x[c]! - m - shift;
    rest[c] = c === top ? others / (1 + others) : 1 - p[c]!;
  }
}

/**
 * The loss of one position from its probabilities and the targets over its classes; writes w = p dL/dp into `w`,
 * from which all gradients follow.
 */
export type ProbabilityTerm = (row: Probabilities, q: Float64Array, w: Float64Array) => number;

/**
 * A kernel for losses on probabilities, from logits, probabilities or their logarithms. With an eps, probabilities are
 * clipped to eps..1-eps; the loss has no gradient by those that are.
 */
export function probabilityKernel(
  values: Readonly<Record<Roles, Float64Array>>,
  from: From,
  out: Output<Roles>,
  dims: Dims<Roles>,
  term: ProbabilityTerm,
  eps = 0,
): void {
  const classes = dims.shapes.pred[0]!;
  const row = probabilitiesOf(classes);
  const clipped = probabilitiesOf(classes);
  const w = new Float64Array(classes);
  perDistribution(values, out, dims, (x, q, g) => {
    read(from, x, row);
    if (eps > 0) clip(row, eps, clipped);
    const loss = term(eps > 0 ? clipped : row, q, w);
    if (!g) return loss;
    if (eps > 0) for (let c = 0; c < w.length; c++) if (isClipped(row.p[c]!, eps)) w[c] = 0;
    pullBack(from, w, row, g);
    return loss;
  });
}

const isClipped = (p: number, eps: number): boolean => isHeld(p, ...limitsOf({ eps }));

/** Those that are clipped as the libraries take them, with the rounding of 1 - eps. */
function clip({ p, log, rest }: Probabilities, eps: number, to: Probabilities): void {
  const [least, most] = limitsOf({ eps });
  for (let c = 0; c < p.length; c++) {
    const held = isHeld(p[c]!, least, most);
    to.p[c] = held ? Math.min(Math.max(p[c]!, least), most) : p[c]!;
    to.log[c] = held ? Math.log(to.p[c]!) : log[c]!;
    to.rest[c] = held ? 1 - to.p[c]! : rest[c]!;
  }
}

/** The gradient by the predictions. */
export function pullBack(from: From, w: Float64Array, { p, rest }: Probabilities, g: Float64Array): void {
  if (from !== "logits") {
    for (let c = 0; c < w.length; c++) g[c] = from === "log-probs" || w[c] === 0 ? w[c]! : w[c]! / p[c]!;
    return;
  }
  // what the others have is added up and not left over from a total, in which it would get lost beside a large one
  let others = 0;
  for (let c = 0; c < w.length; c++) {
    g[c] = others;
    others += w[c]!;
  }
  others = 0;
  for (let c = w.length - 1; c >= 0; c--) {
    g[c] = w[c]! * rest[c]! - p[c]! * (g[c]! + others);
    others += w[c]!;
  }
}
