import type { AnyParamValues } from "../core/param.ts";
import { jsonValue, numberText } from "../core/value-text.ts";
import { entriesText, rowsText } from "./entries.ts";
import type { OutputFormat } from "./index.ts";
import { groupedCount, roundedText } from "./numbers.ts";
import { recordTable } from "./record-table.ts";
import type { Style } from "./writer.ts";

// types, for an interface may have more fields than JSON is told of
type Interval = {
  readonly low: number;
  readonly high: number;
};

/** How two predictions compare by one loss, as writers show it: plain data. */
export type Comparison = {
  readonly loss: string;
  readonly params: AnyParamValues;
  readonly reduction: string;
  readonly a: { readonly name: string; readonly value: number };
  readonly b: { readonly name: string; readonly value: number };
  /** `b` less `a`. */
  readonly difference: number;
  readonly standard_error: number;
  readonly confidence: number;
  readonly t: Interval & { readonly degrees_of_freedom: number };
  /** `buckets`: rows were drawn in groups, for there are many. */
  readonly bootstrap: Interval & {
    readonly resamples: number;
    readonly seed: number;
    readonly drawn: "rows" | "buckets";
  };
  readonly better: { readonly a: number; readonly b: number; readonly neither: number };
  readonly changed: readonly {
    readonly index: number;
    /** Of A's file, where it has lines. */
    readonly line: number | undefined;
    readonly a: number;
    readonly b: number;
    readonly difference: number;
  }[];
  readonly samples: number;
  readonly ignored: number;
  readonly skipped: number;
  readonly warnings: readonly string[];
  readonly signature: string;
};

export function comparisonText(
  comparisons: readonly Comparison[],
  format: OutputFormat,
  style: Style,
): string {
  if (format === "text") return comparisons.map((one) => block(one, style)).join("\n");
  if (format === "ndjson") return comparisons.map((one) => `${jsonValue(one)}\n`).join("");
  if (format === "json") {
    const documents = comparisons.map(jsonValue);
    return documents.length === 1 ? `${documents[0]}\n` : `[${documents.join(",\n ")}]\n`;
  }
  return recordTable(comparisons.map(flat), format);
}

function flat(c: Comparison): Readonly<Record<string, string | number>> {
  const { t, bootstrap, better } = c;
  return {
    loss: c.loss,
    reduction: c.reduction,
    a: c.a.value,
    b: c.b.value,
    difference: c.difference,
    standard_error: c.standard_error,
    confidence: c.confidence,
    t_low: t.low,
    t_high: t.high,
    bootstrap_low: bootstrap.low,
    bootstrap_high: bootstrap.high,
    better_a: better.a,
    better_b: better.b,
    better_neither: better.neither,
    samples: c.samples,
    ignored: c.ignored,
    skipped: c.skipped,
    signature: c.signature,
  };
}

function block(c: Comparison, style: Style): string {
  const { a, b, difference, better, bootstrap, t } = c;
  const percent = `${roundedText(c.confidence * 100)} %`;
  const relative = (difference / Math.abs(a.value)) * 100;
  const by = Number.isFinite(relative) ? ` (${signed(relative)} %)` : "";
  const share = (rows: number): string =>
    `${groupedCount(rows)} row${rows === 1 ? "" : "s"} (${((100 * rows) / Math.max(1, c.samples)).toFixed(1)} %)`;
  const drawn = bootstrap.drawn === "rows" ? "" : ", rows in buckets";
  const text = entriesText(
    [
      [c.loss, verdict(c, percent)],
      ["A", `${numberText(a.value)}  ${a.name}`],
      ["B", `${numberText(b.value)}  ${b.name}`],
      ["B - A", signed(difference) + by],
      [
        "bootstrap",
        `${range(bootstrap)}  (${groupedCount(bootstrap.resamples)} draws${drawn}, seed ${bootstrap.seed})`,
      ],
      ["paired t", `${range(t)}  (standard error ${roundedText(c.standard_error)})`],
      ["A better", share(better.a)],
      ["B better", share(better.b)],
      ...(better.neither > 0 ? [["neither", share(better.neither)] as const] : []),
      ["reduction", c.reduction],
      ["samples", rowsText(c)],
    ],
    style,
  );
  return text + changedText(c, style);
}

const signed = (x: number): string => (x > 0 ? "+" : "") + roundedText(x);
const range = ({ low, high }: Interval): string => `${signed(low)} to ${signed(high)}`;

/** Where 0 lies in the interval, chance explains the difference; a single row knows nothing of chance. */
function verdict({ difference, bootstrap: { low, high }, t }: Comparison, percent: string): string {
  if (Number.isNaN(difference)) return "the difference is NaN";
  if (t.degrees_of_freedom < 1) return "one row cannot tell a difference from chance";
  if (low > 0) return `B is worse (${percent} confidence)`;
  if (high < 0) return `B is better (${percent} confidence)`;
  if (difference === 0) return "A and B are equal";
  return `no clear difference (${percent} confidence)`;
}

const CELL = 14;

function changedText({ changed }: Comparison, style: Style): string {
  if (changed.length === 0) return "";
  const line = (cells: readonly string[]): string => `${cells.map((cell) => cell.padStart(CELL)).join("")}\n`;
  // inputs have lines in every row, or in none
  const lined = changed[0]!.line !== undefined;
  const rows = changed.map(({ index, line: at, a, b, difference }) =>
    line([String(index), ...(lined ? [String(at)] : []), roundedText(a), roundedText(b), signed(difference)]),
  );
  return `\n${style.faint(line(["changed most", ...(lined ? ["line"] : []), "A", "B", "B - A"]))}${rows.join("")}`;
}
