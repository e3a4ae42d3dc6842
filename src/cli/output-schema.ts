import * as z from "zod";
import { REDUCTIONS } from "../core/loss.ts";

const number = z
  .union([z.number(), z.enum(["NaN", "Infinity", "-Infinity"])])
  .meta({ id: "number", description: "a double; JSON has no word for what is not finite" });
const count = z.int().min(0);

/** A number, or arrays of them in the shape of a row. */
type Values = z.infer<typeof number> | Values[];
const values: z.ZodType<Values> = z
  .lazy(() => z.union([number, z.array(values)]))
  .meta({ id: "values", description: "a number, or an array in the shape of a row" });
const rows = z.array(values);

const param = z.union([number, z.array(number), z.boolean(), z.string(), z.null()]);

const cells = z.record(z.string(), z.json());

const group = z.strictObject({
  by: cells.describe("what its rows have in common, by column"),
  samples: count,
  ignored: count,
  denominator: number,
  value: number.describe("reduced as the whole is"),
  sum: number,
  share: number.optional().describe("of the whole sum; not of losses whose rows depend on each other"),
});

const worst = z.strictObject({
  index: count.describe("position in the input, from 0"),
  line: count.optional().describe("of the file, from 1"),
  loss: number,
  columns: cells.optional().describe("with --show"),
  values: z.record(z.string(), values).describe("what the loss was computed of, by role"),
});

const stats = z
  .strictObject({
    count: count.describe("rows that count"),
    mean: number,
    std: number.describe("standard deviation of the sample"),
    sem: number.describe("standard error of the mean"),
    min: number,
    p25: number,
    p50: number,
    p75: number,
    p90: number,
    p99: number,
    max: number,
    quantile_error: z.number().describe("relative, at most; 0 where quantiles are exact"),
  })
  .describe("with --stats: of the per-sample losses");

const histogram = z
  .strictObject({
    scale: z.enum(["linear", "log"]),
    edges: z.array(z.number()).describe("one more than counts; each bin has its lower edge, the last both"),
    counts: z.array(count),
    nan: count,
    infinity: count,
    negative_infinity: count,
    exact: z.boolean().describe("whether edges are the round numbers that were meant"),
  })
  .describe("with --histogram: of the per-sample losses");

/** What --format json prints of one loss. Fields stand in the order in which they are printed. */
const document = z
  .strictObject({
    loss: z.string().describe("the loss, by its own name"),
    params: z.record(z.string(), param).describe("its parameters; null is one that is off"),
    reduction: z.enum(REDUCTIONS),
    value: z.union([number, rows]).describe("the reduced loss; with reduction none the losses themselves"),
    samples: count.describe("rows that count"),
    ignored: count.describe("rows of the class that is ignored"),
    skipped: count.describe("rows with a missing value"),
    denominator: number.describe("what the mean is divided by"),
    sum: number,
    mean: number,
    per_sample: rows.optional().describe("with --per-sample: the loss of each row"),
    grad: z
      .record(z.string(), rows)
      .optional()
      .describe("with --grad: the gradient of the reduced loss, by the role of the input"),
    kept: z
      .record(z.string(), z.array(z.json()))
      .optional()
      .describe("with --keep: the input's columns, a cell for each row that is printed"),
    groups: z.array(group).optional().describe("with --group-by: those that add most to the sum first"),
    worst: z.array(worst).optional().describe("with --worst: the rows with the highest losses"),
    stats: stats.optional(),
    histogram: histogram.optional(),
    warnings: z.array(z.string()).describe("what looks wrong, a line each"),
    signature: z.string().describe("all that moves the number: only results of the same one compare"),
  })
  .meta({ id: "document", description: "the result of one loss" });

/** What --format json prints: a document, or for several losses an array of them. */
export const output = z
  .union([document, z.array(document)])
  .meta({ title: "Output of loss --format json", description: "one result, or an array for several losses" });

/** As JSON Schema, draft 2020-12. */
export function outputSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(output, { target: "draft-2020-12" }), null, 2)}\n`;
}
