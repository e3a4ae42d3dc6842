import { type LossResult, SAMPLE_WEIGHT } from "../engine/run.ts";
import { KEY } from "../readers/index.ts";
import type { Plan } from "./plan.ts";
import { VERSION } from "./version.ts";

/** All that moves the number, in one line: two results with the same signature may be compared. */
export function signatureOf(result: LossResult, plan: Plan): string {
  return `${settingsOf(result, plan)}|loss-cli:${VERSION}`;
}

/** A signature without the version. */
export function settingsOf({ loss, params, reduction }: LossResult, { input }: Plan): string {
  const optional = Object.keys(loss.roles).filter((role) => loss.roles[role]?.optional);
  const columns = [...optional, SAMPLE_WEIGHT, KEY].flatMap((role) => {
    const selector = input.requests.find((request) => request.role === role)?.selector;
    return selector === undefined ? [] : [`${role}:${selector}`];
  });
  const parts = [
    loss.name,
    ...Object.entries(params).map(
      ([name, value]) => `${name}:${typeof value === "object" ? value.join(",") : value}`,
    ),
    ...columns,
    ...(input.skipMissing ? ["missing:skip"] : []),
    `reduction:${reduction}`,
  ];
  return parts.join("|");
}
