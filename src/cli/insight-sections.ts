import { type CarriedCell, type Shape, sizeOf } from "../core/batch.ts";
import type { Section, Value } from "../core/section.ts";
import { cellText } from "../core/value-text.ts";
import type { LossResult } from "../engine/run.ts";
import { EXACT, RELATIVE_ERROR } from "../reducers/distribution.ts";
import type { GroupResult } from "../reducers/groups.ts";
import type { HistogramResult } from "../reducers/histogram.ts";
import { QUANTILES, type StatsResult } from "../reducers/stats.ts";
import type { RowValues, WorstRow } from "../reducers/worst.ts";
import { cellNames } from "../writers/index.ts";

const named = (names: readonly string[], cells: readonly CarriedCell[]): Value =>
  Object.fromEntries(names.map((name, i) => [name, cells[i] as Value]));

/** Groups, those that add most to the sum first; where they do not add up, those with the highest value. */
export function groupsSection(
  groups: readonly GroupResult[],
  { sum: total, reduction }: LossResult,
  names: readonly string[],
  whole: boolean,
): Section {
  const order = (a: GroupResult, b: GroupResult): number =>
    descending(whole ? a.value : a.sum, whole ? b.value : b.sum) || ascending(a.by, b.by);
  const sorted = groups.toSorted(order).map((group) => ({ ...group, share: group.sum / total }));
  const ignored = groups.some((group) => group.ignored > 0);
  const shares = whole ? [] : [{ name: "share", percent: true }];
  const notes: string[] = [];
  if (whole) notes.push("each group is computed of its own rows, so groups do not add up to the whole");
  else if (groups.some(({ sum }) => sum < 0))
    notes.push(`some losses are negative; a share is a group's sum divided by ${total}`);
  return {
    name: "groups",
    title: `by ${names.join(", ")}: ${groups.length} group${groups.length === 1 ? "" : "s"}`,
    columns: [
      ...names.map((name) => ({ name })),
      { name: "samples" },
      { name: "ignored", detail: !ignored },
      { name: "denominator", detail: true },
      { name: "sum", detail: reduction === "sum" || whole },
      { name: "value" },
      ...shares,
    ],
    rows: sorted.map(({ by, samples, ignored: left, denominator, sum, value, share }) => [
      ...by,
      samples,
      left,
      denominator,
      sum,
      value,
      ...(whole ? [] : [share]),
    ]),
    notes,
    json: sorted.map(({ by, share, ...rest }) => ({
      by: named(names, by),
      ...rest,
      ...(!whole && { share }),
    })),
  };
}

/** NaN first. */
function descending(a: number, b: number): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(b)) - Number(Number.isNaN(a));
  return a === b ? 0 : a > b ? -1 : 1;
}

function ascending(a: readonly CarriedCell[], b: readonly CarriedCell[]): number {
  for (const [i, cell] of a.entries()) {
    const [one, other] = [cellText(cell), cellText(b[i]!)];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** The rows with the highest losses, with the columns that were asked for and what the loss was computed of. */
export function worstSection(rows: readonly WorstRow[], shown: readonly string[]): Section {
  const lines = rows.some(({ line }) => line !== undefined);
  return {
    name: "worst",
    title:
      rows.length === 0
        ? "no row counts"
        : rows.length === 1
          ? "the row with the highest loss"
          : `the ${rows.length} rows with the highest losses`,
    columns: [
      "index",
      ...(lines ? ["line"] : []),
      "loss",
      ...shown,
      ...(rows[0]?.roles.flatMap(valueNames) ?? []),
    ].map((name) => ({ name })),
    rows: rows.map(({ index, line, loss, shown: cells, roles }) => [
      index,
      ...(lines ? [line ?? null] : []),
      loss,
      ...cells,
      ...roles.flatMap(valueCells),
    ]),
    notes: [],
    json: rows.map(({ index, line, loss, shown: cells, roles }) => ({
      index,
      ...(line !== undefined && { line }),
      loss,
      ...(shown.length > 0 && { columns: named(shown, cells) }),
      values: Object.fromEntries(roles.map(({ role, values, shape }) => [role, nested(values, shape)])),
    })),
  };
}

/** One value goes by its role, several by their columns; a sequence is one cell, as JSON has it. */
const valueNames = ({ role, names, shape, sequence }: RowValues): string[] =>
  sequence || sizeOf(shape) === 1 ? [role] : cellNames(role, names, shape);

const valueCells = ({ values, shape, sequence }: RowValues): readonly CarriedCell[] =>
  sequence ? [nested(values, shape) as CarriedCell] : values;

/** A row's values in their shape. */
function nested(values: readonly number[], [length, ...inner]: Shape): Value {
  if (length === undefined) return values[0]!;
  const size = sizeOf(inner);
  return Array.from({ length }, (_, i) => nested(values.slice(i * size, (i + 1) * size), inner));
}

const percentOf = (share: number): string => `${(100 * share).toFixed(1)} %`;
const limit = EXACT.toLocaleString("en-US");

export function statsSection(stats: StatsResult): Section {
  const entries: (readonly [string, number])[] = [
    ["count", stats.count],
    ["mean", stats.mean],
    ["std", stats.standardDeviation],
    ["sem", stats.standardError],
    ...QUANTILES.map(([name], i) => [name, stats.quantiles[i]!] as const),
  ];
  const error = ["quantile_error", stats.exact ? 0 : RELATIVE_ERROR] as const;
  return {
    name: "stats",
    title: "per-sample losses",
    record: true,
    columns: [...entries.map(([name]) => ({ name })), { name: error[0], detail: true }],
    rows: [[...entries, error].map(([, value]) => value)],
    notes: stats.exact
      ? []
      : [`quantiles are within ${percentOf(RELATIVE_ERROR)}: there are over ${limit} rows`],
    json: Object.fromEntries([...entries, error]),
  };
}

export function histogramSection(histogram: HistogramResult): Section {
  const { scale, edges, counts, nan, infinity, negativeInfinity, exact } = histogram;
  const apart = [
    [Number.NEGATIVE_INFINITY, negativeInfinity],
    [Number.POSITIVE_INFINITY, infinity],
    [Number.NaN, nan],
  ] as const;
  const notes: string[] = [];
  if (scale === "log") notes.push("logarithmic: a linear scale would put over half of the rows into one bar");
  if (!exact)
    notes.push(
      `edges lie within ${percentOf(2 * RELATIVE_ERROR)} of round numbers: there are over ${limit} rows`,
    );
  return {
    name: "histogram",
    title: "histogram of the per-sample losses",
    columns: [{ name: "from" }, { name: "to" }, { name: "count" }],
    rows: [
      ...counts.map((count, i) => [edges[i]!, edges[i + 1]!, count]),
      ...apart.filter(([, count]) => count > 0).map(([value, count]) => [value, value, count]),
    ],
    notes,
    bars: 2,
    json: { scale, edges, counts, nan, infinity, negative_infinity: negativeInfinity, exact },
  };
}
