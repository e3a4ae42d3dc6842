import type { Role } from "../../core/loss.ts";

/** The two roles of every loss on the residual pred - target. */
export const residualRoles = {
  pred: { kind: "real", about: "predictions f(x)", grad: true },
  target: { kind: "real", about: "true values y" },
} as const satisfies Record<string, Role>;
