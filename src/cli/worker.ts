import type { Answer } from "../engine/job.ts";
import type { RunPlan } from "../engine/run.ts";
import { type SegmentParts, workOnSegments } from "../engine/segment-work.ts";
import { losses } from "../losses/index.ts";
import { openSegments, reason } from "../readers/index.ts";
import { perSample } from "../reducers/rows.ts";
import { Totals } from "../reducers/totals.ts";
import { createWriter, type Sink } from "../writers/index.ts";
import type { ThreadPlan } from "./threads.ts";

/** What a thread does: rebuilds the parts of a run from its plan, and works on segments. */
export async function work(
  { job, input, output, run }: ThreadPlan,
  tell: (answer: Answer) => void,
): Promise<void> {
  const plan: RunPlan = {
    ...run,
    losses: run.losses.map((one) => ({ ...one, loss: losses.find(({ name }) => name === one.loss)! })),
  };
  const reader = await openSegments(input);
  const printer = plan.rows ? printerFor(output) : undefined;
  await workOnSegments(
    plan,
    job,
    { reducers: { totals: () => new Totals(), perSample }, reader, printer },
    tell,
  );
  reader.close();
}

/** A writer into memory. */
function printerFor({ format, perSample, grad }: ThreadPlan["output"]): SegmentParts["printer"] {
  let text: Uint8Array[] = [];
  const sink: Sink = {
    write(data) {
      // a copy, and not in a pool: it will be transferred
      text.push(new Uint8Array(typeof data === "string" ? Buffer.from(data) : data));
      return Promise.resolve();
    },
    end: () => Promise.resolve(),
    abort: () => {},
  };
  const plain = (words: string): string => words;
  const style = { strong: plain, faint: plain };
  const options = { sink, perSample, grad, explain: reason, style, width: undefined, continued: true };
  const writer = createWriter(format, options);
  return {
    rows: (block) => writer.rows(block),
    taken() {
      const all = text;
      text = [];
      return all;
    },
  };
}
