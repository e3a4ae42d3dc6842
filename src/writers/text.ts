import { sizeOf } from "../core/batch.ts";
import type { RowBlock } from "../core/row-block.ts";
import { cellNames, jsonNumber, numberText } from "./numbers.ts";
import { Spool } from "./spool.ts";
import { paramText, type Summary } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

const CELL = 13;
const INDEX = 9;

/** For people: the value first, then what it was made of, then the rows. Rows are rounded to six digits. */
export function textWriter({ sink, explain, style, width }: WriterOptions): Writer {
  const table = new Spool(explain);
  let started = false;

  const block = (summary: Summary): string => {
    const [[name, value], ...rest] = entriesOf(summary);
    const indent = 2 + Math.max(...[name, ...rest.map(([label]) => label)].map((label) => label.length));
    const lines = rest.map(([label, text]) => `${style.faint(label.padEnd(indent))}${text}\n`);
    return `${style.strong(name.padEnd(indent) + value)}\n${lines.join("")}`;
  };

  return {
    rows(written) {
      if (written.rows === 0) return;
      const columns = columnsOf(written);
      const room = width === undefined ? columns.length : Math.max(1, Math.floor((width - INDEX) / CELL));
      const shown = columns.length > room ? columns.slice(0, room) : columns;
      if (!started) {
        const heads = shown.map(({ name }) => fit(name, CELL - 1).padStart(CELL)).join("");
        table.write(`\n${style.faint("index".padStart(INDEX) + heads)}\n`);
        if (shown.length < columns.length)
          table.write(
            style.faint(
              `(${columns.length - shown.length} columns more than fit here; --format csv has all)\n`,
            ),
          );
      }
      started = true;
      let text = "";
      for (let row = 0; row < written.rows; row++) {
        text += String(written.index(row)).padStart(INDEX);
        for (const { values, size, offset } of shown)
          text += ` ${rounded(values[row * size + offset]!).padStart(CELL - 1)}`;
        text += "\n";
      }
      table.write(text);
    },
    async finish(summaries) {
      await sink.write(summaries.map(block).join("\n"));
      await table.copyTo(sink);
      table.remove();
    },
    abort: () => table.remove(),
  };
}

type Entry = readonly [label: string, text: string];

/** The value, and what it is made of. */
function entriesOf(summary: Summary): [Entry, ...Entry[]] {
  const { loss, value, reduction, whole, params, samples, ignored, skipped, sum, denominator } = summary;
  const reducedBy = reduction === "mean" ? `mean over ${count(denominator)}` : reduction;
  const left = [
    ignored > 0 && `${count(ignored)} ignored`,
    skipped > 0 && `${count(skipped)} skipped`,
  ].filter(Boolean);
  const read = samples + ignored + skipped;
  const rows =
    left.length > 0 ? `${count(samples)} of ${count(read)} rows (${left.join(", ")})` : count(samples);
  return [
    [loss, value === undefined ? "unreduced" : numberText(value)],
    ["reduction", whole === "value" ? "one number for all rows" : reducedBy],
    ...(reduction === "sum" || whole === "value" ? [] : [["sum", numberText(sum)] as const]),
    ...Object.entries(params).map(([name, given]): Entry => [name.replaceAll("_", "-"), paramText(given)]),
    ["samples", rows],
  ];
}

interface Shown {
  readonly name: string;
  readonly values: Float64Array;
  /** Cells of a row in `values`, and which of them this is. */
  readonly size: number;
  readonly offset: number;
}

function columnsOf({ rows, losses }: RowBlock): Shown[] {
  return losses.flatMap(({ name, perSample, unreduced, shape, grads }) => {
    const prefix = losses.length > 1 ? `${name} ` : "";
    const size = unreduced.length / rows;
    const values = perSample
      ? [{ name: `${prefix}loss`, values: perSample, size: 1, offset: 0 }]
      : cellNames("loss", ["loss"], shape).map((cell, offset) => ({
          name: prefix + cell,
          values: unreduced,
          size,
          offset,
        }));
    const gradients = grads.flatMap(({ role, names, shape: inner, values: data }) =>
      cellNames(role, names, inner).map((cell, offset) => ({
        name: `${prefix}grad ${cell}`,
        values: data,
        size: sizeOf(inner),
        offset,
      })),
    );
    return [...values, ...gradients];
  });
}

/** At most six significant digits, without the zeros that say nothing. */
function rounded(x: number): string {
  return Number.isFinite(x) ? jsonNumber(Number(x.toPrecision(6))) : numberText(x);
}

/** A count, its digits in groups. */
function count(n: number): string {
  return Number.isInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ",") : numberText(n);
}

function fit(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}
