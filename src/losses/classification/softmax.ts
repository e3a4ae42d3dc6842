import type { Dims, Output } from "../../core/loss.ts";
import { type From, withinUnit } from "./from.ts";
import { perDistribution } from "./per-row.ts";

type Roles = "pred" | "target";

/** The probabilities that a row of predictions stands for, their logarithms, and what each leaves to 1. */
export interface Probabilities {
  readonly p: Float64Array;
  readonly log: Float64Array;
  readonly rest: Float64Array;
}

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

/** A kernel for losses on probabilities, from logits, probabilities or their logarithms. */
export function probabilityKernel(
  values: Readonly<Record<Roles, Float64Array>>,
  from: From,
  out: Output<Roles>,
  dims: Dims<Roles>,
  term: ProbabilityTerm,
): void {
  const classes = dims.shapes.pred[0]!;
  const array = () => new Float64Array(classes);
  const row = { p: array(), log: array(), rest: array() };
  const w = array();
  perDistribution(values, out, dims, (x, q, g) => {
    read(from, x, row);
    const loss = term(row, q, w);
    if (g) pullBack(from, w, row, g);
    return loss;
  });
}

/** The gradient by the predictions. */
export function pullBack(from: From, w: Float64Array, { p, rest }: Probabilities, g: Float64Array): void {
  let total = 0;
  for (let c = 0; c < w.length; c++) total += w[c]!;
  for (let c = 0; c < w.length; c++) {
    if (from === "logits") g[c] = w[c]! * rest[c]! - p[c]! * (total - w[c]!);
    else g[c] = from === "log-probs" || w[c] === 0 ? w[c]! : w[c]! / p[c]!;
  }
}
