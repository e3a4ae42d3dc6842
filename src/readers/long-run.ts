import { versions } from "node:process";
import { setFlagsFromString } from "node:v8";
import { expectLongRun } from "./run-length.ts";

/** Node 20's V8, later ones have no such flag and say so on standard error. */
const COUNTS_BYTES = versions.v8.startsWith("11.");

/**
 * Settles V8, for all threads, on a run that takes more than a moment. Best when everything is loaded: what was compiled
 * ahead for other settings, as Node's own modules are, is not taken any more, and compiled anew. And best when some
 * thousands of rows are through: V8 has found the loops over values by then, with these settings it would take a while.
 */
export function settleOnLongRun(): void {
  expectLongRun();
  // a small nursery: rows of text die young, and memory that V8 takes for them is memory that the machine lacks
  setFlagsFromString("--max-semi-space-size=4");
  setFlagsFromString("--semi-space-growth-factor=1");
  if (!COUNTS_BYTES) return;
  // only loops over values are worth optimising; the rest would cost each thread 50 ms
  setFlagsFromString("--interrupt-budget=1000000");
  setFlagsFromString("--max-bytecode-size-for-early-opt=0");
}
