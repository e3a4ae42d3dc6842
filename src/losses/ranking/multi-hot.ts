import type { Range, Role } from "../../core/loss.ts";

type Roles = "pred" | "target";

/** Scores of labels, and which of them are right; what is counted has no gradient. */
export const multiHotRoles = {
  pred: { kind: "real", about: "a score for each label" },
  target: { kind: "label", about: "0 or 1 for each label" },
} as const satisfies Record<Roles, Role>;

export const multiHotRanges = (): { target: Range } => ({
  target: { values: [0, 1], hint: "a row holds 1 for each label that is right, and 0 for the others" },
});

/** Whether a row has a NaN, of which no order is known. */
export function hasNaN(scores: Float64Array, labels: Float64Array): boolean {
  for (let i = 0; i < scores.length; i++) if (Number.isNaN(scores[i]! + labels[i]!)) return true;
  return false;
}
