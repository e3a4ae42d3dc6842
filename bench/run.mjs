// The benchmark: npm run bench -- [options]. See README.md beside this file.
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { contestants } from "./contestants.mjs";
import { machine } from "./machine.mjs";
import { DATA, make, makeGzipped } from "./make.mjs";
import { readOptions } from "./options.mjs";
import { race } from "./race.mjs";
import { barTable, curveTable, report, workTable } from "./report.mjs";
import { LOOPS, starters } from "./startup.mjs";
import { curves } from "./works.mjs";

/** @typedef {import("./contestants.mjs").Contestant} Contestant */
/** @typedef {import("./report.mjs").Result} Result */
/** @typedef {import("./works.mjs").Work} Work */

const REPOSITORY = fileURLToPath(new URL("..", import.meta.url));
const NOTES = new URL("NOTES.md", import.meta.url);
const CURVE = ["loss", "wc -l", "cat"];

/** Sorts out who is here, with their versions. @param {Contestant[]} all */
function installed(all) {
  /** @type {{ present: Contestant[], versions: [string, string][], absent: string[] }} */
  const found = { present: [], versions: [], absent: [] };
  for (const contestant of all) {
    try {
      found.versions.push([contestant.name, contestant.version()]);
      found.present.push(contestant);
    } catch {
      found.absent.push(contestant.name);
    }
  }
  return found;
}

/**
 * @param {Work} work
 * @param {Contestant[]} who loss first
 * @param {string} size
 * @param {import("./race.mjs").Terms} terms
 * @returns {Promise<Result>}
 */
async function measureWork(work, who, size, terms) {
  if (!work.table) return { work, loops: LOOPS, ways: await race(who, { task: work.task, file: "" }, terms) };
  const text = await make(work.table, size);
  const file = work.gzipped ? await makeGzipped(work.table, size) : text;
  const ways = await race(who, { task: work.task, file }, terms);
  return { work, bytes: statSync(text).size, loops: 1, ways };
}

/** @param {string} text */
const log = (text) => process.stderr.write(text);
/** @param {string} text */
const print = (text) => process.stdout.write(`${text}\n`);

/** A folder for what the contestants write, which goes when the run ends, however it ends. */
function makeScratch() {
  const scratch = `${DATA}run-${process.pid}`;
  mkdirSync(scratch, { recursive: true });
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true }));
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(130));
  return scratch;
}

/** @param {import("./options.mjs").Options} options */
async function bench({ against, curve, loss, out, patience, runs, size, sizes, works }) {
  const about = machine(REPOSITORY);
  const terms = { runs, patience, scratch: makeScratch(), log };

  const wanted = (/** @type {Contestant} */ { name }) => name === "loss" || (against?.includes(name) ?? true);
  const racers = installed(contestants(loss).filter(wanted));
  const beginners = installed(starters(loss));
  if (racers.absent.includes("loss")) throw new Error(`${loss} does not run: build it first`);
  if (racers.absent.length) log(`not installed: ${racers.absent.join(", ")}\n`);

  /** @type {Result[]} */
  const results = [];
  for (const work of works) {
    log(`${work.name}\n`);
    const { present } = !work.table ? beginners : racers;
    const result = await measureWork(work, present, size, terms);
    results.push(result);
    print(workTable(result));
  }
  if (results.length) print(barTable(results));

  const followed = [];
  const followers = racers.present.filter(({ name }) => CURVE.includes(name));
  for (const work of curve ? curves : []) {
    const points = [];
    for (const each of sizes) {
      log(`${work.name}, ${each}\n`);
      points.push(await measureWork(work, followers, each, terms));
    }
    const table = curveTable(work, points);
    followed.push(table);
    print(table);
  }

  if (!out) return;
  const text = report({
    machine: about,
    contestants: [...new Map([...racers.versions, ...beginners.versions])],
    absent: [...racers.absent, ...beginners.absent],
    results,
    curves: followed,
    notes: existsSync(NOTES) ? readFileSync(NOTES, "utf8") : "",
  });
  writeFileSync(out, text);
  log(`wrote ${out}\n`);
}

try {
  const { help, ...options } = readOptions(process.argv.slice(2));
  if (help) print(help);
  else await bench(options);
} catch (error) {
  log(`bench: ${error instanceof Error ? error.message : error}\n`);
  process.exitCode = 1;
}
