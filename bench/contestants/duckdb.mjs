// Columns of a given type and no detection ("typed"), or all left to DuckDB ("defaults"); for rows, one statement with a
// window, or a table first, so that the count is known.
import { DuckDBInstance } from "@duckdb/node-api";

const [task, file, out, variant] = process.argv.slice(2);

const classes = [...Array(10).keys()];
const logits = classes.map((index) => `logit_${index}`);
const types =
  task === "ce"
    ? [...logits.map((name) => [name, "DOUBLE"]), ["target", "INTEGER"]]
    : [
        ["pred", "DOUBLE"],
        ["target", "DOUBLE"],
      ];
const columns = `{${types.map(([name, type]) => `'${name}': '${type}'`).join(", ")}}`;

function source() {
  const json = file.endsWith(".ndjson");
  const reader = json ? "read_ndjson" : "read_csv";
  if (variant === "defaults") return `${reader}('${file}')`;
  const csv = json ? "" : ", header = true, delim = ',', quote = '', escape = ''";
  return `${reader}('${file}', auto_detect = false, columns = ${columns}${csv})`;
}

const row = (count) =>
  `(pred - target) * (pred - target) AS loss, 2 * (pred - target) / ${count} AS grad_pred`;
const copy = (select) => `COPY (${select}) TO '${out}' (FORMAT csv, HEADER)`;
const exps = logits.map((logit) => `exp(${logit} - top)`).join(" + ");
const chosen = `CASE target ${classes.map((index) => `WHEN ${index} THEN logit_${index}`).join(" ")} END`;

const statements = {
  mse: () => [`SELECT avg((pred - target) * (pred - target)) FROM ${source()}`],
  ce: () => [
    `SELECT avg(ln(${exps}) + top - ${chosen}) FROM (SELECT *, greatest(${logits.join(", ")}) AS top FROM ${source()})`,
  ],
  rows: () =>
    variant === "table"
      ? [
          `CREATE TEMP TABLE read AS SELECT * FROM ${source()}`,
          copy(`SELECT rowid AS "index", ${row("(SELECT count(*) FROM read)")} FROM read`),
        ]
      : [copy(`SELECT row_number() OVER () - 1 AS "index", ${row("count(*) OVER ()")} FROM ${source()}`)],
};

const connection = await (await DuckDBInstance.create(":memory:")).connect();
for (const statement of statements[task]()) {
  const [answer] = (await connection.runAndReadAll(statement)).getRows();
  if (task !== "rows") process.stdout.write(`${answer[0]}\n`);
}
