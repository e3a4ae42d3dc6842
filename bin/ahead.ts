import { statSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { LARGE, THREAD_LIMITS } from "../src/cli/thread-facts.ts";
import { load } from "./packs.ts";

/** What is read in threads, if it is large and nothing else speaks against it. */
const SPLIT = [".csv", ".tsv", ".ndjson", ".jsonl"];

/**
 * A second thread for a run that will want one by the look of its command line. Starting it takes 20 ms, as long as it
 * takes to find out for sure. Gives whoever asks first the thread, if it still runs.
 */
export function startAhead(args: readonly string[]): (() => Worker | undefined) | undefined {
  if (args.some((arg) => arg.startsWith("--thr")) || !args.some(isLarge)) return undefined;
  const { availableParallelism } = load("node:os") as typeof import("node:os");
  if (availableParallelism() === 1) return undefined;
  const threads = load("node:worker_threads") as typeof import("node:worker_threads");
  let worker: Worker | undefined;
  try {
    worker = new threads.Worker(join(import.meta.dirname, "..", "lib", "worker.js"), {
      resourceLimits: THREAD_LIMITS,
    });
  } catch {
    // whoever needs one tries again
    return undefined;
  }
  const gone = (): void => {
    worker = undefined;
  };
  worker.on("error", gone);
  worker.on("exit", gone);
  worker.unref();
  return () => {
    const ready = worker;
    gone();
    ready?.ref();
    return ready;
  };
}

function isLarge(arg: string): boolean {
  if (!SPLIT.some((end) => arg.endsWith(end))) return false;
  try {
    return statSync(arg).size >= LARGE;
  } catch {
    // whoever reads it tells what is wrong
    return false;
  }
}
