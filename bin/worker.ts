import { parentPort, workerData } from "node:worker_threads";
import { work } from "../src/cli/worker.ts";

void work(workerData, (answer) => parentPort?.postMessage(answer), { settle: true });
