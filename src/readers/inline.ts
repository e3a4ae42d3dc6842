import { InputError, type Place, quote } from "../core/errors.ts";
import { isMissing, parseNumber, trimBlanks } from "./number.ts";
import { type Block, MISSING, type ReadOptions } from "./rows.ts";
import type { Source } from "./source.ts";

/** Whether an operand is itself data: a JSON array or object, or numbers joined by commas. */
export function isInline(operand: string): boolean {
  if (/^\s*[[{]/.test(operand)) return true;
  return operand.split(",").some(isValue) && oddCell(operand) === undefined;
}

/** Of an operand that may have been meant as values, the cell for which it is none. */
export function oddCell(operand: string): string | undefined {
  return operand
    .split(",")
    .map(trimBlanks)
    .find((cell) => !isValue(cell) && !isMissing(cell));
}

const isValue = (cell: string): boolean =>
  typeof parseNumber(trimBlanks(cell)) === "number" || overflows(trimBlanks(cell));

const overflows = (cell: string): boolean => /^[+-]?[\d.]+e\+?\d+$/i.test(cell);

/** The values of one role, typed on the command line as numbers joined by commas; a single one is one sample's. */
export function* readInline(
  source: string,
  text: string,
  { requests, skipMissing }: ReadOptions,
): Generator<Block> {
  const wanted = requests.filter(({ optional }) => !optional);
  const [request] = wanted;
  if (!request || wanted.length > 1)
    throw new InputError(`${quote(text)} gives the values of one role; ${wanted.length} are wanted`, {
      hint: `one operand for each: ${wanted.map(({ role }) => role.toUpperCase()).join(" ")}`,
    });
  const { role, selector, sequence } = request;
  if (selector !== undefined)
    throw new InputError(`${quote(text)} has no columns to choose from`, {
      place: { source, subject: role },
    });
  if (sequence === "vectors")
    throw new InputError("takes arrays for each row", {
      place: { source, subject: role },
      hint: `as in '[[-0.1,-2.3],[-1.2,-0.4]]'`,
    });
  const cells = text.split(",").map(trimBlanks);
  const missing = new Uint8Array(cells.length);
  const values = Float64Array.from(cells, (cell, i) => {
    const value = parseNumber(cell);
    if (typeof value === "number") return value;
    const place = { source, subject: `${role}[${i}]` };
    if (!isMissing(cell)) throw new InputError(`${quote(cell)} ${value.problem}`, { place });
    if (!skipMissing) throw new InputError("missing value", { place, hint: MISSING });
    missing[i] = 1;
    return 0;
  });
  const place = (cell: number): Place => ({ source, subject: `${role}[${cell}]` });
  if (sequence) {
    const starts = Uint32Array.of(0, values.length);
    yield {
      rows: 1,
      roles: { [role]: { values, shape: [], names: [role], starts } },
      missing: missing.includes(1) ? Uint8Array.of(1) : undefined,
      place: (_, __, cell) => place(cell),
    };
    return;
  }
  yield {
    rows: values.length,
    roles: { [role]: { values, shape: [], names: [role] } },
    missing: missing.includes(1) ? missing : undefined,
    place,
  };
}

/** Bytes that are in memory already, such as values typed on the command line. */
export function textSource(name: string, text: string): Source {
  const bytes = Buffer.from(text);
  return {
    name,
    size: bytes.length,
    async *open() {
      yield bytes;
    },
    settle: () => Promise.resolve(),
    discard: () => {},
  };
}
