// Makes the input files of the benchmark, deterministically, and keeps them in bench/data.
// As a script: node bench/make.mjs regression17 200MB
import {
  closeSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createGzip } from "node:zlib";
import { parseSize } from "./units.mjs";

export const DATA = fileURLToPath(new URL("data/", import.meta.url));
const CHUNK = 1 << 20;
const CLASSES = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/**
 * A generator of doubles in 0..1 with 53 random bits, from integer arithmetic and so the same everywhere.
 * Chris Doty-Humphrey's sfc32, of PractRand.
 * @returns {() => number}
 */
function randomDoubles() {
  let [a, b, c, counter] = [0x9e3779b9, 0x243f6a88, 0xb7e15162, 1];
  const next = () => {
    const sum = (a + b + counter++) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let i = 0; i < 20; i++) next();
  return () => ((next() >>> 5) * 0x4000000 + (next() >>> 6)) / 0x20000000000000;
}

/** @typedef {{ extension: string, header: string, row: (random: () => number) => string }} Table */

const full = String;
const six = (/** @type {number} */ value) => value.toFixed(6);

/** A target in -10..10, and a prediction that is off by up to 2. */
const regression = (/** @type {() => number} */ random) => {
  const target = (random() - 0.5) * 20;
  return [target + (random() - 0.5) * 4, target];
};

/** @returns {Table} */
const regressionCsv = (/** @type {(value: number) => string} */ print) => ({
  extension: "csv",
  header: "pred,target\n",
  row: (random) => `${regression(random).map(print).join(",")}\n`,
});

/** @returns {Table} */
const logitsCsv = (/** @type {(value: number) => string} */ print) => ({
  extension: "csv",
  header: `${CLASSES.map((index) => `logit_${index}`).join(",")},target\n`,
  row(random) {
    const target = Math.floor(random() * CLASSES.length);
    const logits = CLASSES.map((index) => (random() - 0.5) * 12 + (index === target ? 4 : 0));
    return `${logits.map(print).join(",")},${target}\n`;
  },
});

/** @type {Record<string, Table>} */
export const tables = {
  regression17: regressionCsv(full),
  regression6: regressionCsv(six),
  logits17: logitsCsv(full),
  logits6: logitsCsv(six),
  records17: {
    extension: "ndjson",
    header: "",
    row(random) {
      const [pred, target] = regression(random);
      return `{"pred": ${pred}, "target": ${target}}\n`;
    },
  },
};

/**
 * Writes under another name first, so that an interrupted run leaves no half file to be taken for a whole one.
 * @param {string} path
 * @param {(unfinished: string) => void | Promise<void>} write
 */
async function once(path, write) {
  if (existsSync(path)) return path;
  mkdirSync(DATA, { recursive: true });
  const unfinished = `${path}.${process.pid}.unfinished`;
  process.stderr.write(`making ${path.slice(DATA.length)}\n`);
  try {
    await write(unfinished);
    renameSync(unfinished, path);
  } finally {
    rmSync(unfinished, { force: true });
  }
  return path;
}

/**
 * The path of a file with this table, of this many bytes of text to the nearest row; made if it is not there yet.
 * @param {string} name
 * @param {string} size such as 200MB
 */
export function make(name, size) {
  const { extension, header, row } = tables[name];
  const bytes = parseSize(size);
  return once(join(DATA, `${name}-${size}.${extension}`), (unfinished) => {
    const random = randomDoubles();
    const file = openSync(unfinished, "w");
    let written = 0;
    let chunk = header;
    while (written + chunk.length < bytes) {
      chunk += row(random);
      if (chunk.length > CHUNK) {
        written += writeSync(file, chunk);
        chunk = "";
      }
    }
    writeSync(file, chunk);
    closeSync(file);
  });
}

/** The same table, gzipped; the size is that of the text in it. @param {string} name @param {string} size */
export async function makeGzipped(name, size) {
  const plain = await make(name, size);
  return once(`${plain}.gz`, (unfinished) =>
    pipeline(createReadStream(plain, { highWaterMark: CHUNK }), createGzip(), createWriteStream(unfinished)),
  );
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [name, size, gzipped] = process.argv.slice(2);
  process.stdout.write(`${await (gzipped ? makeGzipped : make)(name, size)}\n`);
}
