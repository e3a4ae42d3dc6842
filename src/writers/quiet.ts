import { numberText } from "../core/value-text.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** Just the value, one line for each loss. */
export function quietWriter({ sink }: WriterOptions): Writer {
  return {
    rows: () => {},
    running: (_, values) => sink.write(values.map(({ value }) => `${numberText(value)}\n`).join("")),
    finish: (summaries) =>
      sink.write(summaries.map(({ value }) => `${numberText(value ?? Number.NaN)}\n`).join("")),
    abort: () => {},
  };
}
