/** What stands in a cell that is no number: the end of the sentence `"abc" …`. */
export interface NotNumber {
  readonly problem: string;
  readonly hint?: string;
}

/** Whether a trimmed text was meant for a number. */
export const isNumeric = (text: string): boolean => /^[+-]?[\d.]/.test(text);

/** A longer cell is no number that anybody wrote. */
const LONGEST = 4096;

const DECIMAL = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/;
const NAN = /^[+-]?nan$/i;
const INFINITE = /^([+-]?)inf(?:inity)?$/i;
const MISSING = new Set(["", "na", "n/a", "#n/a", "null", "none", "-", "."]);

/** Blanks around a cell are spaces and tabs; other white space is part of its text. */
export function trimBlanks(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && (text[start] === " " || text[start] === "\t")) start++;
  while (end > start && (text[end - 1] === " " || text[end - 1] === "\t")) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** Whether a cell says that there is no value. */
export function isMissing(trimmed: string): boolean {
  return trimmed.length < 5 && MISSING.has(trimmed.toLowerCase());
}

/** The nearest double to what a whole, trimmed cell says, or why there is none. */
export function parseNumber(trimmed: string): number | NotNumber {
  if (trimmed.length > LONGEST)
    return { problem: `is ${trimmed.length} characters long, more than ${LONGEST}; that is no number` };
  if (DECIMAL.test(trimmed)) {
    const value = Number(trimmed);
    return Number.isFinite(value) ? value : { problem: "is larger than a double can hold" };
  }
  const infinite = INFINITE.exec(trimmed);
  if (infinite) return infinite[1] === "-" ? -Infinity : Infinity;
  if (NAN.test(trimmed)) return Number.NaN;
  const hint = hintFor(trimmed);
  return { problem: "is not a number", ...(hint && { hint }) };
}

/** Whether a decimal that was read as 0 has a digit other than 0, so that it was too small for a double. */
export function underflowed(trimmed: string): boolean {
  return /^[^eE]*[1-9]/.test(trimmed);
}

function hintFor(text: string): string | undefined {
  if (/^[+-]?\d{1,3},\d{3}$/.test(text)) return "a decimal comma, or grouped digits? write 1.5 or 1000";
  if (/^[+-]?\d+,\d+$/.test(text)) return "decimal comma? write 1.5";
  if (/^[+-]?\d{1,3}(?:[_,' \u00a0\u202f]\d{3})+(?:\.\d*)?$/.test(text)) return "digits are not grouped here";
  if (/^[+-]?0[xob]/i.test(text)) return "only decimal numbers are read";
  if (/^[+-]?[\d.]+d[+-]?\d+$/i.test(text)) return "Fortran's exponent? write 1e5";
  if (text.startsWith("\ufeff")) return "a second file begins here?";
  if (text.includes("\ufffd")) return "this is not valid UTF-8";
  if (text.startsWith('"')) return "text stands behind a closing quote";
  if (text.includes("\r")) return "a lone carriage return stands here";
  const strange = /[^\x20-\x7e]/u.exec(text)?.[0];
  if (strange && /[\p{Nd}\p{No}\u2212\uff0b\uff0d\uff0e\uff0c\p{Zs}]/u.test(strange))
    return `U+${(strange.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")} is no ASCII character`;
  return undefined;
}
