import { type CarriedCell, type CarriedData, KEPT } from "../core/batch.ts";
import { InputError, quote } from "../core/errors.ts";
import type { RowBlock } from "../core/row-block.ts";

/** The input's columns that are to go with its rows; undefined where there are none. */
export const keptOf = ({ carried }: RowBlock): CarriedData | undefined => carried?.[KEPT];

/** What is kept of a row. */
export function keptCells(kept: CarriedData | undefined, row: number): readonly CarriedCell[] {
  if (!kept) return [];
  const width = kept.names.length;
  return kept.cells.slice(row * width, (row + 1) * width);
}

/** Throws where a name would stand for two things. */
export function refuseTwice(names: readonly string[]): void {
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined)
    throw new InputError(`two columns of the output would be called ${quote(twice)}`, {
      hint: "--keep-columns chooses which of the input's are kept",
    });
}
