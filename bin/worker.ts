import { parentPort, workerData } from "node:worker_threads";
import { work } from "../src/cli/worker.ts";

const port = parentPort!;
await work(workerData, (answer) => {
  const text = answer.result?.printed?.text ?? [];
  port.postMessage(
    answer,
    text.map((bytes) => bytes.buffer as ArrayBuffer),
  );
});
