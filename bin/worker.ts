import { parentPort } from "node:worker_threads";
import type { ThreadPlan } from "../src/cli/threads.ts";
import { work } from "../src/cli/worker.ts";

parentPort?.once("message", (plan: ThreadPlan) => {
  void work(plan, (answer) => parentPort?.postMessage(answer), { settle: true });
});
