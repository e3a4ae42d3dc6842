import { markdownHead, markdownLine, markdownText } from "../../writers/markdown-table.ts";
import { noteOf, type Verdict } from "../check/verdict.ts";
import { COLUMNS, cellsOf, type Report, tally } from "./report.ts";

/** For a pull request's comment or a job's summary: a table, and what is to be said of its rows. */
export function markdownReport({ config, verdicts }: Report): string {
  const head = markdownHead(
    COLUMNS,
    COLUMNS.map((name) => name !== "check" && name !== "verdict"),
  );
  const rows = verdicts.map((verdict) => {
    const cells = cellsOf(verdict);
    return markdownLine(COLUMNS.map((column) => cells[column]));
  });
  const said = verdicts.flatMap(wordsOf);
  const list = said.length > 0 ? `\n${said.join("")}` : "";
  return `### ${markdownText(`${config}: ${tally(verdicts)}`)}\n\n${head}${rows.join("")}${list}`;
}

function wordsOf(verdict: Verdict): string[] {
  const { check, reasons, result } = verdict;
  const note = noteOf(verdict);
  const words = [
    ...reasons,
    ...(result?.warnings ?? []).map((warning) => `warning: ${warning}`),
    ...(note === undefined ? [] : [note]),
  ];
  return words.map((text) => `- **${markdownText(check.name)}**: ${markdownText(text)}\n`);
}
