import { noteOf } from "../check/verdict.ts";
import type { Look } from "../terminal.ts";
import { wrap } from "../wrap.ts";
import { type Cells, COLUMNS, cellsOf, type Report, tally } from "./report.ts";

const GAP = 2;
/** Below this many columns, the baseline itself is left to the change. */
const ROOM = 60;

type Column = keyof Cells;

/** The verdicts as a table for a terminal, and what they come to. */
export function verdictTable({ verdicts }: Report, { width, style }: Look): string {
  const rows = verdicts.map((verdict) => ({ verdict, cells: cellsOf(verdict) }));
  const head = Object.fromEntries(COLUMNS.map((column) => [column, column])) as Cells;
  const against = verdicts.some(({ baseline }) => baseline !== undefined);
  const columns = COLUMNS.slice(1).filter(
    (column) => (column !== "baseline" || (against && width >= ROOM)) && (column !== "change" || against),
  );
  const widthOf = (column: Column): number =>
    Math.max(...[head, ...rows.map(({ cells }) => cells)].map((row) => row[column].length));
  const widths = new Map<Column, number>(columns.map((column) => [column, widthOf(column)]));
  const others = [...widths.values()].reduce((sum, one) => sum + GAP + one, 0);
  const names = Math.max(0, Math.min(widthOf("check"), width - others));
  const numbers = (cells: Cells): string =>
    columns
      .map((column) => {
        const wide = widths.get(column)!;
        return " ".repeat(GAP) + (column === "verdict" ? cells[column] : cells[column].padStart(wide));
      })
      .join("");
  // a long name has a line of its own
  const line = (cells: Cells): string =>
    cells.check.length > names
      ? `${wrap(cells.check, width).join("\n")}\n${" ".repeat(names)}${numbers(cells)}`
      : cells.check.padEnd(names) + numbers(cells);
  const lines = rows.map(({ verdict: { verdict, check }, cells }) => {
    const bad = verdict === "fails" || verdict === "error";
    if (check.informational) return style.faint(line(cells));
    return bad ? style.strong(line(cells)) : line(cells);
  });
  const body = [style.faint(line(head)), ...lines, "", ...wrap(tally(verdicts), width)];
  return `${[...body, ...notes(verdicts, width).map(style.faint)].join("\n")}\n`;
}

/** Checks of which the same is to be said are named together. */
function notes(verdicts: Report["verdicts"], width: number): string[] {
  const byNote = new Map<string, string[]>();
  for (const verdict of verdicts) {
    const note = noteOf(verdict);
    if (note !== undefined) byNote.set(note, [...(byNote.get(note) ?? []), verdict.check.name]);
  }
  return [...byNote].flatMap(([note, names]) => wrap(`${names.join(", ")}: ${note}`, width));
}
