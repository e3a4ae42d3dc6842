// Who is measured over files: how each is found, and its command for a piece of work.
import { fileURLToPath } from "node:url";
import { limits, shellTools } from "./shell-tools.mjs";
import { firstNumber, moduleVersions, node, packageVersion, python } from "./versions.mjs";

/**
 * @typedef {object} Job
 * @property {"mse" | "ce" | "rows"} task
 * @property {string} file
 * @property {string} out where rows are written to
 */

/**
 * @typedef {object} Contestant
 * @property {string} name
 * @property {() => string} version throws where it is not installed
 * @property {(job: Job) => Record<string, string[]>} commands by the name of the variant, of which the fastest counts;
 *   none where it does not take part
 * @property {boolean} [answers] false where nothing is computed, so that there is no answer to be compared
 */

/**
 * One script, whose last argument is the variant.
 * @param {string} interpreter
 * @param {string} name
 * @param {(job: Job) => string[]} variants
 * @returns {Contestant["commands"]}
 */
function script(interpreter, name, variants) {
  const path = fileURLToPath(new URL(`contestants/${name}`, import.meta.url));
  return (job) =>
    Object.fromEntries(
      variants(job).map((variant) => [variant, [interpreter, path, job.task, job.file, job.out, variant]]),
    );
}

const isNdjson = (/** @type {Job} */ { file }) => file.endsWith(".ndjson");
const readersOfPandas = (/** @type {Job} */ job) => (isNdjson(job) ? [""] : ["c", "pyarrow"]);

/**
 * @param {string} path of the command's script
 * @returns {Contestant}
 */
const loss = (path) => ({
  name: "loss",
  version: () => firstNumber(node, path, "--version"),
  commands({ task, file, out }) {
    const args = {
      mse: ["mse", file, "-q"],
      ce: ["cross-entropy", file, "-q"],
      rows: ["mse", file, "--per-sample", "--grad", "--format", "csv", "-o", out],
    };
    return { "": [node, path, ...args[task]] };
  },
});

/**
 * @param {string} path of loss
 * @returns {Contestant[]} loss first
 */
export const contestants = (path) => [
  loss(path),
  {
    name: "duckdb",
    version: () => packageVersion("@duckdb/node-api"),
    commands: script(node, "duckdb.mjs", ({ task }) =>
      task === "rows" ? ["window", "table"] : ["typed", "defaults"],
    ),
  },
  {
    name: "polars",
    version: () => packageVersion("nodejs-polars"),
    commands: script(node, "polars.mjs", (job) =>
      isNdjson(job) ? ["scan", "streaming"] : ["read", "scan", "streaming"],
    ),
  },
  {
    name: "polars (Python)",
    version: () => moduleVersions("polars"),
    commands: script(python, "with-polars.py", () => ["read", "scan", "streaming"]),
  },
  {
    name: "pandas",
    version: () => moduleVersions("pandas"),
    commands: script(python, "with-pandas.py", readersOfPandas),
  },
  {
    name: "torch",
    version: () => moduleVersions("torch", "pandas"),
    commands: script(python, "with-torch.py", readersOfPandas),
  },
  {
    name: "csv-parse",
    version: () => packageVersion("csv-parse"),
    commands: script(node, "csv-parse.mjs", (job) => (isNdjson(job) ? [] : [""])),
  },
  {
    name: "JSON.parse",
    version: () => process.version,
    commands: script(node, "json-parse.mjs", (job) => (isNdjson(job) ? [""] : [])),
  },
  ...shellTools,
  ...limits,
];
