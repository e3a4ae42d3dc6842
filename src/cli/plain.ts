// What can be seen to be right, without the checks and messages of validate.ts and their library, which takes a third as
// long to load as Node does to start.
import { type Loss, REDUCTIONS } from "../core/loss.ts";
import type { AnyParamValues, NumberParam, Param } from "../core/param.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS } from "../writers/index.ts";
import { MISSING } from "./options.ts";

type Raw = Readonly<Record<string, unknown>>;

/** Options for which any text is right, if there is one. */
const TEXTS = new Set("classes rejects on sample_weight like output group_by show keep_columns".split(" "));
const CHOICES: Readonly<Record<string, readonly unknown[]>> = {
  input_format: FORMATS,
  missing: MISSING,
  reduction: REDUCTIONS,
  format: OUTPUT_FORMATS,
};
const NUMBERS = new Set(["max", "min"]);

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** The number that a text is, or what else there is. */
export const asNumber = (text: unknown): unknown =>
  typeof text === "string" && DECIMAL.test(text.trim()) ? Number(text) : text;

/** Options that mean the same for every loss, as they are given; undefined where they need a closer look. */
export function plainOptions(raw: Raw): Raw | undefined {
  return mapped(raw, (value, name) => {
    if (typeof value === "boolean") return value;
    if (NUMBERS.has(name)) return plainNumber(value, {});
    return CHOICES[name]?.includes(value) || (TEXTS.has(name) && value !== "") ? value : undefined;
  });
}

/** A loss's parameters, as `plainOptions`. */
export function plainParams({ params, exclusive }: Loss, raw: Raw): AnyParamValues | undefined {
  if (saidTwice(exclusive, raw)) return undefined;
  return mapped(raw, (value, name) => plainParam(value, params[name])) as AnyParamValues | undefined;
}

/** Parameters that say the same in different ways, if more than one of such a group is given. */
export const saidTwice = (exclusive: Loss["exclusive"], raw: Raw): readonly string[] | undefined =>
  exclusive.map((group) => group.filter((name) => raw[name] !== undefined)).find((given) => given.length > 1);

function plainParam(value: unknown, param: Param | undefined): unknown {
  switch (param?.kind) {
    case "flag":
      return typeof value === "boolean" ? value : undefined;
    case "choice":
      return param.choices.includes(value as string) ? value : undefined;
    case "number":
      return plainNumber(value, param);
    case "numbers": {
      if (!Array.isArray(value) || value.length === 0) return undefined;
      const numbers = value.map((one) => plainNumber(one, param));
      return numbers.includes(undefined) ? undefined : numbers;
    }
    default:
      return undefined;
  }
}

function plainNumber(
  value: unknown,
  { integer, min, max, above, below }: Pick<NumberParam, "integer" | "min" | "max" | "above" | "below">,
): number | undefined {
  const number = asNumber(value);
  if (typeof number !== "number" || !Number.isFinite(number)) return undefined;
  if (integer && !Number.isSafeInteger(number)) return undefined;
  const outside =
    number < (min ?? number) ||
    number > (max ?? number) ||
    number <= (above ?? -Infinity) ||
    number >= (below ?? Infinity);
  return outside ? undefined : number;
}

/** The values, of which none may be undefined unless it was before. */
function mapped(raw: Raw, plain: (value: unknown, name: string) => unknown): Raw | undefined {
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(raw)) {
    values[name] = value === undefined ? undefined : plain(value, name);
    if (value !== undefined && values[name] === undefined) return undefined;
  }
  return values;
}
