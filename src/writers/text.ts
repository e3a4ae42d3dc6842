import { sizeOf } from "../core/batch.ts";
import { escapeControls } from "../core/errors.ts";
import type { RowBlock } from "../core/row-block.ts";
import { numberText } from "../core/value-text.ts";
import { type Entry, entriesText, rowsText } from "./entries.ts";
import { keptOf } from "./kept.ts";
import { cellNames, groupedCount, roundedText } from "./numbers.ts";
import { Spool } from "./spool.ts";
import { paramText, type Summary } from "./summary.ts";
import { fit, shownCell } from "./text-cells.ts";
import type { Writer, WriterOptions } from "./writer.ts";

const CELL = 13;
const INDEX = 9;

/** For people: the value first, then what it was made of, then the rows. Rows are rounded to six digits. */
export function textWriter({ sink, explain, style, width, ascii = false }: WriterOptions): Writer {
  const table = new Spool(explain);
  let started = false;

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
        for (const { cell } of shown) text += ` ${cell(row).padStart(CELL - 1)}`;
        text += "\n";
      }
      table.write(text);
    },
    running: (rows, values) =>
      sink.write(
        values
          .map(
            ({ loss, value }) =>
              `${loss}  ${numberText(value)}  ${style.faint(`${groupedCount(rows)} rows`)}\n`,
          )
          .join(""),
      ),
    async finish(summaries) {
      for (const [i, summary] of summaries.entries()) {
        await sink.write(`${i > 0 ? "\n" : ""}${entriesText(entriesOf(summary), style)}`);
        if (!summary.sections?.length) continue;
        const { sectionText } = await import("./section-text.ts");
        for (const section of summary.sections)
          await sink.write(`\n${sectionText(section, { style, width, ascii })}`);
      }
      await table.copyTo(sink);
      table.remove();
    },
    abort: () => table.remove(),
  };
}

/** The value, and what it is made of. */
function entriesOf(summary: Summary): [Entry, ...Entry[]] {
  const { loss, value, reduction, whole, params, sum, denominator } = summary;
  const reducedBy = reduction === "mean" ? `mean over ${groupedCount(denominator)}` : reduction;
  return [
    [loss, value === undefined ? "unreduced" : numberText(value)],
    ["reduction", whole === "value" ? "one number for all rows" : reducedBy],
    ...(reduction === "sum" || whole === "value" ? [] : [["sum", numberText(sum)] as const]),
    ...Object.entries(params).map(([name, given]): Entry => [name.replaceAll("_", "-"), paramText(given)]),
    ["samples", rowsText(summary)],
  ];
}

interface Shown {
  readonly name: string;
  cell(row: number): string;
}

/** One of the `size` numbers that a row has in `values`. */
const numbers = (name: string, values: Float64Array, size: number, offset: number): Shown => ({
  name,
  cell: (row) => roundedText(values[row * size + offset]!),
});

function columnsOf(block: RowBlock): Shown[] {
  const { rows, losses } = block;
  const kept = keptOf(block);
  const results = losses.flatMap(({ name, perSample, unreduced, shape, grads }) => {
    const prefix = losses.length > 1 ? `${name} ` : "";
    const size = unreduced.length / rows;
    const values = perSample
      ? [numbers(`${prefix}loss`, perSample, 1, 0)]
      : cellNames("loss", ["loss"], shape).map((cell, offset) =>
          numbers(prefix + cell, unreduced, size, offset),
        );
    const gradients = grads.flatMap(({ role, names, shape: inner, values: data }) =>
      cellNames(role, names, inner).map((cell, offset) =>
        numbers(`${prefix}grad ${cell}`, data, sizeOf(inner), offset),
      ),
    );
    return [...values, ...gradients];
  });
  const columns = kept?.names.map((name, i) => ({
    name: escapeControls(name),
    cell: (row: number) => fit(shownCell(kept.cells[row * kept.names.length + i]!), CELL - 1),
  }));
  return [...results, ...(columns ?? [])];
}
