import { elementwise } from "../../core/layout.ts";
import type { Role } from "../../core/loss.ts";

/** The two roles of every loss on the residual pred - target. */
export const residualRoles = {
  pred: { kind: "real", about: "predictions f(x)", grad: true },
  target: { kind: "real", about: "true values y" },
} as const satisfies Record<string, Role>;

/**
 * What losses on the residual have in common. Not the loop: one that calls a function for each value runs three to
 * five times slower as soon as a process computes two losses.
 */
export const onResidual = {
  family: "regression",
  denominator: "elements",
  roles: residualRoles,
  reduction: "mean",
  layout: elementwise,
} as const;
