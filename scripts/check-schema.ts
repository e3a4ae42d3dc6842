import * as z from "zod";
import { columnsForm, configForm, paramsForm } from "../src/cli/check/form.ts";
import type { Loss } from "../src/core/loss.ts";

type Json = Readonly<Record<string, unknown>>;

/** As editors know it. */
const schemaOf = (form: z.ZodType): Json => z.toJSONSchema(form, { io: "input", target: "draft-7" });

/** docs/check.schema.json: what a config may hold. Which parameters and roles there are depends on the loss. */
export function checkSchema(losses: readonly Loss[]): string {
  const config = schemaOf(configForm) as { properties: { checks: { additionalProperties: Json } } };
  const { additionalProperties: check } = config.properties.checks;
  const properties = check.properties as { loss: Json };
  const names = losses.map(({ name }) => name);
  const known = {
    ...check,
    properties: {
      ...properties,
      // names to choose from; aliases are understood as well
      loss: { ...properties.loss, anyOf: [{ enum: names }, { type: "string" }] },
    },
    oneOf: [{ required: ["file"] }, { required: ["files"] }],
    allOf: losses.map(partsOf),
  };
  const { $schema, ...rest } = config as Json;
  const whole = {
    $schema,
    title: "Checks for the command loss check",
    ...rest,
    properties: {
      ...config.properties,
      checks: { ...config.properties.checks, additionalProperties: known },
    },
  };
  return `${JSON.stringify(whole, null, 2)}\n`;
}

function partsOf(loss: Loss): Json {
  const part = (form: z.ZodType): Json => {
    const { $schema: _, ...schema } = schemaOf(form);
    return schema;
  };
  return {
    if: { required: ["loss"], properties: { loss: { enum: [loss.name, ...loss.aliases] } } },
    // biome-ignore lint/suspicious/noThenProperty: a word of JSON Schema
    then: { properties: { params: part(paramsForm(loss)), columns: part(columnsForm(loss)) } },
  };
}
