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
