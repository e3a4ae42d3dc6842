// One piece of work, done by all: first each way that a contestant has, for its answer; then the fastest way of each, in
// turn, so that a busy minute of the machine falls on all of them.
import { existsSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { difference, disagreements } from "./agree.mjs";
import { measure } from "./measure.mjs";
import { duration } from "./units.mjs";

/** @typedef {import("./contestants.mjs").Contestant} Contestant */
/** @typedef {import("./contestants.mjs").Job} Job */
/** @typedef {import("./measure.mjs").Measurement} Measurement */

/**
 * @typedef {object} Way
 * @property {string} name of the contestant
 * @property {string} label with the variant
 * @property {string[]} command
 * @property {boolean} answers
 * @property {Measurement[]} measurements
 * @property {string} [failure]
 */

/**
 * @typedef {object} Terms
 * @property {number} runs
 * @property {number} patience seconds after which a contestant has been timed enough, though at least once
 * @property {string} scratch a folder
 * @property {(text: string) => void} log
 */

/** A way that took longer than this times the fastest way of its contestant is not tried again. */
const HOPELESS = 1.5;
/** Seconds after which one trial tells ways apart as well as two. */
const CLEAR = 10;

const fastest = (/** @type {Way} */ { measurements }) => Math.min(...measurements.map(({ wall }) => wall));
const spent = (/** @type {Way} */ { measurements }) => measurements.reduce((sum, { wall }) => sum + wall, 0);

/** The line of a stack trace or a traceback that says what went wrong. @param {string} text */
const gist = (text) => {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.find((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1);
};

/**
 * @param {Contestant} contestant
 * @param {Job} job
 * @returns {Way[]}
 */
const waysOf = ({ name, commands, answers = true }, job) =>
  Object.entries(commands(job)).map(([variant, command]) => {
    const label = variant ? `${name} (${variant})` : name;
    return { name, label, command, answers, measurements: [] };
  });

/**
 * @param {Way} way
 * @param {Terms} terms
 */
async function run(way, { scratch, log }) {
  const measurement = await measure(way.command, scratch);
  if (measurement.failure) way.failure = gist(measurement.failure);
  else way.measurements.push(measurement);
  log(`  ${way.label}: ${way.failure ?? duration(measurement.wall)}\n`);
  return measurement;
}

/**
 * Runs each way once, and throws where loss fails or the answers differ.
 * @param {Way[]} ways that of loss first
 * @param {Job} job
 * @param {Terms} terms
 */
async function agree(ways, { task, out }, terms) {
  const ours = join(terms.scratch, "ours");
  /** @type {Map<string, number>} */
  const answers = new Map();
  const wrong = [];
  for (const way of ways) {
    const { stdout } = await run(way, terms);
    if (way.failure && way === ways[0]) throw new Error(`${way.label} failed: ${way.failure}`);
    if (way.failure || !way.answers) continue;
    if (task === "mse" || task === "ce") answers.set(way.label, Number(stdout));
    else if (way === ways[0]) renameSync(out, ours);
    else {
      const where = existsSync(out) ? difference(ours, out) : "wrote nothing";
      if (where) wrong.push(`${way.label}: ${where}`);
    }
    rmSync(out, { force: true });
  }
  rmSync(ours, { force: true });
  wrong.push(...disagreements(answers));
  if (wrong.length) throw new Error(`the answers differ by more than 1e-9\n${wrong.join("\n")}`);
}

/**
 * The fastest way of a contestant, by a second trial where the first leaves it open; or one that failed, where all did.
 * @param {Way[]} ways of one contestant
 * @param {Job} job
 * @param {Terms} terms
 */
async function choose(ways, { out }, terms) {
  const able = ways.filter(({ failure }) => !failure);
  const best = Math.min(...able.map(fastest));
  const open = able.filter((way) => fastest(way) < best * HOPELESS);
  for (const way of open.length > 1 && best < CLEAR ? open : []) {
    await run(way, terms);
    rmSync(out, { force: true });
  }
  return able.toSorted((a, b) => fastest(a) - fastest(b))[0] ?? ways[0];
}

/**
 * @param {Contestant[]} contestants loss first
 * @param {Omit<Job, "out">} work
 * @param {Terms} terms
 * @returns {Promise<Way[]>} one a contestant that takes part, with what was measured
 */
export async function race(contestants, work, terms) {
  const { runs, patience, scratch, log } = terms;
  const job = { ...work, out: join(scratch, "rows.csv") };
  const entrants = contestants
    .map((contestant) => waysOf(contestant, job))
    .filter(({ length }) => length > 0);

  log("answers:\n");
  await agree(entrants.flat(), job, terms);

  const chosen = [];
  for (const ways of entrants) chosen.push(await choose(ways, job, terms));
  const racing = chosen.filter(({ failure }) => !failure);
  for (const way of racing) way.measurements = [];

  for (let round = 1; round <= runs; round++) {
    log(`round ${round} of ${runs}:\n`);
    for (const way of racing) {
      const tired = way !== racing[0] && way.measurements.length > 0 && spent(way) >= patience;
      if (way.failure || tired) continue;
      await run(way, terms);
      rmSync(job.out, { force: true });
      if (way.failure && way === racing[0]) throw new Error(`${way.label} failed: ${way.failure}`);
    }
  }
  return chosen;
}
