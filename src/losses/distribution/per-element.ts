import { elementwise } from "../../core/layout.ts";
import type { Role } from "../../core/loss.ts";

/** What losses of this family have in common where every element has its own loss. */
export const perElement = {
  family: "distribution",
  denominator: "elements",
  reduction: "mean",
  layout: elementwise,
} as const;

export const trueValues = { kind: "real", about: "true values y" } as const satisfies Role;
export const counts = { kind: "real", about: "true counts k, not negative" } as const satisfies Role;
export const amounts = { kind: "real", about: "true amounts y, above 0" } as const satisfies Role;
export const means = { kind: "real", about: "predicted means", grad: true } as const satisfies Role;
export const meansOrLogs = {
  kind: "real",
  about: "logarithms of predicted means; the means themselves with --no-log-input",
  grad: true,
} as const satisfies Role;

export const logInput = {
  kind: "flag",
  default: true,
  about: "the predictions are logarithms of means",
} as const;

/** Predicted means. */
export const MEAN = { above: 0, hint: "a mean is positive; are these logarithms of means?" } as const;
