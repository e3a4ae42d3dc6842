import * as z from "zod";
import type { Loss } from "../../core/loss.ts";
import { nearest } from "../../core/suggest.ts";
import { FORMATS } from "../../readers/index.ts";
import { MISSING } from "../options.ts";
import { schemaOf } from "../validate.ts";

/** An object that takes these keys alone; another is told with those that it may stand for. */
function objectOf<S extends z.ZodRawShape>(shape: S, unknown = "there is no such key") {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== "unrecognized_keys") return undefined;
      const known = Object.keys(shape);
      const near = nearest(issue.keys[0]!, known);
      const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : `known are ${known.join(", ")}`;
      return known.length === 0 ? unknown : `${unknown} (${hint})`;
    },
  });
}

const text = z.string().min(1);
const slack = z.number().min(0);
const NAME = "a name is a line, without control characters and blanks around it";
const name = z
  .string()
  .regex(/^\S(?:.*\S)?$/, { error: NAME })
  .refine((word) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(word), { error: NAME });
// the command line, which these go through, splits at commas
const className = z.string().regex(/^[^,\s](?:[^,]*[^,\s])?$/, {
  error: "a class name has neither commas nor blanks around it",
});

const check = objectOf({
  loss: text.describe("Name or alias of a loss, as in: loss list"),
  file: text.optional().describe("The file that holds every role, relative to this file's folder"),
  files: z.array(text).min(1).optional().describe("Instead of file: a file for each role, in their order"),
  columns: z.record(text, text).optional().describe("Which columns hold a role: names, globs, positions"),
  params: z.record(text, z.unknown()).optional().describe("The loss's parameters"),
  like: text.optional().describe("Parameters that give a library's number: torch, keras, sklearn, optax ..."),
  reduction: z.enum(["mean", "sum", "batchmean"]).optional().describe("Default: the loss's own"),
  sample_weight: text.optional().describe("Column of weights that multiply each row's loss"),
  on: text.optional().describe("Pairs the rows of several files by these keys, not by their order"),
  missing: z.enum(MISSING).optional().describe("Rows with a missing value: an error, or left out"),
  classes: z
    .array(className)
    .min(1)
    .optional()
    .describe("Class names in the order of their indices; of two labels what counts as 0, then as 1"),
  input_format: z.enum(FORMATS).optional().describe("Default: by file name"),
  delimiter: text.optional().describe("Character between the cells of a table"),
  header: z.boolean().optional().describe("Whether the first row of a table names the columns"),
  strict: z.boolean().optional().describe("Whether a warning is an error"),
  warnings: z.boolean().optional().describe("Whether warnings are shown"),
  max: z.number().optional().describe("The value must be at most this"),
  min: z.number().optional().describe("The value must be at least this"),
  max_increase: slack
    .optional()
    .describe("By how much the value may exceed the baseline's; with max_increase_percent, one of both"),
  max_increase_percent: slack
    .optional()
    .describe("The same in percent of the baseline's value; with max_increase, one of both"),
  informational: z.boolean().optional().describe("Reported, but never fails"),
});

/** What a check says, by its keys. */
export type CheckForm = z.infer<typeof check>;

/** What a config file holds. */
export const configForm = objectOf({
  $schema: z.string().optional().describe("Where this schema is, for editors"),
  baseline: text.optional().describe("File of the baselines; default: this one's name with .baseline.json"),
  checks: z
    .record(name, check)
    .refine((checks) => Object.keys(checks).length > 0, { error: "there are no checks" })
    .describe("What to compute and what must hold, by the name of the check"),
});

/** The parameters of a loss in JSON's types. */
export const paramsForm = ({ name: loss, params }: Loss): z.ZodType =>
  objectOf(
    Object.fromEntries(
      Object.entries(params).map(([key, param]) => [key, schemaOf(param).optional().describe(param.about)]),
    ),
    `${loss} takes no such parameter`,
  );

/** The columns of a loss, by role. */
export const columnsForm = ({ name: loss, roles }: Loss): z.ZodType =>
  objectOf(
    Object.fromEntries(
      Object.entries(roles).map(([role, { about }]) => [role, text.optional().describe(about)]),
    ),
    `${loss} has no such role`,
  );
