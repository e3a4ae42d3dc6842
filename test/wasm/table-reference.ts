// What scanTable owes, in plain JavaScript.

const NUMBER = /^[ \t]*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?)[ \t]*$/i;
const WORD = /^[ \t]*([+-]?)(nan|inf|infinity)[ \t]*$/i;

/** A wanted field, or undefined where it is not understood. */
function readField(text: string, delimiter: string): number | undefined {
  let inner = text;
  if (text.startsWith('"')) {
    if (text.length < 2 || !text.endsWith('"')) return undefined;
    inner = text.slice(1, -1);
  }
  if (inner.includes(delimiter)) return undefined;
  const word = WORD.exec(inner);
  if (word) return /nan/i.test(inner) ? Number.NaN : word[1] === "-" ? -Infinity : Infinity;
  const number = NUMBER.exec(inner)?.[1];
  if (number === undefined) return undefined;
  const value = Number(number);
  return Number.isFinite(value) && (value !== 0 || !/[1-9]/.test(number.replace(/e.*/i, "")))
    ? value
    : undefined;
}

/** A skipped field may hold anything but quotes and the control characters up to "\r", tabs excepted. */
function isSkippable(field: string): boolean {
  return [...field].every((c) => c !== '"' && (c === "\t" || c > "\r"));
}

export interface Outcome {
  rows: (number | undefined)[][];
  consumed: number;
  status: "ok" | "not-understood";
}

/** The scanner, as simple as it can be. */
export function reference(
  text: string,
  final: boolean,
  delimiter: string,
  wanted: readonly boolean[],
  maxRows: number,
): Outcome {
  const outcome: Outcome = { rows: [], consumed: 0, status: "ok" };
  while (outcome.consumed < text.length && outcome.rows.length < maxRows) {
    let end = text.indexOf("\n", outcome.consumed);
    let line: string;
    if (end >= 0) {
      line = text.slice(outcome.consumed, end);
      if (line.endsWith("\r")) line = line.slice(0, -1);
      end++;
    } else {
      if (!final) break;
      end = text.length;
      line = text.slice(outcome.consumed);
    }
    const fields = line.split(delimiter);
    const values = fields.map((field, i) =>
      wanted[i] ? readField(field, delimiter) : isSkippable(field) ? 0 : undefined,
    );
    if (fields.length !== wanted.length || values.includes(undefined)) {
      outcome.status = "not-understood";
      break;
    }
    outcome.rows.push(values.filter((_, i) => wanted[i]));
    outcome.consumed = end;
  }
  return outcome;
}
