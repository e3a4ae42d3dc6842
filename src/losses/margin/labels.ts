import type { Range, Role } from "../../core/loss.ts";

/** The labels of a loss on margins, by what users write for them. */
const LABELS = ["pm1", "01"] as const;
export type Labels = (typeof LABELS)[number];

export const labelsParam = {
  kind: "choice",
  choices: LABELS,
  default: "pm1",
  about: "what the target holds: -1 and 1, or 0 and 1",
} as const;

export const signRole = { kind: "label", about: "-1 or 1; 0 or 1 with --labels 01" } as const satisfies Role;

export function labelRange(labels: Labels): Range {
  return labels === "01"
    ? { values: [0, 1], hint: "labels of -1 and 1 go with --labels pm1" }
    : { values: [-1, 1], hint: "labels of 0 and 1 go with --labels 01" };
}

/** -1 or 1 for a label. */
export function signOf(label: number, labels: Labels): number {
  return labels === "01" ? 2 * label - 1 : label;
}
