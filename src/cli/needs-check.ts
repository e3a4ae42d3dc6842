import { REDUCTIONS } from "../core/loss.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS } from "../writers/index.ts";
import { MISSING } from "./options.ts";
import type { RawOptions } from "./program.ts";

/** Options for which any text is right, if there is one. */
const TEXTS = new Set("classes rejects on sample_weight like output group_by show keep_columns".split(" "));
const CHOICES: Readonly<Record<string, readonly string[]>> = {
  input_format: FORMATS,
  missing: MISSING,
  reduction: REDUCTIONS,
  format: OUTPUT_FORMATS,
};

/**
 * What can be seen to be right, as a yes-or-no option always is, does without the checks and their library, which takes a
 * third as long to load as Node does to start.
 */
export function needsCheck(common: RawOptions): boolean {
  return Object.entries(common).some(
    ([name, value]) =>
      typeof value === "string" && !(value !== "" && TEXTS.has(name)) && !CHOICES[name]?.includes(value),
  );
}
