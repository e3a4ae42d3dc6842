import { titleOf } from "./param.ts";

/** Where in an input something stands. Lines, columns and records count from 1. */
export interface Place {
  /** File name, `stdin`, or what else the input is called in messages. */
  readonly source: string;
  readonly line?: number | undefined;
  /** The cell's position in its row, as in `@4`. */
  readonly column?: number | undefined;
  /** Record of a JSON array, which has no lines worth naming. */
  readonly record?: number | undefined;
  /** What is meant there: a role, or a path into it such as `pred[3][1]`. */
  readonly subject?: string | undefined;
  /** The row that it stands in, where somebody wants to have it. */
  readonly raw?: RawRow | undefined;
}

/** A row as it stands in its input. */
export interface RawRow {
  /** Of its first byte, from 0. */
  readonly byte: number | undefined;
  readonly text: string;
}

/** Whether a place lies within one row, and not in what all rows share. */
export function isInRow({ line, record, subject }: Place): boolean {
  return line !== undefined || record !== undefined || /\[\d/.test(subject ?? "");
}

/** A place in a part of a file, of which `lines` stand before the part. */
export function movedDown(place: Place, lines: number): Place {
  return place.line === undefined ? place : { ...place, line: place.line + lines };
}

/** Exit statuses of failed runs. */
export type Status = 2 | 3 | 4;

interface Details {
  readonly place?: Place | undefined;
  /** What to do about it; printed behind the message. */
  readonly hint?: string | undefined;
  /** What is wrong with a row, in a word for programs. */
  readonly kind?: ErrorKind | undefined;
  readonly cause?: unknown;
}

/**
 * `number`: not readable as one; `missing`: a missing value; `fields`: too many, too few, or nested otherwise; `syntax`:
 * no JSON; `class`: no class, or not one of these; `range`: outside of what the loss or a weight may be.
 */
export type ErrorKind = "number" | "missing" | "fields" | "syntax" | "class" | "range";

/** Every failure that the user can do something about. Anything else that is thrown is a bug. */
export class LossError extends Error {
  readonly status: Status;
  readonly place: Place | undefined;
  readonly hint: string | undefined;
  readonly kind: ErrorKind | undefined;

  constructor(status: Status, message: string, { place, hint, kind, cause }: Details = {}) {
    super(message, { cause });
    this.status = status;
    this.place = place;
    this.hint = hint;
    this.kind = kind;
  }
}

/** A command line that makes no sense (status 2). */
export class UsageError extends LossError {
  constructor(message: string, details?: Details) {
    super(2, message, details);
  }
}

/** Data that cannot be used (status 3). */
export class InputError extends LossError {
  constructor(message: string, details?: Details) {
    super(3, message, details);
  }
}

/** A file or stream that cannot be read or written (status 4). */
export class FileError extends LossError {
  constructor(message: string, details?: Details) {
    super(4, message, details);
  }
}

const LONGEST_QUOTE = 40;

/** A piece of the input as it appears in a message: quoted, escaped, cut to a readable length. */
export function quote(text: string): string {
  const cut = text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE)}…` : text;
  return `"${escapeControls(cut)}"`;
}

/** Control and invisible characters spelt out, so that a file cannot drive the terminal that shows a message. */
export function escapeControls(text: string): string {
  // Cc, Cf, Zl, Zp, surrogates, and every space that is not the plain one
  return text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]|(?! )\p{Zs}/gu, (c) => {
    if (c === "\t") return "\\t";
    if (c === "\n") return "\\n";
    if (c === "\r") return "\\r";
    const code = c.codePointAt(0) ?? 0;
    return code > 0xffff ? `\\u{${code.toString(16)}}` : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/** The one grammar of places: `file:line:column`, `file:line`, `file: record 3`; the subject follows. */
function formatPlace({ source, line, column, record, subject }: Place): string {
  let text = escapeControls(source);
  if (line !== undefined) text += `:${line}`;
  if (line !== undefined && column !== undefined) text += `:${column}`;
  if (record !== undefined) text += `: record ${record}`;
  if (subject !== undefined) text += `: ${escapeControls(titleOf(subject))}`;
  return text;
}

/** `preds.csv:17:4: target: class 12 is outside 0..9 (hint)`: one line, whatever the parts hold. */
export function formatMessage(message: string, place?: Place, hint?: string): string {
  const where = place ? `${formatPlace(place)}: ` : "";
  return `${where}${message}${hint ? ` (${hint})` : ""}`;
}
