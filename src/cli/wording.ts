import type * as z from "zod";
import { quote } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";

const KINDS: Readonly<Record<string, string>> = {
  int: "a whole number",
  number: "a number",
  string: "text",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

export const EMPTY = "is empty";

/** A value as a message shows it. */
export function shown(value: unknown): string {
  if (typeof value === "string") return quote(value);
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? KINDS.array! : KINDS.object!;
}

/** For a schema's bounds: what is wrong with a value outside. */
export const outside =
  (range: string) =>
  ({ input }: { readonly input?: unknown }): string =>
    `${shown(input)} is out of range; it must be ${range}`;

/** zod's complaints in this project's words. */
export const wording: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type")
    return issue.input === undefined
      ? "is missing"
      : `${shown(issue.input)} is not ${KINDS[issue.expected] ?? issue.expected}`;
  if (issue.code === "invalid_value") {
    const choices = issue.values.map(String);
    const [near] = nearest(String(issue.input), choices);
    const hint = near === undefined ? "" : ` (did you mean ${near}?)`;
    return `${shown(issue.input)} is not one of ${choices.join(", ")}${hint}`;
  }
  if (issue.code !== "too_small" && issue.code !== "too_big") return undefined;
  return typeof issue.input === "number" ? outside(boundOf(issue))(issue) : EMPTY;
};

function boundOf(issue: z.core.$ZodRawIssue<z.core.$ZodIssueTooSmall | z.core.$ZodIssueTooBig>): string {
  if (issue.code === "too_small") return `${issue.inclusive ? "at least" : "above"} ${issue.minimum}`;
  return `${issue.inclusive ? "at most" : "below"} ${issue.maximum}`;
}
