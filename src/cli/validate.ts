import * as z from "zod";
import { UsageError } from "../core/errors.ts";
import { type Loss, REDUCTIONS, reductionsOf } from "../core/loss.ts";
import { type AnyParamValues, optionOf, type Param, rangeOf } from "../core/param.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS, type OutputFormat } from "../writers/index.ts";
import { MISSING } from "./options.ts";
import { asNumber, saidTwice } from "./plain.ts";
import { EMPTY, outside, shown, wording } from "./wording.ts";

const number = (schema: z.ZodType<number> = z.number()): z.ZodType<number> => z.preprocess(asNumber, schema);

const delimiter = z
  .string()
  .transform((text) => (text === "\\t" ? "\t" : text))
  .refine((text) => text.length === 1 && text !== '"' && text !== "\n" && text !== "\r", {
    error: ({ input }) => `${shown(input)} is no single character`,
  });

const options = z.strictObject({
  input_format: z.enum(FORMATS).optional(),
  delimiter: delimiter.optional(),
  header: z.boolean().optional(),
  classes: z.string().optional(),
  missing: z.enum(MISSING).default("error"),
  every: number(z.int().min(1)).optional(),
  rejects: z.string().min(1).optional(),
  max_errors: number(z.int().min(1)).optional(),
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
  keep: z.boolean().default(false),
  keep_columns: z.string().min(1).optional(),
  max: number().optional(),
  min: number().optional(),
  strict: z.boolean().default(false),
  warnings: z.boolean().default(true),
});

/** The options that mean the same for every loss, checked. */
export type Options = z.infer<typeof options>;

/** Messages list the reductions that these losses have. */
export function checkOptions(raw: Readonly<Record<string, unknown>>, losses: readonly Loss[]): Options {
  const parsed = options.safeParse(raw, {
    error: (issue) =>
      issue.code === "invalid_value" && issue.path?.[0] === "reduction"
        ? wording({ ...issue, values: [...reductionsOf(losses)] })
        : wording(issue),
  });
  if (parsed.success) return parsed.data;
  throw usage(parsed.error);
}

const formats = z.strictObject({ format: z.enum(OUTPUT_FORMATS).default("text") });

/** The format of what a command without losses prints. */
export function checkFormat(format: unknown): OutputFormat {
  const parsed = formats.safeParse({ format }, { error: wording });
  if (parsed.success) return parsed.data.format;
  throw usage(parsed.error);
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
  const parsed = comparison.safeParse(raw, { error: wording });
  if (parsed.success) return parsed.data;
  throw usage(parsed.error);
}

/** What a parameter's value must be; numbers may come as something that is to be read as one. */
export function schemaOf(param: Param, read = (schema: z.ZodNumber): z.ZodType<number> => schema): z.ZodType {
  if (param.kind === "flag") return z.boolean();
  if (param.kind === "choice") return z.enum(param.choices as readonly [string, ...string[]]);
  if (param.kind === "numbers") return z.array(read(bounded(z.number(), param))).min(1);
  const whole = ({ input }: { readonly input?: unknown }): string => `${shown(input)} is not a whole number`;
  return read(bounded(param.integer ? z.int({ error: whole }) : z.number(), param));
}

function bounded(
  schema: z.ZodNumber,
  param: Param & { min?: number; max?: number; above?: number; below?: number },
): z.ZodNumber {
  const error = outside(rangeOf(param));
  let result = schema;
  if (param.min !== undefined) result = result.min(param.min, { error });
  if (param.max !== undefined) result = result.max(param.max, { error });
  if (param.above !== undefined) result = result.gt(param.above, { error });
  if (param.below !== undefined) result = result.lt(param.below, { error });
  return result;
}

/** The parameters given for a loss, checked: within their ranges, and none that exclude each other. */
export function checkParams(
  { params, exclusive }: Loss,
  raw: Readonly<Record<string, unknown>>,
): AnyParamValues {
  const shape = Object.fromEntries(
    Object.entries(params).map(([name, param]) => [name, schemaOf(param, number).optional()]),
  );
  const parsed = z.strictObject(shape).safeParse(raw, { error: wording });
  if (!parsed.success) throw usage(parsed.error);
  const twice = saidTwice(exclusive, raw);
  if (twice) throw new UsageError(`${twice.map(optionOf).join(" and ")} say the same; give one of them`);
  return parsed.data as AnyParamValues;
}

/** zod's first complaint about options. */
function usage(error: z.ZodError): UsageError {
  const { path, message } = error.issues[0]!;
  const option = optionOf(String(path[0]));
  return new UsageError(message === EMPTY ? `${option} ${message}` : `${option}: ${message}`);
}
