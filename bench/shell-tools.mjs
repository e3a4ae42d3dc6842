// The tools of the shell that take part: awk and Miller, and those that show how fast bytes can be touched at all.
import { firstNumber } from "./versions.mjs";

/** @typedef {import("./contestants.mjs").Job} Job */
/** @typedef {import("./contestants.mjs").Contestant} Contestant */

const isNdjson = (/** @type {Job} */ { file }) => file.endsWith(".ndjson");
const isGzipped = (/** @type {Job} */ { file }) => file.endsWith(".gz");

/**
 * In the shell's command $1 is the file, $2 the program and $3 the file to write.
 * @param {string} command
 * @param {Job} job
 * @param {string} [program]
 */
const shell = (command, { file, out }, program = "") => ({
  "": ["sh", "-c", command, "sh", file, program, out],
});

/** The rows below the header: a gradient under the mean needs them first. */
const COUNT = '$(($(wc -l < "$1") - 1))';

const AWK = {
  mse: 'NR > 1 { d = $1 - $2; s += d * d } END { printf "%.17g\\n", s / (NR - 1) }',
  ce: `NR > 1 {
    m = $1; for (i = 2; i <= 10; i++) if ($i > m) m = $i
    e = 0; for (i = 1; i <= 10; i++) e += exp($i - m)
    s += log(e) + m - $($11 + 1)
  } END { printf "%.17g\\n", s / (NR - 1) }`,
  rows: `NR == 1 { print "index,loss,grad_pred" }
    NR > 1 { d = $1 - $2; printf "%d,%.17g,%.17g\\n", NR - 2, d * d, 2 * d / n }`,
};

/** @type {Contestant["commands"]} */
function mawk(job) {
  if (isNdjson(job)) return {};
  const program = AWK[job.task];
  if (isGzipped(job)) return shell('gzip -dc "$1" | mawk -F, "$2"', job, program);
  if (job.task === "rows") return shell(`mawk -F, -v n="${COUNT}" "$2" "$1" > "$3"`, job, program);
  return shell('mawk -F, "$2" "$1"', job, program);
}

const classes = [...Array(10).keys()];
const MILLER = {
  mse: "@s += ($pred - $target) ** 2; end { print @s / NR }",
  ce: `m = max(${classes.map((index) => `$logit_${index}`).join(", ")});
    @s += log(${classes.map((index) => `exp($logit_${index} - m)`).join(" + ")}) + m - $["logit_" . $target];
    end { print @s / NR }`,
  rows: 'd = $pred - $target; $* = {"index": NR - 1, "loss": d * d, "grad_pred": 2 * d / @count}',
};

/** @type {Contestant["commands"]} */
function miller(job) {
  const program = MILLER[job.task];
  if (job.task === "rows") return shell(`mlr --csv put -s count="${COUNT}" "$2" "$1" > "$3"`, job, program);
  return shell(`mlr --onidx ${isNdjson(job) ? "--ijsonl" : "--icsv"} put -q "$2" "$1"`, job, program);
}

/** @type {Contestant[]} */
export const shellTools = [
  { name: "mawk", version: () => firstNumber("mawk", "-W", "version"), commands: mawk },
  { name: "mlr", version: () => firstNumber("mlr", "--version"), commands: miller },
];

/**
 * @param {string} name
 * @param {string} command
 * @param {(job: Job) => boolean} takesPart
 * @returns {Contestant}
 */
const limit = (name, command, takesPart) => ({
  name,
  answers: false,
  version: () => firstNumber(name.split(" ")[0], "--version"),
  commands: (job) => (takesPart(job) ? shell(command, job) : {}),
});

/** Reading, and nothing computed from it. */
export const limits = [
  limit("wc -l", 'wc -l < "$1"', (job) => !isGzipped(job)),
  limit("cat", 'cat "$1" > /dev/null', (job) => !isGzipped(job)),
  limit("cat to a file", 'cat "$1" > "$3"', ({ task }) => task === "rows"),
  limit("gzip -dc", 'gzip -dc "$1" > /dev/null', isGzipped),
];
