import { reason } from "../core/system-error.ts";
import type { Answer } from "../engine/job.ts";
import type { RunPlan } from "../engine/run.ts";
import { type Printer, workOnSegments } from "../engine/segment-work.ts";
import { catalogue, loadLoss } from "../losses/catalogue.ts";
import { helpCounting, openSegments } from "../readers/index.ts";
import { settleOnLongRun } from "../readers/long-run.ts";
import { BulkSum } from "../reducers/bulk-sum.ts";
import { perSample } from "../reducers/rows.ts";
import { Totals } from "../reducers/totals.ts";
import { createWriter, loadCompiledRows, type Sink } from "../writers/index.ts";
import { findLoss } from "./names.ts";
import { Pool, Text } from "./printed-text.ts";
import type { ThreadPlan } from "./threads.ts";

/** How a thread works beside others. */
interface Manner {
  /** Whether it settles V8 on a long run, for all, with its first answer. */
  readonly settle: boolean;
  /** Lets other things happen, for a thread that must not block. */
  readonly turn?: () => Promise<unknown>;
}

/** What a thread does: rebuilds the parts of a run from its plan, and works on segments. */
export async function work(
  { job, input, output, run }: ThreadPlan,
  tell: (answer: Answer) => void,
  { settle, turn }: Manner,
): Promise<void> {
  const losses = run.losses.map(async (one) => ({
    ...one,
    loss: await loadLoss(findLoss(one.loss, catalogue())),
  }));
  const plan: RunPlan = { ...run, losses: await Promise.all(losses) };
  const reader = await openSegments(input);
  if (plan.rows) await loadCompiledRows();
  if (job.tally) await helpCounting(input, job, job.tally);
  const printer = plan.rows ? printerFor(output, job.file === undefined) : undefined;
  let unsettled = settle;
  await workOnSegments(
    plan,
    job,
    {
      reducers: { totals: () => new Totals(() => new BulkSum()), perSample },
      reader,
      printer,
      ...(turn && { turn }),
    },
    (answer) => {
      tell(answer);
      if (unsettled) settleOnLongRun();
      unsettled = false;
    },
  );
  reader.close();
}

/** A writer into memory; `shared`: that the main thread reads from, or else this one writes it to a file. */
function printerFor({ format, perSample, grad }: ThreadPlan["output"], shared: boolean): Printer {
  const pool = new Pool(shared);
  let text = new Text(pool, undefined);
  const sink: Sink = {
    write: (data) => Promise.resolve(text.add(typeof data === "string" ? Buffer.from(data) : data)),
    end: () => Promise.resolve(),
    abort: () => {},
  };
  const plain = (words: string): string => words;
  const style = { strong: plain, faint: plain };
  const options = { sink, perSample, grad, explain: reason, style, width: undefined, continued: true };
  const writer = createWriter(format, options);
  return {
    rows: (block) => writer.rows(block),
    begin(target) {
      text = new Text(pool, target);
    },
    taken: () => text,
  };
}
