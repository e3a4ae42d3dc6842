import { availableParallelism } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { Crew, type Thread } from "../engine/crew.ts";
import type { Answer, Job } from "../engine/job.ts";
import type { Helpers, LossPlan, RunPlan } from "../engine/run.ts";
import type { Input, InputPlan } from "../readers/index.ts";
import { expectLongRun } from "../readers/run-length.ts";
import { loadCompiledRows, type Writer } from "../writers/index.ts";
import type { Host } from "./host.ts";
import type { OutputPlan, Plan } from "./plan.ts";
import { THREAD_OPTIONS } from "./thread-facts.ts";
import { work } from "./worker.ts";

/** How a file is split among threads; not for users to set. */
export interface Splitting {
  /** Bytes of a segment; fewer where its rows are kept until those before them are counted. */
  readonly segment: number;
  readonly segmentWithRows: number;
  /** What a thread runs. */
  readonly entry: URL | string;
}

/** Just below so many reads, so that no short one is left over. */
export const SPLITTING: Splitting = {
  segment: (1 << 23) - (1 << 14),
  segmentWithRows: (1 << 20) - (1 << 14),
  entry: join(import.meta.dirname, "worker.js"),
};

/** More are started only where somebody says so: each takes some 15 MB. */
const MOST_UNASKED = 4;

/** Segments on their way for each thread; few where each has its rows in memory. */
const WINDOW = 8;
const WINDOW_WITH_ROWS = 2;

/** What a thread is told: plain data. */
export interface ThreadPlan {
  readonly job: Job;
  readonly input: InputPlan;
  readonly output: Pick<OutputPlan, "format" | "perSample" | "grad">;
  readonly run: Omit<RunPlan, "losses"> & {
    /** Losses go by their names. */
    readonly losses: readonly (Omit<LossPlan, "loss"> & { readonly loss: string })[];
  };
}

/** Threads for a run; undefined where it goes by one. */
export async function helpersFor(
  plan: Pick<Plan, "run" | "input" | "output" | "threads">,
  input: Input,
  writer: Writer | undefined,
  progress: (bytes: number) => void,
  { splitting = SPLITTING, ahead }: { splitting?: Splitting | undefined; ahead: Host["thread"] },
): Promise<Helpers | undefined> {
  const { segment, segmentWithRows, entry } = splitting;
  const { size, divisible, notes } = input;
  const { rows } = plan.run;
  const region = rows ? writer?.region : undefined;
  if (!divisible || size === undefined || (rows && !writer?.append)) return undefined;
  expectLongRun();
  const { format, perSample, grad } = plan.output;
  const told: Omit<ThreadPlan, "job"> = {
    input: plan.input,
    output: { format, perSample, grad },
    run: { ...plan.run, losses: plan.run.losses.map((one) => ({ ...one, loss: one.loss.name })) },
  };
  // before another thread settles V8 on a long run
  if (region) await loadCompiledRows();
  const threads = plan.threads ?? Math.min(MOST_UNASKED, availableParallelism());
  return new Crew({
    threads,
    size,
    segment: rows ? segmentWithRows : segment,
    notes,
    window: rows && !region ? WINDOW_WITH_ROWS : WINDOW,
    rowCount: () => input.rowCount(segmentWithRows),
    // this thread takes part, unless it has the rows of others to write
    start: (job, tell, nth) =>
      nth === 0 && (!rows || region)
        ? startHere({ ...told, job }, tell, threads === 1)
        : startThread(ahead?.() ?? entry, { ...told, job }, tell),
    take: async ({ printed }) => {
      if (printed?.text) await writer?.append?.(printed.losses, printed.text);
      else if (printed && region) region.length += printed.length;
    },
    region,
    progress,
  });
}

/** Not before others are started, and so that their answers can be taken meanwhile. */
function startHere(plan: ThreadPlan, tell: (answer: Answer | undefined) => void, alone: boolean): Thread {
  const turn = (): Promise<void> => new Promise((done) => setImmediate(done));
  const done = turn()
    .then(() => work(plan, tell, { settle: alone, turn }))
    .catch(() => tell(undefined));
  return { stop: () => done };
}

/** `entry`: what it runs, or a thread that waits already. */
function startThread(
  entry: URL | string | Worker,
  plan: ThreadPlan,
  tell: (answer: Answer | undefined) => void,
): Thread {
  let worker: Worker;
  try {
    worker = entry instanceof Worker ? entry : new Worker(entry, THREAD_OPTIONS);
    worker.postMessage(plan);
  } catch {
    // the system has no threads left
    tell(undefined);
    return { stop: () => Promise.resolve() };
  }
  worker.on("message", tell);
  worker.on("error", () => tell(undefined));
  worker.on("exit", (status) => {
    if (status !== 0) tell(undefined);
  });
  return { stop: () => worker.terminate() };
}
