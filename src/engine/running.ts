import { type Batch, rowsOf } from "../core/batch.ts";
import type { Notes } from "../core/notes.ts";
import type { Pass } from "./pass.ts";
import type { LossResult } from "./run.ts";

/** Wants to know what has come of the rows so far. */
export interface Running {
  /** Each time after so many rows. */
  readonly every: number;
  tell(rows: number, results: readonly LossResult[]): Promise<void>;
}

/** Counts, and tells on the way, wherever the batches are cut. */
export async function countRunning(
  pass: Pass,
  batches: AsyncIterable<Batch>,
  notes: Notes,
  { every, tell }: Running,
): Promise<void> {
  let rows = 0;
  for await (const batch of batches) {
    let skipped = batch.skipped;
    for (let start = 0; start < batch.rows || skipped > 0; ) {
      const end = Math.min(batch.rows, start + every - (rows % every));
      await pass.count({ ...rowsOf(batch, start, end), skipped }, notes, undefined);
      rows += end - start;
      [start, skipped] = [end, 0];
      if (rows % every === 0 && rows > 0)
        await tell(
          rows,
          pass.runs.map((one) => one.result([], 0)),
        );
    }
  }
}
