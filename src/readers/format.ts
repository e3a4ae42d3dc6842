import { InputError } from "../core/errors.ts";
import { HEAD, peek } from "./head.ts";
import type { Source } from "./source.ts";

/** Formats that can be asked for by name. */
export const FORMATS = ["csv", "tsv", "json", "ndjson"] as const;
export type Format = (typeof FORMATS)[number];

const ENDING = /\.(csv|tsv|json|ndjson|jsonl)(?:\.gz)?$/i;

/** The format that a file's name says. */
export function endingOf(name: string): Format | undefined {
  const ending = ENDING.exec(name)?.[1]?.toLowerCase();
  return ending === "jsonl" ? "ndjson" : (ending as Format | undefined);
}

interface Told {
  readonly format: Format | undefined;
  readonly delimiter: string | undefined;
}

/** The format by option or file name, else by the first bytes; and the source, from its beginning. */
export async function recognise(
  source: Source,
  { format, delimiter }: Told,
  operand: string,
): Promise<{ format: Format; opened: Source }> {
  const known = format ?? endingOf(operand);
  if (known) return { format: known, opened: source };
  const { head, all } = await peekLine(source);
  const opened: Source = { ...source, open: (start) => (start ? source.open(start) : all) };
  return { format: delimiter === undefined ? guessFormat(head, source.name) : "csv", opened };
}

/** A decision needs the first line, or enough of it. */
async function peekLine(source: Source): Promise<{ head: string; all: AsyncGenerator<Buffer> }> {
  const { head, all } = await peek(
    source.open(),
    (bytes) => bytes.length >= HEAD || /\S[^\n]*\n\s*\S/.test(bytes.toString("latin1")),
  );
  return { head: head.toString("latin1"), all };
}

function guessFormat(head: string, name: string): Format {
  const text = head.replace(/^\u00ef\u00bb\u00bf/, "").trimStart();
  if (/^(?:null|true|false|".*")\s*$/.test(text)) return "json";
  if (text.startsWith("{") || text.startsWith("[")) {
    const [first = ""] = text.split("\n", 1);
    try {
      JSON.parse(first.replace(/\b(?:NaN|-?Infinity)\b/g, "0"));
      // one complete value on the first line, and more behind it: a value a line
      return text.slice(first.length).trim() === "" ? "json" : "ndjson";
    } catch {
      return "json";
    }
  }
  if (text.startsWith("%PDF") || text.startsWith("PK") || text.startsWith("PAR1"))
    throw new InputError("this is no text file", { place: { source: name } });
  const line = text.split("\n", 1)[0] ?? "";
  return line.includes("\t") && !line.includes(",") ? "tsv" : "csv";
}

const isTable = (format: Format): boolean => format === "csv" || format === "tsv";

/** An error at the beginning of a file that was read as `format`: whether it looks like another one. */
export async function explainFormat(error: unknown, source: Source, format: Format): Promise<unknown> {
  if (!(error instanceof InputError)) return error;
  const { place, hint } = error;
  if ((place?.line ?? 1) > 2 || (place?.record ?? 1) > 1) return error;
  const { head, all } = await peekLine(source);
  await all.return(undefined);
  if (head.trim() === "") return error;
  const guess = guessFormat(head, source.name);
  if (guess === format || (isTable(guess) && isTable(format))) return error;
  // a hint stays, unless it is about the columns of what is no table
  if (hint !== undefined && !isTable(format)) return error;
  return new InputError(error.message, {
    place,
    hint: `it looks like ${guess === "csv" ? "a table" : guess.toUpperCase()}: --input-format ${guess}`,
  });
}
