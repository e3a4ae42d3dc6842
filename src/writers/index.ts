import { jsonWriter } from "./json.ts";
import { markdownWriter } from "./markdown.ts";
import { ndjsonWriter } from "./ndjson.ts";
import { quietWriter } from "./quiet.ts";
import { tableWriter } from "./table.ts";
import { textWriter } from "./text.ts";
import type { Writer, WriterOptions } from "./writer.ts";

export { cellNames } from "./numbers.ts";
export { loadCompiledRows } from "./row-bytes.ts";
export { descriptorSink, fileSink, ReaderGone, type Sink } from "./sink.ts";
export type { Summary } from "./summary.ts";
export type { Style, Writer } from "./writer.ts";

/** Formats that results are written in. */
export const OUTPUT_FORMATS = ["text", "json", "ndjson", "csv", "tsv", "markdown"] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

export function createWriter(format: OutputFormat | "quiet", options: WriterOptions): Writer {
  if (format === "quiet") return quietWriter(options);
  if (format === "json") return jsonWriter(options);
  if (format === "ndjson") return ndjsonWriter(options);
  if (format === "text") return textWriter(options);
  if (format === "markdown") return markdownWriter(options);
  return tableWriter(format === "tsv" ? "\t" : ",", options);
}
