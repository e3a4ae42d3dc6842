// What one writes in Node: csv-parse's stream, Number() on each cell, and a sum.
import { closeSync, createReadStream, openSync, writeSync } from "node:fs";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";

const [task, file, out] = process.argv.slice(2);
const CHUNK = 1 << 20;
const LINE_FEED = 10;

const bytes = () => createReadStream(file, { highWaterMark: CHUNK });

/** Calls back with the cells of each row. */
function eachRow(use) {
  const parser = parse({ fromLine: 2 });
  const input = file.endsWith(".gz") ? bytes().pipe(createGunzip({ chunkSize: CHUNK })) : bytes();
  return new Promise((resolve, reject) => {
    input.on("error", reject);
    input.pipe(parser).on("data", use).on("error", reject).on("end", resolve);
  });
}

async function countRows() {
  let count = -1;
  for await (const chunk of bytes()) {
    for (let at = chunk.indexOf(LINE_FEED); at !== -1; at = chunk.indexOf(LINE_FEED, at + 1)) count++;
  }
  return count;
}

function crossEntropy(cells) {
  const logits = cells.slice(0, 10).map(Number);
  const top = Math.max(...logits);
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - top);
  return Math.log(sum) + top - logits[Number(cells[10])];
}

async function mean(loss) {
  let sum = 0;
  let count = 0;
  await eachRow((cells) => {
    sum += loss(cells);
    count++;
  });
  process.stdout.write(`${sum / count}\n`);
}

async function write() {
  const count = await countRows();
  const target = openSync(out, "w");
  let text = "index,loss,grad_pred\n";
  let index = 0;
  await eachRow((cells) => {
    const difference = Number(cells[0]) - Number(cells[1]);
    text += `${index++},${difference * difference},${(2 * difference) / count}\n`;
    if (text.length > CHUNK) {
      writeSync(target, text);
      text = "";
    }
  });
  writeSync(target, text);
  closeSync(target);
}

if (task === "rows") await write();
else await mean(task === "ce" ? crossEntropy : (cells) => (Number(cells[0]) - Number(cells[1])) ** 2);
