import type { CarriedCell } from "../core/batch.ts";
import { escapeControls } from "../core/errors.ts";
import { cellText, numberText } from "../core/value-text.ts";
import { roundedText } from "./numbers.ts";

export function fit(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

/** Characters of a cell of a section at most. */
const LONGEST = 24;

/** A cell of a section, for people. */
export function shownCell(cell: CarriedCell, percent = false): string {
  if (typeof cell === "number") {
    if (percent && Number.isFinite(cell)) return `${(100 * cell).toFixed(2)} %`;
    // counts have all their digits
    return Number.isInteger(cell) && Math.abs(cell) < 1e15 ? numberText(cell) : roundedText(cell);
  }
  // an empty cell is one to be seen
  return cell === "" ? '""' : fit(escapeControls(cell === null ? "null" : cellText(cell)), LONGEST);
}
