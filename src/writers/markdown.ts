import { escapeControls } from "../core/errors.ts";
import type { Section } from "../core/section.ts";
import { numberText } from "../core/value-text.ts";
import { keptOf } from "./kept.ts";
import { markdownHead, markdownLine, markdownText } from "./markdown-table.ts";
import { RowBytes } from "./row-bytes.ts";
import { Spool } from "./spool.ts";
import { paramText, type Summary } from "./summary.ts";
import { rowFormat, rowHeader } from "./table-rows.ts";
import { shownCell } from "./text-cells.ts";
import type { Writer, WriterOptions } from "./writer.ts";

/** Tables as GitHub draws them: a row for each loss, then, where rows were asked for, a table of those. */
export function markdownWriter({ sink, explain }: WriterOptions): Writer {
  const table = new Spool(explain);
  const rowBytes = new RowBytes({ json: false });
  return {
    async rows(block) {
      if (block.rows === 0) return;
      const kept = keptOf(block);
      if (table.empty) {
        const columns = rowHeader(block.losses, kept);
        const texts = kept?.names.length ?? 0;
        table.write(
          `\n${markdownHead(
            columns,
            columns.map((_, i) => i < columns.length - texts),
          )}`,
        );
      }
      const format = rowFormat(block, {
        begin: "| ",
        between: " | ",
        end: " |",
        cell: (text) => escapeControls(markdownText(text)),
      });
      await rowBytes.write(block.rows, format, (bytes) => table.write(bytes), kept === undefined);
    },
    async finish(summaries) {
      await sink.write(summaryTable(summaries));
      for (const { loss, sections = [] } of summaries)
        for (const section of sections)
          await sink.write(sectionTable(section, summaries.length > 1 ? `${loss}, ` : ""));
      await table.copyTo(sink);
      table.remove();
    },
    abort: () => table.remove(),
  };
}

interface Column {
  readonly name: string;
  /** Numbers stand to the right. */
  readonly right: boolean;
  text(summary: Summary): string;
}

function summaryTable(summaries: readonly Summary[]): string {
  const params = new Set(summaries.flatMap((summary) => Object.keys(summary.params)));
  const left = (["ignored", "skipped"] as const).filter((name) => summaries.some((one) => one[name] > 0));
  const columns: readonly Column[] = [
    { name: "loss", right: false, text: ({ loss }) => loss },
    {
      name: "value",
      right: true,
      text: ({ value }) => (value === undefined ? "unreduced" : numberText(value)),
    },
    { name: "reduction", right: false, text: ({ reduction }) => reduction },
    ...(["samples", ...left] as const).map((name) => ({
      name,
      right: true,
      text: (summary: Summary) => String(summary[name]),
    })),
    ...[...params].map((name) => ({
      name: name.replaceAll("_", "-"),
      right: false,
      text: (summary: Summary) => (name in summary.params ? paramText(summary.params[name]) : ""),
    })),
  ];
  return [
    markdownHead(
      columns.map(({ name }) => name),
      columns.map(({ right }) => right),
    ),
    ...summaries.map((summary) => markdownLine(columns.map(({ text }) => text(summary)))),
  ].join("");
}

/** What was found besides, under its title. */
function sectionTable({ title, columns, rows, notes }: Section, before: string): string {
  const shown = columns.flatMap(({ name, detail, percent }, i) => (detail ? [] : { name, percent, i }));
  const right = shown.map(({ i }) => rows.every((row) => typeof row[i] === "number"));
  return [
    `\n${markdownText(before + title)}\n\n`,
    markdownHead(
      shown.map(({ name }) => name),
      right,
    ),
    ...rows.map((row) => markdownLine(shown.map(({ i, percent }) => shownCell(row[i]!, percent)))),
    ...notes.map((note) => `\n${markdownText(note)}\n`),
  ].join("");
}
