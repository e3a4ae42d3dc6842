import type { Whole } from "../core/loss.ts";
import type { AnyParamValues } from "../core/param.ts";
import type { Section } from "../core/section.ts";
import { jsonNumber, jsonValue } from "../core/value-text.ts";

/** A loss's results as the writers show them: plain data. */
export interface Summary {
  readonly loss: string;
  readonly params: AnyParamValues;
  readonly reduction: string;
  /** `value`: it is one number for all rows, and not reduced from theirs. */
  readonly whole: Whole | undefined;
  /** Undefined with reduction `none`. */
  readonly value: number | undefined;
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
  readonly denominator: number;
  readonly sum: number;
  readonly mean: number;
  /** What was asked for besides. */
  readonly sections?: readonly Section[];
  /** As messages, one line each. */
  readonly warnings: readonly string[];
  /** All that moves the number. */
  readonly signature: string;
}

type ParamValue = AnyParamValues[string];

/** `0.1`, `[1,2,3]`, `"probs"`. */
function jsonParam(value: ParamValue): string {
  if (typeof value === "number") return jsonNumber(value);
  if (typeof value === "object") return `[${value.map(jsonNumber).join(",")}]`;
  return JSON.stringify(value) ?? "null";
}

export function paramText(value: ParamValue): string {
  return typeof value === "object" ? value.join(",") : String(value);
}

/** The fields of a JSON document from `samples` on. */
export function jsonCounts(summary: Summary): string {
  const { samples, ignored, skipped, denominator, sum, mean } = summary;
  return (
    `"samples":${samples},"ignored":${ignored},"skipped":${skipped},` +
    `"denominator":${jsonNumber(denominator)},"sum":${jsonNumber(sum)},"mean":${jsonNumber(mean)}`
  );
}

/** `"loss": ..., "params": ..., "reduction": ...`. */
export function jsonHead({ loss, params, reduction }: Summary): string {
  const given = Object.entries(params).map(([name, value]) => `${JSON.stringify(name)}:${jsonParam(value)}`);
  return `"loss":${JSON.stringify(loss)},"params":{${given.join(",")}},"reduction":"${reduction}"`;
}

export function jsonTail({ sections = [], warnings, signature }: Summary): string {
  const fields = sections.map(({ name, json }) => `"${name}":${jsonValue(json)},`);
  return `${fields.join("")}"warnings":${JSON.stringify(warnings)},"signature":${JSON.stringify(signature)}`;
}
