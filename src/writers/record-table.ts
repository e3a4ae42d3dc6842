import { cellText, jsonValue } from "../core/value-text.ts";
import { markdownHead, markdownLine } from "./markdown-table.ts";
import { tableLine } from "./numbers.ts";

/** Formats of a table. */
export type TableFormat = "csv" | "tsv" | "ndjson" | "markdown";

type Field = string | number | boolean | null;
type Fields = Readonly<Record<string, Field>>;

/** Records, all with the keys of the first, a line each; in ndjson a key without a value is left out. */
export function recordTable(records: readonly Fields[], format: TableFormat): string {
  if (format === "ndjson") return records.map((fields) => `${jsonValue(present(fields))}\n`).join("");
  const names = Object.keys(records[0] ?? {});
  const rows = records.map((fields) => names.map((name) => cellText(fields[name] ?? null)));
  if (format === "markdown") {
    const right = names.map((name) => records.some((fields) => typeof fields[name] === "number"));
    return markdownHead(names, right) + rows.map(markdownLine).join("");
  }
  const delimiter = format === "csv" ? "," : "\t";
  return [names, ...rows].map((cells) => tableLine(cells, delimiter)).join("");
}

const present = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
