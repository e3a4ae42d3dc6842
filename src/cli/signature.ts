import type { LossResult } from "../engine/run.ts";
import type { Plan } from "./plan.ts";
import { VERSION } from "./version.ts";

/** All that moves the number, in one line: two results with the same signature may be compared. */
export function signatureOf({ loss, params, reduction }: LossResult, { input }: Plan): string {
  const weight = input.requests.find(({ optional }) => optional)?.selector;
  const parts = [
    loss.name,
    ...Object.entries(params).map(
      ([name, value]) => `${name}:${typeof value === "object" ? value.join(",") : value}`,
    ),
    ...(weight === undefined ? [] : [`sample_weight:${weight}`]),
    ...(input.skipMissing ? ["missing:skip"] : []),
    `reduction:${reduction}`,
    `loss-cli:${VERSION}`,
  ];
  return parts.join("|");
}
