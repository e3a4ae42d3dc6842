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

/** Of a residual by its scale, or of its square: below it a loss that is half the squared error near 0 is just that. */
export const TINY = 1e-17;

/** Half the squared error near 0 for which the slope comes back to 0 far beyond a scale c. */
export const redescending = {
  ...onResidual,
  relations: ["half-squared-error where |p - t| is far below c"],
  params: {
    c: {
      kind: "number",
      above: 0,
      default: 1,
      about: "scale: the larger a residual is beside it, the less it counts",
    },
  },
} as const;
