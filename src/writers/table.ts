import { sizeOf } from "../core/batch.ts";
import type { LossRows } from "../core/row-block.ts";
import { cellNames, indexColumn, numberText } from "./numbers.ts";
import { type Cell, RowBytes } from "./row-bytes.ts";
import type { Summary } from "./summary.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** CSV or TSV: a row a sample and nothing else; or, where no rows were asked for, a row of summary for each loss. */
export function tableWriter(
  delimiter: "," | "\t",
  { sink, perSample, grad, continued = false }: WriterOptions,
): Writer {
  const line = (cells: readonly string[]): string =>
    `${cells.map((cell) => quoteCell(cell, delimiter)).join(delimiter)}\n`;
  const cellsOf = (values: Float64Array, width: number, row: number, cell: Cell): string => {
    let text = "";
    for (let i = row * width; i < (row + 1) * width; i++) text += delimiter + cell(values, i);
    return text;
  };
  const rowBytes = new RowBytes({ json: false });
  let started = continued;
  let rowsWanted = perSample || grad;
  const start = async (losses: readonly LossRows[]): Promise<void> => {
    rowsWanted = true;
    if (!started) await sink.write(line(header(losses)));
    started = true;
  };
  return {
    async rows(block) {
      const { rows, losses } = block;
      if (rows === 0) return;
      await start(losses);
      const index = indexColumn(block);
      // numbers need no quotes, so rows are joined as they are
      const format = (row: number, cell: Cell): string => {
        let text = cell(index, row);
        for (const { perSample: samples, unreduced, grads } of losses) {
          if (samples) text += delimiter + cell(samples, row);
          else text += cellsOf(unreduced, unreduced.length / rows, row, cell);
          for (const { values, shape } of grads) text += cellsOf(values, sizeOf(shape), row, cell);
        }
        return `${text}\n`;
      };
      await rowBytes.write(rows, format, (bytes) => sink.write(bytes));
    },
    async append(losses, text) {
      await start(losses);
      for (const bytes of text) await sink.write(bytes);
    },
    async finish(summaries) {
      if (rowsWanted) return;
      await sink.write(line(SUMMARY));
      for (const summary of summaries) await sink.write(line(summaryCells(summary)));
    },
    abort: () => {},
  };
}

const SUMMARY = [
  "loss",
  "reduction",
  "value",
  "samples",
  "ignored",
  "skipped",
  "denominator",
  "sum",
  "mean",
  "signature",
];

function summaryCells(s: Summary): string[] {
  const numbers = [s.value ?? Number.NaN, s.samples, s.ignored, s.skipped, s.denominator, s.sum, s.mean].map(
    numberText,
  );
  return [s.loss, s.reduction, ...numbers, s.signature];
}

/** `index,loss,grad_<column>...`; with several losses each column begins with its loss. */
function header(losses: readonly LossRows[]): string[] {
  return [
    "index",
    ...losses.flatMap(({ name, perSample, shape, grads }) => {
      const columns = [
        ...(perSample ? ["loss"] : cellNames("loss", ["loss"], shape)),
        ...grads.flatMap(({ role, names, shape: inner }) =>
          cellNames(role, names, inner).map((cell) => `grad_${cell}`),
        ),
      ];
      return losses.length === 1 ? columns : columns.map((column) => `${name}_${column}`);
    }),
  ];
}

function quoteCell(cell: string, delimiter: string): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
