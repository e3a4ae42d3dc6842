import type { Range } from "../../core/loss.ts";

/** What the predictions of a classification loss are. */
const FROM = ["logits", "probs", "log-probs"] as const;
export type From = (typeof FROM)[number];

/** The parameter that says so; each loss has its own default. */
export function fromParam(byDefault: From) {
  return { kind: "choice", choices: FROM, default: byDefault, about: "what the predictions are" } as const;
}

/** Probabilities may lie outside by rounding. */
export const PROBABILITY: Range = { min: 0, max: 1, slack: 1e-12, hint: "logits? then --from logits" };

const LOG_PROBABILITY: Range = {
  min: -Infinity,
  max: 0,
  slack: 1e-12,
  hint: "log-probabilities are at most 0",
};

/** What predictions can be that stand for probabilities. */
export function probabilityRanges(from: From): { pred?: Range } {
  return from === "logits" ? {} : { pred: from === "probs" ? PROBABILITY : LOG_PROBABILITY };
}

/** A probability that counts: what rounding left outside 0..1 is the bound, and NaN stays. */
export function withinUnit(p: number): number {
  return Math.min(Math.max(p, 0), 1);
}
