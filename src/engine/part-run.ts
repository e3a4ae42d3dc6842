import { type Batch, selectRows } from "../core/batch.ts";
import { Notes } from "../core/notes.ts";
import { type LossResult, type Reducers, type RunPlan, run } from "./run.ts";

/** Computes every planned loss of some rows of a batch, as if these were all there are. */
export async function runPart(
  plan: RunPlan,
  batch: Batch,
  rows: readonly number[],
  reducers: Reducers,
): Promise<LossResult[]> {
  const input = {
    name: "",
    notes: new Notes(),
    async *batches(): AsyncGenerator<Batch> {
      yield selectRows(batch, rows);
    },
  };
  return await run({ ...plan, rows: false, grad: false }, input, reducers, undefined);
}
