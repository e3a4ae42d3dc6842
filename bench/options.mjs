// The options of the benchmark.
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parseSize } from "./units.mjs";
import { works } from "./works.mjs";

const RESULTS = fileURLToPath(new URL("RESULTS.md", import.meta.url));
const LOSS = fileURLToPath(new URL("../dist/bin/loss.js", import.meta.url));
const names = works.map(({ name }) => name);

const HELP = `npm run bench -- [options]

  --only NAMES      some of: ${names.join(", ")}, curve
  --against NAMES   loss and these contestants, instead of all that are installed
  --size SIZE       of each file (default 200MB)
  --runs N          times that each is timed (default 5)
  --curve           also time and memory over sizes
  --sizes SIZES     those of the curve (default 10MB,30MB,100MB,300MB,1GB)
  --patience S      a contestant is not timed again once its runs have taken so many seconds (default 60)
  --loss FILE       another build of loss (default dist/bin/loss.js)
  --out FILE        where the results go (default bench/RESULTS.md, unless --only or --against leave some out)

BENCH_PYTHON names another python3.
`;

const list = (/** @type {string} */ text) => text.split(",").map((name) => name.trim());

/** @param {string} option @param {string} text */
function positive(option, text) {
  const number = Number(text);
  if (!(number > 0)) throw new Error(`--${option} takes a number above 0, not "${text}"`);
  return number;
}

/** @param {string} size */
function checkedSize(size) {
  parseSize(size);
  return size;
}

/** @typedef {Omit<ReturnType<typeof readOptions>, "help">} Options */

/** @param {string[]} argv */
export function readOptions(argv) {
  const { values } = parseArgs({
    args: argv,
    options: {
      only: { type: "string" },
      against: { type: "string" },
      size: { type: "string", default: "200MB" },
      runs: { type: "string", default: "5" },
      curve: { type: "boolean", default: false },
      sizes: { type: "string", default: "10MB,30MB,100MB,300MB,1GB" },
      patience: { type: "string", default: "60" },
      loss: { type: "string" },
      out: { type: "string" },
      help: { type: "boolean", short: "h", default: false },
    },
  });
  const only = values.only ? list(values.only) : names;
  const unknown = only.filter((name) => name !== "curve" && !names.includes(name));
  if (unknown.length)
    throw new Error(`there is no ${unknown.join(", ")}; there are ${names.join(", ")}, curve`);
  const whole = !values.only && !values.against;
  return {
    help: values.help ? HELP : undefined,
    works: works.filter(({ name }) => only.includes(name)),
    against: values.against ? list(values.against) : undefined,
    size: checkedSize(values.size),
    runs: Math.ceil(positive("runs", values.runs)),
    curve: values.curve || only.includes("curve"),
    sizes: list(values.sizes).map(checkedSize),
    patience: positive("patience", values.patience),
    loss: values.loss ? resolve(values.loss) : LOSS,
    out: values.out ? resolve(values.out) : whole ? RESULTS : undefined,
  };
}
