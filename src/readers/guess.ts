import { optionOf } from "../core/param.ts";
import {
  columnList,
  delimiterHint,
  fail,
  type Header,
  looksNumeric,
  type RoleRequest,
  refuseRepeated,
} from "./header.ts";
import { trimBlanks } from "./number.ts";

const GUESSES: Readonly<Record<string, readonly string[]>> = {
  pred: "pred prediction predictions y_pred yhat y_hat output score prob probability logit logits".split(" "),
  target: "target label y_true y truth actual class".split(" "),
};
/** Too common as beginnings of other columns' names (`y_pred`, `class_weight`). */
const NO_GROUP = new Set(["y", "class"]);

/** Exactly two columns, and neither role finds a name of its own: pred, then target. */
export function guessPair(
  requests: readonly RoleRequest[],
  header: Header,
): Map<string, number[]> | undefined {
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
function byName(request: RoleRequest, header: Header): number[] | undefined {
  if (!header.named) return undefined;
  const words = GUESSES[request.role] ?? [request.role];
  const names = header.names.map((name) => trimBlanks(name).toLowerCase());
  for (const word of words) {
    const at = names.flatMap((name, i) => (name === word ? [i] : []));
    if (at.length > 1) refuseRepeated(at, request, header);
    if (at.length > 0) return at;
  }
  const groups = words
    .filter((word) => !NO_GROUP.has(word))
    .map((word) => names.flatMap((name, i) => (name.startsWith(`${word}_`) ? [i] : [])))
    .filter((group) => group.length > 0);
  if (groups.length < 2) return groups[0];
  if (request.optional) return undefined;
  return fail(
    request,
    `more than one group of columns may hold it; there are ${columnList(header)}`,
    header,
    howToPick(request, header),
  );
}

/** `reserved`: columns that are taken by what is no role; undefined where the input holds other roles as well. */
export function guess(
  request: RoleRequest,
  header: Header,
  reserved: ReadonlySet<number> | undefined,
): number[] | undefined {
  const found = byName(request, header);
  if (found) return found;
  if (reserved) {
    const free = [...header.names.keys()].filter((column) => !reserved.has(column));
    if (free.length === 1 || !header.named || sameStem(free.map((column) => header.names[column]!)))
      return free;
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
  const numeric = header.names.length > 0 && header.names.every((name) => looksNumeric(name));
  if (header.named && numeric) return "no header? use --no-header";
  return delimiterHint(header) ?? `choose with ${optionOf(role)} ${header.named ? "NAME" : "@1"}`;
}
