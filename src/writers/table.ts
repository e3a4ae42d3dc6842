import type { CarriedData } from "../core/batch.ts";
import type { LossRows } from "../core/row-block.ts";
import { numberText } from "../core/value-text.ts";
import { keptOf } from "./kept.ts";
import { tableCell, tableLine } from "./numbers.ts";
import { RowBytes } from "./row-bytes.ts";
import type { Summary } from "./summary.ts";
import { rowFormat, rowHeader } from "./table-rows.ts";
import type { RunningValue, Writer, WriterOptions } from "./writer.ts";

/** CSV or TSV: a row a sample and nothing else; or, where no rows were asked for, a row of summary for each loss. */
export function tableWriter(
  delimiter: "," | "\t",
  { sink, perSample, grad, every = false, continued = false }: WriterOptions,
): Writer {
  const line = (cells: readonly string[]): string => tableLine(cells, delimiter);
  const rowBytes = new RowBytes({ json: false });
  let started = continued;
  let rowsWanted = perSample || grad;
  const start = async (losses: readonly LossRows[], kept?: CarriedData): Promise<void> => {
    rowsWanted = true;
    if (!started) await sink.write(line(rowHeader(losses, kept)));
    started = true;
  };
  let told = 0;
  const running = async (rows: number, values: readonly RunningValue[]): Promise<void> => {
    if (told === 0) await sink.write(line(["rows", "loss", "value"]));
    told = rows;
    for (const { loss, value } of values) await sink.write(line([String(rows), loss, numberText(value)]));
  };
  return {
    running,
    region: sink.region,
    async rows(block) {
      if (block.rows === 0) return;
      const kept = keptOf(block);
      await start(block.losses, kept);
      // numbers need no quotes, so rows are joined as they are
      const cell = (text: string): string => tableCell(text, delimiter);
      const format = rowFormat(block, { begin: "", between: delimiter, end: "", cell });
      await rowBytes.write(block.rows, format, (bytes) => sink.write(bytes), kept === undefined);
    },
    async append(losses, text) {
      await start(losses);
      for (const bytes of text) await sink.write(bytes);
    },
    async finish(summaries) {
      if (rowsWanted) return;
      if (every) {
        const [{ samples, ignored }] = summaries as [Summary];
        const last = summaries.map(({ loss, value = Number.NaN }) => ({ loss, value }));
        if (samples + ignored > told) await running(samples + ignored, last);
        return;
      }
      if (summaries[0]?.sections?.length) {
        const { sectionTable } = await import("./section-table.ts");
        for (const cells of sectionTable(summaries)) await sink.write(line(cells));
        return;
      }
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
