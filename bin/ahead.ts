import { statSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { LARGE, THREAD_OPTIONS } from "../src/cli/thread-facts.ts";
import { folder, load } from "./packs.ts";

/** What is read in threads, if it is large and nothing else speaks against it. */
const SPLIT = [".csv", ".tsv", ".ndjson", ".jsonl"];
/** What stands behind these is written. */
const WRITTEN = new Set(["-o", "--output", "--rejects"]);

/**
 * A second thread for a run that will want one by the look of its command line: one input, which is large. Starting it
 * takes 20 ms, as long as it takes to find out for sure. Gives whoever asks first the thread, if it still runs.
 */
export function startAhead(args: readonly string[]): (() => Worker | undefined) | undefined {
  const files = args.filter((arg, i) => i > 0 && isTable(arg) && !WRITTEN.has(args[i - 1]!));
  if (files.length !== 1 || !isLarge(files[0]!)) return undefined;
  if (args[0] === "compare" || args.some((arg) => arg.startsWith("--threads"))) return undefined;
  // loaded only now, for most runs do without
  const { availableParallelism } = load("node:os") as typeof import("node:os");
  if (availableParallelism() === 1) return undefined;
  const threads = load("node:worker_threads") as typeof import("node:worker_threads");
  let worker: Worker | undefined;
  try {
    worker = new threads.Worker(join(folder, "worker.js"), THREAD_OPTIONS);
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

const isTable = (arg: string): boolean => SPLIT.some((end) => arg.endsWith(end));

function isLarge(file: string): boolean {
  try {
    return statSync(file).size >= LARGE;
  } catch {
    // whoever reads it tells what is wrong
    return false;
  }
}
