import { groupedCount } from "./numbers.ts";
import type { Style } from "./writer.ts";

export type Entry = readonly [label: string, text: string];

/** Labels and what they say, one a line; the first is what matters most. */
export function entriesText(entries: readonly [Entry, ...Entry[]], style: Style): string {
  const indent = 2 + Math.max(...entries.map(([label]) => label.length));
  const [[name, value], ...rest] = entries;
  const lines = rest.map(([label, text]) => `${style.faint(label.padEnd(indent))}${text}\n`);
  return `${style.strong(name.padEnd(indent) + value)}\n${lines.join("")}`;
}

interface Rows {
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
}

/** `441 of 442 rows (1 skipped)`. */
export function rowsText({ samples, ignored, skipped }: Rows): string {
  const left = [
    ignored > 0 && `${groupedCount(ignored)} ignored`,
    skipped > 0 && `${groupedCount(skipped)} skipped`,
  ].filter(Boolean);
  if (left.length === 0) return groupedCount(samples);
  return `${groupedCount(samples)} of ${groupedCount(samples + ignored + skipped)} rows (${left.join(", ")})`;
}
