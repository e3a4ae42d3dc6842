import { InputError } from "../core/errors.ts";
import type { Rejects } from "../core/rejects.ts";
import {
  type Extras,
  type LossResult,
  needsTwoPasses,
  type Reducers,
  type RunPlan,
  run,
} from "../engine/run.ts";
import { openInput } from "../readers/index.ts";
import { perSample } from "../reducers/rows.ts";
import { Totals } from "../reducers/totals.ts";
import type { Writer } from "../writers/index.ts";
import type { Host } from "./host.ts";
import type { Plan } from "./plan.ts";
import { Progress } from "./progress.ts";
import { LARGE } from "./thread-facts.ts";
import type { Splitting } from "./threads.ts";

/** What the engine reduces with. */
export const REDUCERS: Reducers = { totals: () => new Totals(), perSample };

/** An opened input and what is to be computed of it: from a plan to results, without any output. */
export interface Evaluation {
  /** Computes; the rows go to a writer, and past the observers. */
  run(writer?: Writer, extras?: Pick<Extras, "observers" | "running">): Promise<LossResult[]>;
  /** Ends early: takes the progress off the screen. */
  stop(): void;
  /** Removes what reading twice has kept. Synchronous, so that an interrupt can call it. */
  discard(): void;
}

/** Opens what a plan reads. */
export async function openEvaluation(
  plan: Pick<Plan, "run" | "input" | "output" | "threads">,
  host: Host,
  {
    splitting,
    rejects,
  }: { readonly splitting?: Splitting | undefined; readonly rejects?: Rejects | undefined } = {},
): Promise<Evaluation> {
  const progress = new Progress(host);
  const input = await openInput(plan.input, {
    stdin: () => host.stdin.stream(),
    rereadable: needsTwoPasses(plan.run),
    rejects,
    progress: (bytes) => progress.add(bytes),
  });
  const { run: work, output } = plan;
  progress.start({
    name: input.name,
    size: input.size,
    passes: passesOf(work),
    streams: work.rows && output.file === undefined && ["csv", "tsv", "ndjson"].includes(output.format),
  });
  const split = splitting !== undefined || (input.divisible && (input.size ?? 0) >= LARGE && !carries(plan));
  // one that was started in vain
  if (!split) void host.thread?.()?.terminate();
  return {
    async run(writer, extras) {
      try {
        const helpers = split
          ? await (await import("./threads.ts")).helpersFor(plan, input, writer, (n) => progress.add(n), {
              splitting,
              ahead: host.thread,
            })
          : undefined;
        const rows = plan.run.rows ? writer : undefined;
        return await run(plan.run, input, REDUCERS, rows, { ...extras, helpers, rejects });
      } catch (error) {
        if (error instanceof InputError) await input.settle();
        throw error;
      } finally {
        progress.stop();
      }
    },
    stop: () => progress.stop(),
    discard: () => input.discard(),
  };
}

/** How often the input is read; losses whose rows depend on each other are computed from memory. */
const passesOf = (plan: RunPlan): number =>
  needsTwoPasses(plan) && plan.losses.every(({ loss, given }) => !loss.prepare(given).whole) ? 2 : 1;

/** Whether columns are read that are not numbers: those stay in one thread. */
const carries = ({ input }: Pick<Plan, "input">): boolean =>
  input.requests.some(({ kind }) => kind === "text");
