import { InputError, quote } from "../core/errors.ts";
import { isMissing, parseNumber, trimBlanks } from "./number.ts";
import type { Block, ReadOptions } from "./rows.ts";

/** Whether an operand is itself data: a JSON array or object, or numbers joined by commas. */
export function isInline(operand: string): boolean {
  if (/^\s*[[{]/.test(operand)) return true;
  const cells = operand.split(",").map(trimBlanks);
  return (
    /\d/.test(operand) && cells.every((cell) => typeof parseNumber(cell) === "number" || overflows(cell))
  );
}

const overflows = (cell: string): boolean => /^[+-]?[\d.]+e\+?\d+$/i.test(cell);

/** The values of one role, typed on the command line as numbers joined by commas; a single one is one sample's. */
export function* readInline(source: string, text: string, { requests }: ReadOptions): Generator<Block> {
  const wanted = requests.filter(({ optional }) => !optional);
  const [request] = wanted;
  if (!request || wanted.length > 1)
    throw new InputError(`${quote(text)} gives the values of one role; ${wanted.length} are wanted`, {
      hint: `one operand for each: ${wanted.map(({ role }) => role.toUpperCase()).join(" ")}`,
    });
  const { role } = request;
  const cells = text.split(",").map(trimBlanks);
  const values = Float64Array.from(cells, (cell, i) => {
    const value = parseNumber(cell);
    if (typeof value === "number") return value;
    const problem = isMissing(cell) ? "missing value" : `${quote(cell)} ${value.problem}`;
    throw new InputError(problem, { place: { source, subject: `${role}[${i}]` } });
  });
  yield {
    rows: values.length,
    roles: { [role]: { values, shape: [], names: [role] } },
    missing: undefined,
    place: (row) => ({ source, subject: `${role}[${row}]` }),
  };
}
