import { parentPort, workerData } from "node:worker_threads";
import { work } from "../src/cli/worker.ts";

await work(workerData, (answer) => parentPort?.postMessage(answer));
