import { log1mExp, log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { type From, withinUnit } from "./from.ts";

/** What one prediction says of a yes-or-no event. */
export interface Bernoulli {
  /** Probability of yes, and of no. */
  p: number;
  q: number;
  logP: number;
  logQ: number;
  /** dp/dx, for the prediction x as it was given. */
  slope: number;
}

export const bernoulli = (): Bernoulli => ({ p: 0, q: 0, logP: 0, logQ: 0, slope: 0 });

/** Reads a prediction into `into`, each number with all its digits. */
export function readBernoulli(from: From, x: number, into: Bernoulli): void {
  if (from === "logits") {
    const tail = log1pExpNegAbs(x);
    into.p = sigmoid(x);
    into.q = sigmoid(-x);
    into.logP = Math.min(x, 0) - tail;
    into.logQ = Math.min(-x, 0) - tail;
    into.slope = into.p * into.q;
  } else if (from === "probs") {
    into.p = withinUnit(x);
    into.q = 1 - into.p;
    into.logP = Math.log(into.p);
    into.logQ = Math.log1p(-into.p);
    into.slope = 1;
  } else {
    const l = Math.min(x, 0);
    into.p = Math.exp(l);
    into.q = -Math.expm1(l);
    into.logP = l;
    into.logQ = log1mExp(l);
    into.slope = into.p;
  }
}
