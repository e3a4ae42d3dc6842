// Measurements as tables in Markdown.
import { digits, duration, median, megabytes } from "./units.mjs";

/** @typedef {import("./race.mjs").Way} Way */
/** @typedef {import("./works.mjs").Work} Work */

/**
 * @typedef {object} Result
 * @property {Work} work
 * @property {number} [bytes] of text
 * @property {number} loops runs in one measurement
 * @property {Way[]} ways that of loss first
 */

/**
 * @param {string[]} header the first column is to the left, the others to the right
 * @param {string[][]} rows
 */
function table(header, rows) {
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (/** @type {string[]} */ cells) =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join(" | ")} |`;
  const rule = `| ${widths.map((width, i) => (i === 0 ? "-".repeat(width) : `${"-".repeat(width - 1)}:`)).join(" | ")} |`;
  return [line(header), rule, ...rows.map(line)].join("\n");
}

/** @param {Way} way @param {number} [loops] */
const seconds = ({ measurements }, loops = 1) => median(measurements.map(({ wall }) => wall / loops));

/** @param {Way} way */
const peak = ({ measurements }) => {
  const peaks = measurements.flatMap((measurement) => measurement.peak ?? []);
  return peaks.length ? Math.max(...peaks) : undefined;
};

/** @param {Result} result */
const ratioTo =
  ({ ways: [ours] }) =>
  (/** @type {Way} */ way) =>
    seconds(way) / seconds(ours);

const finished = (/** @type {Way} */ { failure }) => !failure;

/** @param {Result} result */
function workRows(result) {
  const { bytes, loops, ways } = result;
  const ratio = ratioTo(result);
  return ways.map((way) => {
    if (way.failure) return [way.label, "failed", "", "", "", "", "", ""];
    const walls = way.measurements.map(({ wall }) => wall / loops);
    const cpus = way.measurements.flatMap(({ cpu }) => (cpu === undefined ? [] : cpu / loops));
    return [
      way.label,
      duration(median(walls)),
      `${duration(Math.min(...walls))} to ${duration(Math.max(...walls))}`,
      `${walls.length}`,
      bytes ? (bytes / 1e6 / median(walls)).toFixed(0) : "-",
      cpus.length ? duration(median(cpus)) : "-",
      megabytes(peak(way)),
      digits(ratio(way)),
    ];
  });
}

/** @param {Result} result */
export function workTable(result) {
  const { work, bytes, ways } = result;
  const header = ["", "median", "min to max", "runs", "MB/s", "CPU", "peak memory", "theirs / ours"];
  const failures = ways.flatMap(({ label, failure }) => (failure ? `\n${label} failed: ${failure}\n` : []));
  const size = bytes ? `, ${megabytes(bytes)}` : "";
  return `### ${work.name}\n\n${work.title}${size}\n\n${table(header, workRows(result))}\n${failures.join("")}`;
}

/** @param {Result[]} results */
export function barTable(results) {
  const rows = results.flatMap((result) =>
    result.work.bars.map(({ against, least }) => {
      const rivals = result.ways.filter(finished).filter(({ name }) => against.includes(name));
      const ratio = ratioTo(result);
      const [nearest] = rivals.toSorted((a, b) => ratio(a) - ratio(b));
      const measured = nearest ? digits(ratio(nearest)) : "-";
      const verdict = nearest ? (ratio(nearest) >= least ? "holds" : "**missed**") : "not measured";
      return [result.work.name, nearest?.label ?? against.join(", "), digits(least), measured, verdict];
    }),
  );
  const header = ["work", "against", "at least", "measured", ""];
  return `${table(header, rows)}\n`;
}

/** Least squares, each point weighed by 1/y^2, so that small files count as much as large ones. */
function fitLine(/** @type {[number, number][]} */ points) {
  let [w, x, y, xx, xy] = [0, 0, 0, 0, 0];
  for (const [px, py] of points) {
    const weight = 1 / py ** 2;
    w += weight;
    x += weight * px;
    y += weight * py;
    xx += weight * px * px;
    xy += weight * px * py;
  }
  const slope = (w * xy - x * y) / (w * xx - x * x);
  const start = (y - slope * x) / w;
  const off = Math.max(...points.map(([px, py]) => Math.abs(start + slope * px - py) / py));
  return { slope, start, off };
}

/**
 * How time and memory grow with the file.
 * @param {Work} work
 * @param {Result[]} results of rising size
 */
export function curveTable(work, results) {
  const names = results[0].ways.map(({ label }) => label);
  const speed = (/** @type {number} */ bytes, /** @type {Way} */ way) =>
    (bytes / 1e6 / seconds(way)).toFixed(0);
  const rows = results.map(({ bytes = 0, ways }) => [
    megabytes(bytes),
    duration(seconds(ways[0])),
    megabytes(peak(ways[0])),
    ...ways.map((way) => (finished(way) ? speed(bytes, way) : "failed")),
  ]);
  const header = ["text", "median", "peak memory", ...names.map((name) => `${name}, MB/s`)];
  const { slope, start, off } = fitLine(
    results.map(({ bytes = 0, ways }) => /** @type {[number, number]} */ ([bytes, seconds(ways[0])])),
  );
  const law = `${duration(start)} + ${duration(slope * 1e9)} a gigabyte, off by at most ${(off * 100).toFixed(0)} %`;
  return `### ${work.name} over sizes\n\n${work.title}\n\n${table(header, rows)}\n\nAs a line: ${law}.\n`;
}

const HOW = `Each contestant is a whole process, from its start to its end, with as many threads as it takes by itself; the
files are in the page cache. All had to give the same answer, to 1e-9, before any was timed; where a contestant has
several ways, each was tried and the fastest taken. Then they ran in turn. Time is the median of the wall clock, CPU that of
user and system time, memory the largest resident set.`;

/**
 * @param {object} parts
 * @param {Record<string, string>} parts.machine
 * @param {[name: string, version: string][]} parts.contestants
 * @param {string[]} parts.absent
 * @param {Result[]} parts.results
 * @param {string[]} parts.curves
 * @param {string} parts.notes
 */
export function report({ machine, contestants, absent, results, curves, notes }) {
  const facts = [...Object.entries(machine), ...contestants].map(([name, fact]) => `- ${name}: ${fact}`);
  const missing = absent.length ? `Not installed here: ${absent.join(", ")}.\n` : "";
  return [
    "# Results\n",
    "Written by `npm run bench` (see README.md beside this file).\n",
    `${HOW}\n`,
    ...(results.length
      ? [
          "## The bar\n",
          "Wall time, theirs over ours; theirs is the fastest of those that the bar names.\n",
          barTable(results),
        ]
      : []),
    ...(notes ? [`${notes.trim()}\n`] : []),
    ...(results.length ? ["## Each work\n", ...results.map(workTable)] : []),
    ...(curves.length ? ["## Time and memory over sizes\n", ...curves] : []),
    "## Machine and contestants\n",
    `${facts.join("\n")}\n`,
    missing,
  ]
    .filter(Boolean)
    .join("\n");
}
