import { KEPT } from "../core/batch.ts";
import { quote, UsageError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import {
  askedBy,
  columnList,
  delimiterHint,
  fail,
  type Header,
  type RoleRequest,
  refuseRepeated,
} from "./header.ts";
import { trimBlanks } from "./number.ts";

/** The columns that a selector names: names, globs and positions, joined by commas. */
export function select(request: RoleRequest, header: Header): number[] | undefined {
  const selector = request.selector ?? "";
  const byName = new Map<string, number[]>();
  for (const [i, name] of header.names.entries()) {
    const known = byName.get(name);
    if (known) known.push(i);
    else byName.set(name, [i]);
  }
  const named = (name: string): number[] | undefined => {
    const found = byName.get(name);
    return found && found.length > 1 ? refuseRepeated(found, request, header) : found;
  };
  // a name may have commas in it
  const whole = named(selector);
  if (whole) return whole;
  const columns = new Set<number>();
  for (const part of selector.split(",").map(trimBlanks)) {
    if (part === "")
      throw new UsageError(`${askedBy(request)} has an empty column name in ${quote(selector)}`);
    const found = named(part) ?? byPosition(part, request, header) ?? byPattern(part, named, request, header);
    if (!found || found.length === 0) {
      // another input may have it
      if (request.optional && request.role === KEPT) continue;
      if (request.optional) return undefined;
      return refuse(part, request, header);
    }
    for (const column of found) {
      if (columns.has(column))
        throw new UsageError(`${askedBy(request)} picks column ${quote(header.names[column]!)} twice`);
      columns.add(column);
    }
  }
  return columns.size > 0 ? [...columns] : undefined;
}

function refuse(part: string, request: RoleRequest, header: Header): never {
  const near = header.named ? nearest(part, header.names) : [];
  const hint =
    delimiterHint(header) ??
    (near.length > 0 ? `did you mean ${near.map(quote).join(" or ")}?` : undefined) ??
    (header.named ? undefined : `without a header, columns have positions only: ${askedBy(request)} @1`);
  const what = /[*?]/.test(part) ? "no column matches" : "there is no column";
  return fail(request, `${what} ${quote(part)}; there are ${columnList(header)}`, header, hint);
}

function byPosition(part: string, request: RoleRequest, header: Header): number[] | undefined {
  const position = /^@(\d+)(?:-@?(\d+))?$/.exec(part);
  if (!position) return undefined;
  const count = header.names.length;
  const from = Number(position[1]);
  const to = Number(position[2] ?? position[1]);
  if (from < 1 || to < from)
    throw new UsageError(`${askedBy(request)}: ${quote(part)} is no range of positions`);
  if (to <= count) return Array.from({ length: to - from + 1 }, (_, i) => from - 1 + i);
  if (request.optional && request.role !== KEPT) return [];
  return fail(request, `there is no column @${to}; there are ${count}`, header, delimiterHint(header));
}

/** What a glob matches, in header order; else the name with blanks around it. */
function byPattern(
  part: string,
  named: (name: string) => number[] | undefined,
  request: RoleRequest,
  header: Header,
): number[] | undefined {
  if (!header.named) return undefined;
  if (!/[*?]/.test(part)) {
    const found = header.names.flatMap((name, i) => (trimBlanks(name) === part ? [i] : []));
    return found.length > 1 ? refuseRepeated(found, request, header) : found;
  }
  const source = part
    .replace(/[\\^$.|+()[\]{}]/g, "\\$&")
    .replace(/\*+/g, ".*")
    .replaceAll("?", ".");
  const pattern = new RegExp(`^${source}$`, "su");
  // a name that stands twice is refused
  return header.names.flatMap((name) => (pattern.test(name) ? (named(name) ?? []) : []));
}
