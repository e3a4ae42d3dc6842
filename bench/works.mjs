// What is measured. A task is what is computed; a table, what it is computed over (see make.mjs).

/**
 * @typedef {object} Bar how far ahead loss has to be, as theirs over ours in wall time
 * @property {string[]} against the fastest of these counts
 * @property {number} least
 */

/**
 * @typedef {object} Work
 * @property {string} name
 * @property {string} title
 * @property {"mse" | "ce" | "rows"} task
 * @property {string} [table] none is start-up
 * @property {boolean} [gzipped]
 * @property {Bar[]} bars
 */

/** Of everything over CSV. @type {Bar} */
const csvParse = { against: ["csv-parse"], least: 20 };

/** @type {Work[]} */
export const works = [
  {
    name: "mse-csv",
    title: "mse over CSV, up to 17 digits",
    task: "mse",
    table: "regression17",
    bars: [{ against: ["duckdb", "polars"], least: 2.5 }, csvParse],
  },
  {
    name: "mse-csv6",
    title: "mse over CSV, 6 decimals",
    task: "mse",
    table: "regression6",
    bars: [csvParse],
  },
  {
    name: "ce-csv",
    title: "cross-entropy over CSV, 10 logits of up to 17 digits and a class index",
    task: "ce",
    table: "logits17",
    bars: [{ against: ["duckdb"], least: 2 }, csvParse],
  },
  {
    name: "ce-csv6",
    title: "cross-entropy over CSV, 10 logits of 6 decimals and a class index",
    task: "ce",
    table: "logits6",
    bars: [csvParse],
  },
  {
    name: "rows-csv",
    title: "per-sample mse and its gradient, from a CSV file to a CSV file, up to 17 digits",
    task: "rows",
    table: "regression17",
    bars: [{ against: ["duckdb", "polars"], least: 2 }, csvParse],
  },
  {
    name: "mse-ndjson",
    title: "mse over NDJSON, up to 17 digits",
    task: "mse",
    table: "records17",
    bars: [{ against: ["duckdb"], least: 1.5 }],
  },
  {
    name: "mse-gz",
    title: "mse over gzipped CSV, up to 17 digits (sizes are of the text)",
    task: "mse",
    table: "regression17",
    gzipped: true,
    bars: [csvParse],
  },
  {
    name: "startup",
    title: "start-up: `loss mse 1,2,3 1,2,5 -q` in a shell loop",
    task: "mse",
    bars: [{ against: ["node -e 0"], least: 1 / 1.4 }],
  },
];

/** Those whose time and memory are followed over sizes. */
export const curves = works.filter(({ name }) => name === "mse-csv" || name === "rows-csv");
