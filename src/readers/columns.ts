import { InputError, quote, UsageError } from "../core/errors.ts";
import { titleOf } from "../core/param.ts";
import { type ClassNames, numberedOtherwise } from "./classes.ts";
import { guess, guessPair } from "./guess.ts";
import { type ColumnKind, fail, type Header, KEY, looksNumeric, type RoleRequest } from "./header.ts";
import { select } from "./select.ts";

/** A role and the positions, from 0, of its columns. */
export interface Pick {
  readonly role: string;
  readonly kind: ColumnKind;
  /** Each row is a sequence. */
  readonly sequence?: RoleRequest["sequence"];
  readonly columns: readonly number[];
  readonly names: readonly string[];
}

/** Finds the columns of every role that an input is asked for. */
export function pickColumns(requests: readonly RoleRequest[], header: Header, classes: ClassNames): Pick[] {
  const picks: Pick[] = [];
  const taken = new Map<number, string>();
  const keys = requests.find(({ role }) => role === KEY);
  const reserved = new Set(keys ? select(keys, header) : []);
  const numbers = requests.filter(({ kind }) => kind !== "text");
  const guessed = guessPair(numbers, header);
  for (const request of requests) {
    const found =
      request.selector !== undefined
        ? select(request, header)
        : request.kind === "text"
          ? [...header.names.keys()]
          : (guessed?.get(request.role) ??
            guess(request, header, numbers.length === 1 ? reserved : undefined));
    if (!found) continue;
    // so that the third class is the third column, of the weights and everything else as well
    const columns = request.byClass
      ? classes.sort(
          found,
          found.map((at) => header.names[at]!),
        )
      : found;
    for (const column of request.kind === "text" ? [] : columns) {
      const other = taken.get(column);
      if (other !== undefined)
        throw new UsageError(
          `${titleOf(other)} and ${titleOf(request.role)} are the same column, ${quote(header.names[column]!)}`,
        );
      taken.set(column, request.role);
    }
    const names = columns.map((column) => header.names[column]!);
    const { role, kind, sequence } = request;
    if (sequence && names.length > 1)
      fail(request, `a sequence stands under one name; these are ${names.map(quote).join(", ")}`, header);
    picks.push({ role, kind, sequence, columns, names });
  }
  const numeric = picks.filter(({ kind }) => kind !== "text");
  checkHeader(numeric, header);
  checkOrder(numeric, requests, header);
  const pred = picks.find(({ role }) => role === "pred");
  if (pred) classes.setColumns(pred.names, header.place.source);
  return picks;
}

/** The warning for prediction columns whose numbers are no class indices. */
export function oddNumbering(picks: readonly Pick[], named: boolean): string | undefined {
  const pred = picks.find(({ role }) => role === "pred");
  if (!named || !pred || !picks.some(({ kind }) => kind === "class") || !numberedOtherwise(pred.names))
    return undefined;
  return `class 0 is column ${quote(pred.names[0]!)}: the columns are not numbered from 0; --classes gives their names`;
}

/** A table without a header would lose its first row. */
function checkHeader(picks: readonly Pick[], header: Header): void {
  if (!header.named || !header.assumed || picks.length === 0) return;
  const names = picks.flatMap((pick) => pick.names);
  if (!names.every(looksNumeric)) return;
  throw new UsageError(`the header is ${names.slice(0, 3).map(quote).join(", ")}: that looks like data`, {
    place: header.place,
    hint: "no header? use --no-header; if it is one, --header",
  });
}

/** What stands behind a name's last separator; undefined where two columns share it. */
function endingsOf({ names }: Pick): readonly string[] | undefined {
  const endings = names.map((name) => name.replace(/^.*[_.-]/s, ""));
  return new Set(endings).size === endings.length ? endings : undefined;
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean => {
  const set = new Set(b);
  return a.every((ending) => set.has(ending));
};

/** Columns pair up by their order. Where their names say otherwise, and nobody has listed them, they would pair wrongly. */
function checkOrder(picks: readonly Pick[], requests: readonly RoleRequest[], header: Header): void {
  const listed = ({ role }: Pick): boolean => {
    const selector = requests.find((request) => request.role === role)?.selector;
    return selector !== undefined && !/[*?]/.test(selector);
  };
  const [first, ...others] = picks.filter(({ columns }) => columns.length > 1);
  if (!first) return;
  for (const other of others) {
    if (other.columns.length !== first.columns.length || (listed(first) && listed(other))) continue;
    const [a, b] = [endingsOf(first), endingsOf(other)];
    const at = a && b ? a.findIndex((ending, i) => ending !== b[i]) : -1;
    if (!a || !b || at < 0 || !sameSet(a, b)) continue;
    throw new InputError(
      `column ${quote(other.names[at]!)} would pair with ${quote(first.names[at]!)} of ${first.role}`,
      {
        place: { ...header.place, subject: other.role },
        hint: "list the columns of both in one order",
      },
    );
  }
}
