import { plural } from "../core/notes.ts";
import type { Section } from "../core/section.ts";
import { shownCell } from "./text-cells.ts";
import type { Style } from "./writer.ts";

/** Rows that people are shown at most. */
const ROWS = 50;
const INDENT = "  ";
const GAP = "  ";
/** Columns of a line where there is no terminal. */
const WIDTH = 80;
const SHORTEST_BAR = 8;

interface SectionLook {
  readonly style: Style;
  readonly width: number | undefined;
  readonly ascii: boolean;
}

/** One column as it is printed. */
interface Shown {
  readonly head: string;
  readonly cells: readonly string[];
  readonly width: number;
  readonly numeric: boolean;
}

/** A section as an aligned table, under its title. */
export function sectionText(section: Section, look: SectionLook): string {
  const { strong, faint } = look.style;
  const { title, notes } = section;
  const lines = section.record ? recordLines(section, look) : tableLines(section, look);
  const below = notes.map((note) => faint(`${INDENT}(${note})`));
  return [strong(title), ...lines, ...below].map((line) => `${line}\n`).join("");
}

/** A line a column. */
function recordLines({ columns, rows: [row = []] }: Section, { style }: SectionLook): string[] {
  const shown = columns.flatMap(({ name, detail }, i) => (detail ? [] : { name, cell: shownCell(row[i]!) }));
  const width = Math.max(...shown.map(({ name }) => name.length));
  return shown.map(({ name, cell }) => `${INDENT}${style.faint(name.padEnd(width + 2))}${cell}`);
}

function tableLines(section: Section, { style, width, ascii }: SectionLook): string[] {
  const { columns, bars, rows: all } = section;
  const rows = all.slice(0, ROWS);
  const every = columns.flatMap((column, i): Shown[] => {
    if (column.detail) return [];
    const values = rows.map((row) => row[i]!);
    const cells = values.map((value) => shownCell(value, column.percent));
    const head = shownCell(column.name);
    const numeric = values.every((value) => typeof value === "number");
    return [{ head, cells, numeric, width: Math.max(head.length, ...cells.map(({ length }) => length)) }];
  });
  const shown = fitting(every, width);
  const line = (cell: (column: Shown) => string): string => {
    const cells = shown.map((column) => {
      const text = cell(column);
      return column.numeric ? text.padStart(column.width) : text.padEnd(column.width);
    });
    return (INDENT + cells.join(GAP)).trimEnd();
  };
  const table = shown.reduce((sum, column) => sum + column.width + GAP.length, INDENT.length);
  const draw =
    bars === undefined
      ? () => ""
      : barOf(
          rows.map((row) => Number(row[bars])),
          Math.max(SHORTEST_BAR, (width ?? WIDTH) - table),
          ascii,
        );
  const lines = [
    style.faint(line(({ head }) => head)),
    ...rows.map((_, row) => `${line(({ cells }) => cells[row]!)}${GAP}${draw(row)}`.trimEnd()),
  ];
  const left = [
    all.length > rows.length && `${plural(all.length - rows.length, "row")} more`,
    every.length > shown.length && `${plural(every.length - shown.length, "column")} more than fit here`,
  ].filter((text) => text !== false);
  if (left.length > 0) lines.push(style.faint(`${INDENT}(${left.join(" and ")}; --format csv has all)`));
  return lines;
}

/** The first columns, as many as there is room for. */
function fitting(columns: readonly Shown[], width: number | undefined): readonly Shown[] {
  if (width === undefined) return columns;
  let used = INDENT.length - GAP.length;
  const beyond = columns.findIndex((column) => {
    used += GAP.length + column.width;
    return used > width;
  });
  return beyond < 0 ? columns : columns.slice(0, Math.max(1, beyond));
}

const EIGHTHS = ["", "\u258f", "\u258e", "\u258d", "\u258c", "\u258b", "\u258a", "\u2589"];
const FULL = "\u2588";

/** Bars for rows, the longest `room` characters; what is there at all is seen. */
function barOf(values: readonly number[], room: number, ascii: boolean): (row: number) => string {
  const most = Math.max(...values);
  return (row) => {
    const value = values[row]!;
    if (value === 0) return "";
    const length = (value / most) * room;
    if (ascii) return "#".repeat(Math.max(1, Math.round(length)));
    const eighths = Math.max(1, Math.round(8 * length));
    return FULL.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]!;
  };
}
