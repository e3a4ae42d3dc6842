import { InputError, type Place, quote, UsageError } from "../core/errors.ts";
import type { Role } from "../core/loss.ts";
import { nearest } from "../core/suggest.ts";
import type { ClassNames } from "./classes.ts";
import { numberedOtherwise } from "./classes.ts";
import { parseNumber, trimBlanks } from "./number.ts";

/** A role, and how its columns are found. */
export interface RoleRequest {
  readonly role: string;
  readonly kind: Role["kind"];
  /** As given: names, globs and positions, joined by commas. */
  readonly selector?: string | undefined;
  /** May stand in another of several inputs. */
  readonly optional?: boolean;
}

/** A role and the positions, from 0, of its columns. */
export interface Pick {
  readonly role: string;
  readonly kind: Role["kind"];
  readonly columns: readonly number[];
  readonly names: readonly string[];
}

/** What a header is read for. */
export interface Header {
  readonly names: readonly string[];
  readonly place: Place;
  /** The names are words of the file, not positions. */
  readonly named: boolean;
  /** Nobody said whether the first row is a header. */
  readonly assumed: boolean;
}

const GUESSES: Readonly<Record<string, readonly string[]>> = {
  pred: "pred prediction predictions y_pred yhat y_hat output score prob probability logit logits".split(" "),
  target: "target label y_true y truth actual class".split(" "),
};
/** Too common as beginnings of other columns' names (`y_pred`, `class_weight`). */
const NO_GROUP = new Set(["y", "class"]);

/** Finds the columns of every role that an input is asked for. */
export function pickColumns(requests: readonly RoleRequest[], header: Header, classes: ClassNames): Pick[] {
  const picks: Pick[] = [];
  const taken = new Map<number, string>();
  const guessed = guessPair(requests, header);
  for (const request of requests) {
    const columns = request.selector
      ? select(request, header)
      : (guessed?.get(request.role) ?? guess(request, header, requests.length === 1));
    if (!columns) continue;
    for (const column of columns) {
      const other = taken.get(column);
      if (other !== undefined)
        throw new UsageError(
          `${other} and ${request.role} are the same column, ${quote(header.names[column]!)}`,
        );
      taken.set(column, request.role);
    }
    const names = columns.map((column) => header.names[column]!);
    picks.push({ role: request.role, kind: request.kind, columns, names });
  }
  for (const pick of picks) {
    const selector = requests.find(({ role }) => role === pick.role)?.selector;
    if (!selector?.startsWith("@")) checkDuplicates(pick, header);
  }
  checkHeader(picks, header);
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

function fail(request: RoleRequest, message: string, header: Header, hint?: string): never {
  throw new InputError(message, { place: { ...header.place, subject: request.role }, hint });
}

/** Exactly two columns, and neither role finds a name of its own: pred, then target. */
function guessPair(requests: readonly RoleRequest[], header: Header): Map<string, number[]> | undefined {
  const [first, second, ...others] = requests.filter(({ optional }) => !optional);
  if (header.names.length !== 2 || !first || !second || others.length > 0) return undefined;
  if (requests.some(({ selector }) => selector !== undefined)) return undefined;
  if (byName(first, header) || byName(second, header)) return undefined;
  return new Map([
    [first.role, [0]],
    [second.role, [1]],
  ]);
}

/** The columns that bear one of the role's usual names, or a group of them. */
function byName({ role }: RoleRequest, header: Header): number[] | undefined {
  if (!header.named) return undefined;
  const words = GUESSES[role] ?? [role];
  const names = header.names.map((name) => trimBlanks(name).toLowerCase());
  for (const word of words) {
    const at = names.flatMap((name, i) => (name === word ? [i] : []));
    if (at.length > 0) return at.slice(0, 1);
  }
  const groups = words
    .filter((word) => !NO_GROUP.has(word))
    .map((word) => names.flatMap((name, i) => (name.startsWith(`${word}_`) ? [i] : [])))
    .filter((group) => group.length > 0);
  return groups.length === 1 ? groups[0] : undefined;
}

function guess(request: RoleRequest, header: Header, alone: boolean): number[] | undefined {
  const found = byName(request, header);
  if (found) return found;
  if (alone) {
    if (header.names.length === 1) return [0];
    if (!header.named || sameStem(header.names)) return header.names.map((_, i) => i);
  }
  if (request.optional) return undefined;
  return fail(
    request,
    `no column is known to hold it; there are ${columnList(header)}`,
    header,
    howToPick(request, header),
  );
}

/** `x_0`, `x_1`, `x_2`: columns that plainly belong together. */
function sameStem(names: readonly string[]): boolean {
  const stems = names.map((name) => /^(.+)[_.-][^_.-]+$/.exec(name)?.[1]);
  return stems[0] !== undefined && stems.every((stem) => stem === stems[0]);
}

function howToPick({ role }: RoleRequest, header: Header): string {
  const numeric = header.names.length > 0 && header.names.every((name) => isNumber(name));
  if (header.named && numeric) return "no header? use --no-header";
  return delimiterHint(header) ?? `choose with --${role} ${header.named ? "NAME" : "@1"}`;
}

function delimiterHint({ names }: Header): string | undefined {
  if (names.length !== 1) return undefined;
  const only = names[0]!;
  for (const [delimiter, word] of [
    ["\t", "'\\t'"],
    [";", "';'"],
    ["|", "'|'"],
    [",", "','"],
  ] as const) {
    if (only.includes(delimiter)) return `did you mean --delimiter ${word}?`;
  }
  return undefined;
}

function columnList({ names }: Header): string {
  if (names.length === 0) return "none";
  const shown = names.slice(0, 12).map((name) => (/^[\w.@+-]+$/.test(name) ? name : quote(name)));
  return shown.join(", ") + (names.length > 12 ? `, … (${names.length} in all)` : "");
}

function select(request: RoleRequest, header: Header): number[] | undefined {
  const selector = request.selector ?? "";
  const whole = header.names.indexOf(selector);
  if (whole >= 0) return [whole];
  const columns: number[] = [];
  for (const part of selector.split(",")) {
    const found = selectPart(trimBlanks(part), request, header);
    if (!found) {
      if (request.optional) return undefined;
      const near = header.named ? nearest(part, header.names) : [];
      const hint = near.length > 0 ? `did you mean ${near.map(quote).join(" or ")}?` : delimiterHint(header);
      const what = /[*?]/.test(part) ? "no column matches" : "there is no column";
      return fail(request, `${what} ${quote(part)}; there are ${columnList(header)}`, header, hint);
    }
    for (const column of found) {
      if (columns.includes(column))
        throw new UsageError(`--${request.role} picks column ${quote(header.names[column]!)} twice`);
      columns.push(column);
    }
  }
  return columns;
}

function selectPart(part: string, request: RoleRequest, header: Header): number[] | undefined {
  const count = header.names.length;
  if (part === "")
    throw new UsageError(`--${request.role} has an empty column name in ${quote(request.selector ?? "")}`);
  if (header.named) {
    const exact = header.names.indexOf(part);
    if (exact >= 0) return [exact];
  }
  const position = /^@(\d+)(?:-@?(\d+))?$/.exec(part);
  if (position) {
    const from = Number(position[1]);
    const to = Number(position[2] ?? position[1]);
    if (from < 1 || to < from)
      throw new UsageError(`--${request.role}: ${quote(part)} is no range of positions`);
    if (to > count) {
      if (request.optional) return undefined;
      return fail(request, `there is no column @${to}; there are ${count}`, header, delimiterHint(header));
    }
    return Array.from({ length: to - from + 1 }, (_, i) => from - 1 + i);
  }
  if (!header.named) return undefined;
  if (/[*?]/.test(part)) {
    const pattern = new RegExp(
      `^${part
        .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
        .replaceAll("*", ".*")
        .replaceAll("?", ".")}$`,
      "su",
    );
    const found = header.names.flatMap((name, i) => (pattern.test(name) ? [i] : []));
    return found.length > 0 ? found : undefined;
  }
  const trimmed = header.names.findIndex((name) => trimBlanks(name) === part);
  return trimmed >= 0 ? [trimmed] : undefined;
}

/** A position says which of two columns is meant; a name does not. */
function checkDuplicates(pick: Pick, header: Header): void {
  if (!header.named) return;
  for (const [i, column] of pick.columns.entries()) {
    const name = pick.names[i]!;
    const places = header.names.flatMap((other, at) => (other === name ? [`@${at + 1}`] : []));
    if (places.length < 2) continue;
    throw new InputError(`column ${quote(name)} stands at ${places.join(" and ")}`, {
      place: { ...header.place, column: column + 1, subject: pick.role },
      hint: `pick one by its position: --${pick.role} ${places[0]}`,
    });
  }
}

const isNumber = (text: string): boolean => typeof parseNumber(trimBlanks(text)) === "number";

/** A table without a header would lose its first row. */
function checkHeader(picks: readonly Pick[], header: Header): void {
  if (!header.named || !header.assumed || picks.length === 0) return;
  const names = picks.flatMap((pick) => pick.names);
  if (!names.every(isNumber)) return;
  throw new UsageError(`the header is ${names.slice(0, 3).map(quote).join(", ")}: that looks like data`, {
    place: header.place,
    hint: "no header? use --no-header; if it is one, --header",
  });
}
