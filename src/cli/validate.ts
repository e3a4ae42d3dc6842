import * as z from "zod";
import { quote, UsageError } from "../core/errors.ts";
import { type Loss, REDUCTIONS, type Reduction, reductionsOf } from "../core/loss.ts";
import { type AnyParamValues, optionOf, type Param, rangeOf } from "../core/param.ts";
import { nearest } from "../core/suggest.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS } from "../writers/index.ts";
import { MISSING } from "./options.ts";

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const asNumber = (text: unknown): unknown =>
  typeof text === "string" && DECIMAL.test(text.trim()) ? Number(text) : text;
const number = (schema: z.ZodType<number> = z.number()): z.ZodType<number> => z.preprocess(asNumber, schema);

const delimiter = z
  .string()
  .transform((text) => (text === "\\t" ? "\t" : text))
  .refine((text) => text.length === 1 && text !== '"' && text !== "\n" && text !== "\r", {
    error: "is no single character",
  });

const options = z.strictObject({
  input_format: z.enum(FORMATS).optional(),
  delimiter: delimiter.optional(),
  header: z.boolean().optional(),
  classes: z.string().optional(),
  missing: z.enum(MISSING).default("error"),
  on: z.string().min(1).optional(),
  sample_weight: z.string().min(1).optional(),
  like: z.string().min(1).optional(),
  reduction: z.enum(REDUCTIONS).optional(),
  per_sample: z.boolean().default(false),
  grad: z.boolean().default(false),
  threads: number(z.int().min(1)).optional(),
  format: z.enum(OUTPUT_FORMATS).default("text"),
  quiet: z.boolean().default(false),
  output: z.string().min(1).optional(),
  group_by: z.string().min(1).optional(),
  worst: number(z.int().min(1)).optional(),
  show: z.string().min(1).optional(),
  stats: z.boolean().default(false),
  histogram: z.boolean().default(false),
  max: number().optional(),
  min: number().optional(),
  strict: z.boolean().default(false),
  warnings: z.boolean().default(true),
});

/** The options that mean the same for every loss, checked. */
export type Options = z.infer<typeof options>;

/** Messages list the reductions that these losses have. */
export function checkOptions(raw: Readonly<Record<string, unknown>>, losses: readonly Loss[]): Options {
  const parsed = options.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw usage(parsed.error, raw, {}, reductionsOf(losses));
}

const comparison = z.strictObject({
  pred_b: z.string().min(1).optional(),
  confidence: number(z.number().gt(0).max(0.9999)).default(0.95),
  resamples: number(z.int().min(100)).default(5000),
  seed: number(
    z
      .int()
      .min(0)
      .max(2 ** 32 - 1),
  ).default(0),
  top: number(z.int().min(0)).default(5),
  max_increase: number().optional(),
});

/** The options of `loss compare` alone, checked. */
export type ComparisonOptions = z.infer<typeof comparison>;

export function checkComparison(raw: Readonly<Record<string, unknown>>): ComparisonOptions {
  const parsed = comparison.safeParse(raw);
  if (parsed.success) return parsed.data;
  throw usage(parsed.error, raw);
}

/** What a parameter's value must be. */
function schemaOf(param: Param): z.ZodType {
  if (param.kind === "flag") return z.boolean();
  if (param.kind === "choice") return z.enum(param.choices as readonly [string, ...string[]]);
  if (param.kind === "numbers") return z.array(number(bounded(z.number(), param))).min(1);
  return number(bounded(param.integer ? z.int() : z.number(), param));
}

function bounded(
  schema: z.ZodNumber,
  bounds: { min?: number; max?: number; above?: number; below?: number },
): z.ZodNumber {
  let result = schema;
  if (bounds.min !== undefined) result = result.min(bounds.min);
  if (bounds.max !== undefined) result = result.max(bounds.max);
  if (bounds.above !== undefined) result = result.gt(bounds.above);
  if (bounds.below !== undefined) result = result.lt(bounds.below);
  return result;
}

/** The parameters given for a loss, checked: within their ranges, and none that exclude each other. */
export function checkParams(
  { params, exclusive }: Loss,
  raw: Readonly<Record<string, unknown>>,
): AnyParamValues {
  const shape = Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, schemaOf(param).optional()]),
  );
  const parsed = z.strictObject(shape).safeParse(raw);
  if (!parsed.success) throw usage(parsed.error, raw, params);
  for (const group of exclusive) {
    const given = group.filter((name) => raw[name] !== undefined);
    if (given.length > 1)
      throw new UsageError(`${given.map(optionOf).join(" and ")} say the same; give one of them`);
  }
  return parsed.data as AnyParamValues;
}

/** Puts zod's first complaint into this project's words. */
function usage(
  error: z.ZodError,
  raw: Readonly<Record<string, unknown>>,
  params: Readonly<Record<string, Param>> = {},
  reductions: readonly Reduction[] = REDUCTIONS,
): UsageError {
  const issue = error.issues[0]!;
  const name = String(issue.path[0] ?? "");
  let given: unknown = raw;
  for (const key of issue.path) given = (given as Record<PropertyKey, unknown>)[key];
  const shown = typeof given === "string" && !DECIMAL.test(given) ? quote(given) : String(given);
  const option = optionOf(name);
  const param = params[name];
  if (issue.code === "invalid_value") {
    const choices = name === "reduction" ? reductions : issue.values.map(String);
    const near = nearest(String(given), choices);
    return new UsageError(`${option}: ${shown} is not one of ${choices.join(", ")}`, {
      hint: near.length > 0 ? `did you mean ${near[0]}?` : undefined,
    });
  }
  if (issue.code === "invalid_type") {
    const what =
      issue.expected === "int" || (param?.kind === "number" && param.integer) ? "a whole number" : "a number";
    return new UsageError(`${option}: ${shown} is not ${what}`);
  }
  if (issue.code === "too_small" || issue.code === "too_big") {
    if (given === "") return new UsageError(`${option} is empty`);
    const range = param ? rangeOf(param) : boundOf(issue);
    return new UsageError(`${option}: ${shown} is out of range; it must be ${range}`);
  }
  return new UsageError(`${option}: ${shown} ${issue.message}`);
}

function boundOf(issue: z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig): string {
  if (issue.code === "too_small") return `${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
  return `${issue.inclusive ? "at most" : "below"} ${issue.maximum}`;
}
