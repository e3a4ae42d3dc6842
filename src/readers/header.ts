import { InputError, type Place, quote } from "../core/errors.ts";
import type { Role } from "../core/loss.ts";
import { optionOf } from "../core/param.ts";
import { parseNumber, trimBlanks } from "./number.ts";

/** What a column's cells are read as; `text` is carried along. */
export type ColumnKind = Role["kind"] | "text";

/** A role, and how its columns are found. */
export interface RoleRequest {
  readonly role: string;
  readonly kind: ColumnKind;
  readonly sequence?: Role["sequence"];
  /** As given: names, globs and positions, joined by commas. Without one, columns that are carried along are all there are. */
  readonly selector?: string | undefined;
  /** May stand in another of several inputs. */
  readonly optional?: boolean;
  /** Its columns are one a class, so that columns numbered 0..C-1 are taken in the order of their numbers. */
  readonly byClass?: boolean;
  /** The option that asks for its columns, where it has another name than the role: `--pred-b`. */
  readonly option?: string;
}

/** The option that asks for a role's columns. */
export const askedBy = ({ role, option = optionOf(role) }: RoleRequest): string => option;

/** What asks for the columns that rows are paired by. */
export const KEY = "on";

/** What a header is read for. */
export interface Header {
  readonly names: readonly string[];
  readonly place: Place;
  /** The names are words of the file, not positions. */
  readonly named: boolean;
  /** Nobody said whether the first row is a header. */
  readonly assumed: boolean;
}

export function fail(
  { role, option = role }: RoleRequest,
  message: string,
  header: Header,
  hint?: string,
): never {
  const place = { ...header.place, subject: option };
  if (header.names.some((name) => name.includes("\ufffd")))
    throw new InputError("the header is not valid UTF-8", {
      place: header.place,
      hint: "binary data, or text to convert: iconv -f LATIN1 -t UTF-8",
    });
  throw new InputError(message, { place, hint });
}

/** Several columns that a name fits equally. */
export function refuseRepeated(columns: readonly number[], request: RoleRequest, header: Header): never {
  const [first = 0] = columns;
  const name = header.names[first]!;
  const places = columns.map((column) => `@${column + 1}`).join(" and ");
  const same = columns.every((column) => header.names[column] === name);
  const message = same
    ? `column ${quote(name)} stands at ${places}`
    : `${columns.map((column) => quote(header.names[column]!)).join(" and ")} may both hold it`;
  throw new InputError(message, {
    place: { ...header.place, ...(same && { column: first + 1 }), subject: request.option ?? request.role },
    hint: `pick one by its position: ${askedBy(request)} @${first + 1}`,
  });
}

export function delimiterHint({ names }: Header): string | undefined {
  if (names.length !== 1) return undefined;
  const only = names[0]!;
  for (const [delimiter, word] of [
    ["\t", "'\\t'"],
    [";", "';'"],
    ["|", "'|'"],
    [",", "','"],
    [" ", "' '"],
  ] as const) {
    if (only.includes(delimiter)) return `did you mean --delimiter ${word}?`;
  }
  return undefined;
}

export function columnList({ names }: Header): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 12).map((name) => (/^[\w.@+-]+$/.test(name) ? name : quote(name)));
  return shown.join(", ") + (names.length > 12 ? `, … (${names.length} in all)` : "");
}

export const looksNumeric = (text: string): boolean => typeof parseNumber(trimBlanks(text)) === "number";
