import { quote, UsageError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import type { LossNames } from "../losses/catalogue.ts";
import { otherThanLoss } from "./no-losses.ts";

export const plain = (name: string): string => name.toLowerCase().replace(/[-_:]/g, "");

const FOCAL = ["sigmoid-focal", "categorical-focal"];

/** Names that libraries use, or people, for one of several losses. */
const SEVERAL: ReadonlyMap<string, readonly string[]> = new Map([
  ["focal", FOCAL],
  ["focalloss", FOCAL],
  ["focalcrossentropy", FOCAL],
  // of LightGBM, multi_logloss, and of CatBoost, MultiLogloss
  ["multilogloss", ["cross-entropy", "multilabel-soft-margin"]],
]);

/** Finds losses by their names and aliases, without regard to case, `-` and `_`. */
export function findLoss<L extends LossNames>(name: string, losses: readonly L[]): L {
  const wanted = plain(name);
  const found =
    losses.find((loss) => plain(loss.name) === wanted) ??
    losses.find((loss) => loss.aliases.some((alias) => plain(alias) === wanted));
  if (found) return found;
  const several = SEVERAL.get(wanted);
  if (several)
    throw new UsageError(`${quote(name)} may be one of several losses`, { hint: several.join(" or ") });
  const other = otherThanLoss(wanted);
  if (other) throw new UsageError(`${quote(name)} ${other.what}`, { hint: `near it: ${other.near}` });
  const near = nearest(
    name,
    losses.flatMap((loss) => [loss.name, ...loss.aliases]),
  );
  const hint = near.length > 0 ? `did you mean ${near.join(" or ")}?` : "loss list shows them all";
  throw new UsageError(`there is no loss ${quote(name)}`, { hint });
}

/** `mse,mae`: several losses, each once. */
export function findLosses<L extends LossNames>(names: string, losses: readonly L[]): L[] {
  const found = names.split(",").map((name) => findLoss(name.trim(), losses));
  for (const [i, loss] of found.entries()) {
    if (found.indexOf(loss) < i) throw new UsageError(`${loss.name} is named twice`);
  }
  return found;
}
