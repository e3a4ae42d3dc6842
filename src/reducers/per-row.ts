import type { ObservedBlock } from "../core/row-block.ts";

/** Calls for each row of a block that counts, with one loss's number for it. */
export function eachSample(
  block: ObservedBlock,
  loss: number,
  visit: (value: number, row: number) => void,
): void {
  const samples = block.losses[loss]?.perSample;
  if (!samples) return;
  for (let row = 0; row < block.rows; row++) if (!block.ignored(loss, row)) visit(samples[row]!, row);
}
