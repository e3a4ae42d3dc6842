import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { Crew } from "../engine/crew.ts";
import type { Answer, Job } from "../engine/job.ts";
import type { Helpers, LossPlan, RunPlan } from "../engine/run.ts";
import type { Input, InputPlan } from "../readers/index.ts";
import type { Writer } from "../writers/index.ts";
import type { OutputPlan, Plan } from "./plan.ts";

/** When a file is split among threads, and how; not for users to set. */
export interface Splitting {
  /** Bytes from which on starting threads pays. */
  readonly least: number;
  /** Bytes of a segment; fewer where its rows are kept until those before them are counted. */
  readonly segment: number;
  readonly segmentWithRows: number;
  /** What a thread runs. */
  readonly entry: URL;
}

export const SPLITTING: Splitting = {
  least: 1 << 24,
  segment: 1 << 22,
  segmentWithRows: 1 << 19,
  entry: new URL("./worker.js", import.meta.url),
};

/** More are started only where somebody says so: each takes some 15 MB. */
const MOST_UNASKED = 4;

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

/** Threads for a run, where they may and pay. */
export function helpersFor(
  plan: Plan,
  input: Input,
  writer: Writer,
  progress: (bytes: number) => void,
  { least, segment, segmentWithRows, entry }: Splitting = SPLITTING,
): Helpers | undefined {
  const { size = 0, divisible, notes } = input;
  const { rows } = plan.run;
  if (!divisible || size < least || (rows && !writer.append)) return undefined;
  const { format, perSample, grad } = plan.output;
  const told: Omit<ThreadPlan, "job"> = {
    input: plan.input,
    output: { format, perSample, grad },
    run: { ...plan.run, losses: plan.run.losses.map((one) => ({ ...one, loss: one.loss.name })) },
  };
  return new Crew({
    threads: plan.threads ?? Math.min(MOST_UNASKED, availableParallelism()),
    size,
    segment: rows ? segmentWithRows : segment,
    notes,
    start: (job, tell) => startThread(entry, { ...told, job }, tell),
    take: async ({ printed }) => {
      if (printed) await writer.append?.(printed.losses, [printed.text]);
    },
    progress,
  });
}

function startThread(entry: URL, workerData: ThreadPlan, tell: (answer: Answer | undefined) => void) {
  // what a thread keeps is not in V8's heap, but what it throws away is
  const worker = new Worker(entry, { workerData, resourceLimits: { maxYoungGenerationSizeMb: 4 } });
  worker.on("message", tell);
  worker.on("error", () => tell(undefined));
  worker.on("exit", (status) => {
    if (status !== 0) tell(undefined);
  });
  return { stop: () => worker.terminate() };
}
