// What one writes in Node for NDJSON: readline, and JSON.parse on each line.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";

let sum = 0;
let count = 0;
createInterface({ input: createReadStream(process.argv[3], { highWaterMark: 1 << 20 }) })
  .on("line", (line) => {
    const { pred, target } = JSON.parse(line);
    sum += (pred - target) ** 2;
    count++;
  })
  .on("close", () => process.stdout.write(`${sum / count}\n`));
