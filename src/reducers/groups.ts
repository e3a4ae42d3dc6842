import type { CarriedCell } from "../core/batch.ts";
import type { Reduction } from "../core/loss.ts";
import type { ObservedBlock, Observer } from "../core/row-block.ts";
import { SmallSum } from "./small-sum.ts";
import { Totals } from "./totals.ts";

/** What is known of one loss in one group. */
export interface GroupResult {
  /** The cells that its rows have in common. */
  readonly by: readonly CarriedCell[];
  readonly samples: number;
  readonly ignored: number;
  readonly denominator: number;
  readonly value: number;
  readonly sum: number;
}

/** One loss's sums over a group; half a kilobyte for a group, so that there may be many. */
class GroupTotals {
  readonly losses = new SmallSum();
  /** What the mean adds up, where it is not the losses. */
  averaged: SmallSum | undefined;
  masses: SmallSum | undefined;
  count = 0;
  samples = 0;
  ignored = 0;

  merge(other: GroupTotals): void {
    this.losses.merge(other.losses);
    if (other.averaged) {
      this.averaged ??= new SmallSum();
      this.averaged.merge(other.averaged);
    }
    if (other.masses) {
      this.masses ??= new SmallSum();
      this.masses.merge(other.masses);
    }
    this.count += other.count;
    this.samples += other.samples;
    this.ignored += other.ignored;
  }
}

interface Group {
  readonly by: readonly CarriedCell[];
  readonly totals: readonly GroupTotals[];
}

/** Sums over the rows that have the same cells in some columns, exact, for each loss. */
export class Groups implements Observer {
  readonly #role: string;
  readonly #groups = new Map<string, Group>();

  /** `role` is what the columns were asked for by. */
  constructor(role: string) {
    this.#role = role;
  }

  rows(block: ObservedBlock): void {
    for (let row = 0; row < block.rows; row++) {
      const { totals } = this.#groupOf(cellsOf(block, this.#role, row), block.losses.length);
      for (const [i, { unreduced, averaged, mass }] of block.losses.entries()) {
        const total = totals[i]!;
        const width = unreduced.length / block.rows;
        for (let at = row * width; at < (row + 1) * width; at++) {
          total.losses.add(unreduced[at]!);
          if (averaged) {
            total.averaged ??= new SmallSum();
            total.averaged.add(averaged[at]!);
          }
          if (!mass) continue;
          total.masses ??= new SmallSum();
          total.masses.add(mass[at]!);
        }
        if (!mass) total.count += width;
        if (block.ignored(i, row)) total.ignored++;
        else total.samples++;
      }
    }
  }

  merge(other: Groups): void {
    for (const { by, totals } of other.#groups.values()) {
      const own = this.#groupOf(by, totals.length);
      for (const [i, total] of totals.entries()) own.totals[i]!.merge(total);
    }
  }

  /** The groups of one loss, in the order in which they first appeared. */
  result(loss: number, reduction: Exclude<Reduction, "none">): GroupResult[] {
    const scratch = new Totals();
    return [...this.#groups.values()].map(({ by, totals }) => {
      const { losses, averaged, masses, count, samples, ignored } = totals[loss]!;
      scratch.clear();
      losses.addTo(scratch.losses);
      masses?.addTo(scratch.masses);
      scratch.count = count;
      scratch.samples = samples;
      scratch.ignored = ignored;
      const { sum, denominator } = scratch;
      if (averaged && reduction === "mean") {
        scratch.losses.clear();
        averaged.addTo(scratch.losses);
      }
      return { by, samples, ignored, denominator, value: scratch.reduced(reduction)!, sum };
    });
  }

  #groupOf(by: readonly CarriedCell[], losses: number): Group {
    const key = keyOf(by);
    const known = this.#groups.get(key);
    if (known) return known;
    const group = { by, totals: Array.from({ length: losses }, () => new GroupTotals()) };
    this.#groups.set(key, group);
    return group;
  }
}

/** The rows of each group, for losses that are computed of all of a group's rows at once. */
export function rowsByGroup(
  block: ObservedBlock,
  role: string,
): { readonly by: readonly CarriedCell[]; readonly rows: number[] }[] {
  const groups = new Map<string, { by: readonly CarriedCell[]; rows: number[] }>();
  for (let row = 0; row < block.rows; row++) {
    const by = cellsOf(block, role, row);
    const key = keyOf(by);
    const known = groups.get(key);
    if (known) known.rows.push(row);
    else groups.set(key, { by, rows: [row] });
  }
  return [...groups.values()];
}

function cellsOf({ batch }: ObservedBlock, role: string, row: number): readonly CarriedCell[] {
  const { cells, names } = batch.carried![role]!;
  return cells.slice(row * names.length, (row + 1) * names.length);
}

/** Texts as they stand; what JSON can tell apart, such as 1 and "1", is told apart. */
function keyOf(cells: readonly CarriedCell[]): string {
  const [only] = cells;
  return cells.length === 1 && typeof only === "string" ? `"${only}` : JSON.stringify(cells);
}
