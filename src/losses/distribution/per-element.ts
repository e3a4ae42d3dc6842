import { elementwise } from "../../core/layout.ts";
import type { Role } from "../../core/loss.ts";
import { raisedWatch } from "../watch.ts";

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

export const floorParam = {
  kind: "number",
  above: 0,
  only: { log_input: false },
  about: "what smaller means count as; with --no-log-input",
} as const;

/** What is said of means that count as a larger one, where there are any. */
export const floorWatches = (floor: number | undefined) =>
  floor === undefined ? [] : [raisedWatch<"pred" | "target">("pred", floor, ": the gradient is 0 there")];

/** Predicted means. */
export const MEAN = { above: 0, hint: "a mean is positive; are these logarithms of means?" } as const;
