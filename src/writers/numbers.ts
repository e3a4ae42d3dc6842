import { indicesOf, type RoleData, type Shape, sizeOf } from "../core/batch.ts";
import { numberText } from "../core/value-text.ts";
import type { Cell } from "./row-bytes.ts";

/** A row's values as nested JSON arrays. */
export function jsonNested(values: Float64Array, start: number, shape: Shape, cell: Cell): string {
  const [length, ...inner] = shape;
  if (length === undefined) return cell(values, start);
  const size = sizeOf(inner);
  const items: string[] = [];
  for (let i = 0; i < length; i++) items.push(jsonNested(values, start + i * size, inner, cell));
  return `[${items.join(",")}]`;
}

/** A row of a role as nested JSON arrays. */
export function jsonRow({ values, shape, starts }: RoleData, row: number, cell: Cell): string {
  const size = sizeOf(shape);
  if (!starts) return jsonNested(values, row * size, shape, cell);
  const start = starts[row]!;
  return jsonNested(values, start, [(starts[row + 1]! - start) / size, ...shape], cell);
}

/** Names for the cells of a row: the columns that they came from, or one name and the cell's indices. */
export function cellNames(role: string, names: readonly string[], shape: Shape): string[] {
  // a table without a header has positions only
  const stems = names.some((name) => name.startsWith("@")) ? [role] : names;
  const width = sizeOf(shape);
  if (stems.length === width && width > 1) return [...stems];
  const stem = stems[0] ?? role;
  if (width === 1 && shape.length === 0) return [stem];
  return Array.from({ length: width }, (_, cell) => `${stem}_${indicesOf(shape, cell).join("_")}`);
}

/** A line of a delimited table; cells are quoted where they must be. */
export function tableLine(cells: readonly string[], delimiter: "," | "\t"): string {
  return `${cells.map((cell) => tableCell(cell, delimiter)).join(delimiter)}\n`;
}

/** A cell of a delimited table, quoted where it must be. */
export function tableCell(cell: string, delimiter: "," | "\t"): string {
  return cell.includes(delimiter) || /["\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A count for people, its digits in groups. */
export function groupedCount(n: number): string {
  return Number.isInteger(n) ? String(n).replace(/\B(?=(\d{3})+$)/g, ",") : numberText(n);
}

/** A number for people: at most six significant digits, without the zeros that say nothing. */
export function roundedText(x: number): string {
  return numberText(Number.isFinite(x) ? Number(x.toPrecision(6)) : x);
}
