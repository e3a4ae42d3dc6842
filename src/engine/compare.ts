import { type Batch, formatShape, type RoleData, sizeOf } from "../core/batch.ts";
import { InputError, UsageError } from "../core/errors.ts";
import { gradRoles } from "../core/loss.ts";
import type { Notes } from "../core/notes.ts";
import type { ObservedBlock } from "../core/row-block.ts";
import { Pass } from "./pass.ts";
import { type LossResult, type Reducers, type RunPlan, resultsOf } from "./run.ts";

/** One of two inputs whose rows are paired. */
interface Side {
  readonly name: string;
  readonly notes: Notes;
}

/** Computes the same losses of two predictions, row by row beside each other. */
export async function compare(
  plan: RunPlan,
  [a, b]: readonly [Side, Side],
  pairs: AsyncIterable<readonly [Batch, Batch]>,
  reducers: Reducers,
  look: (a: ObservedBlock, b: ObservedBlock) => void,
): Promise<readonly [LossResult[], LossResult[]]> {
  const seen: ObservedBlock[] = [];
  const [passA, passB] = [a, b].map(
    ({ name }, side) =>
      new Pass(plan, reducers, name, [{ rows: (block) => void seen.splice(side, 1, block) }]),
  ) as [Pass, Pass];
  const dependent = passA.runs.findIndex((run) => run.whole !== undefined);
  if (dependent >= 0)
    throw new UsageError(
      `${plan.losses[dependent]!.loss.name} needs all rows at once, so two predictions cannot be compared row by row`,
    );
  const shared = sharedRoles(plan);
  for await (const [one, other] of pairs) {
    await passA.count(one, a.notes, undefined);
    await passB.count(other, b.notes, undefined);
    if (one.rows === 0) continue;
    for (const role of shared) refuseDifference(role, one, other, a.name);
    look(seen[0]!, seen[1]!);
  }
  return [resultsOf(passA, a), resultsOf(passB, b)];
}

/** What is no prediction must be the same on both sides. */
function sharedRoles({ losses }: RunPlan): string[] {
  const predictions = new Set(losses.flatMap(({ loss }) => gradRoles(loss)));
  const roles = losses.flatMap(({ loss }) => Object.keys(loss.roles));
  return [...new Set(roles)].filter((role) => !predictions.has(role));
}

function refuseDifference(role: string, a: Batch, b: Batch, name: string): void {
  const [one, other] = [a.roles[role]!, b.roles[role]!];
  const hint = "compared are predictions of the same rows; --on pairs them by a key";
  if (sizeOf(one.shape) !== sizeOf(other.shape))
    throw new InputError(
      `has the shape ${formatShape(other.shape)}, and ${formatShape(one.shape)} in ${name}`,
      {
        place: { source: b.place(0, role, 0).source, subject: role },
        hint,
      },
    );
  const end = other.starts?.findIndex((start, row) => start !== one.starts?.[row]) ?? -1;
  if (end > 0) {
    const items = ({ starts, shape }: RoleData): number =>
      (starts![end]! - starts![end - 1]!) / sizeOf(shape);
    throw new InputError(`is a sequence of ${items(other)} here, and of ${items(one)} in ${name}`, {
      place: b.place(end - 1, role, 0),
      hint,
    });
  }
  const same = (x: number, y: number): boolean => x === y || (Number.isNaN(x) && Number.isNaN(y));
  const at = other.values.findIndex((value, i) => !same(value, one.values[i]!));
  if (at < 0) return;
  const width = sizeOf(other.shape);
  const row = other.starts ? other.starts.findLastIndex((start) => start <= at) : Math.floor(at / width);
  throw new InputError(`is ${other.values[at]} here, and ${one.values[at]} in ${name}`, {
    place: b.place(row, role, at - (other.starts?.[row] ?? row * width)),
    hint,
  });
}
