import { escapeControls } from "../core/errors.ts";
import type { Host } from "./host.ts";
import { columnsOf, showsUnicode } from "./terminal.ts";

/** Work shorter than this needs no word. */
const PATIENCE = 1000;
const INTERVAL = 200;
/** Columns of the bar. */
const NARROWEST = 8;
const WIDEST = 30;
const LONGEST_NAME = 40;

/** What is to be read. */
export interface Reading {
  readonly name: string;
  /** Bytes, where that is known. */
  readonly size: number | undefined;
  /** How often they are read. */
  readonly passes: number;
  /** Whether rows go to standard output meanwhile: on a terminal they would be in each other's way. */
  readonly streams: boolean;
}

/** One line on a terminal that says how far reading has come, and goes away. */
export class Progress {
  readonly #host: Host;
  #reading: Reading = { name: "", size: undefined, passes: 1, streams: false };
  #bytes = 0;
  #begin = 0;
  #next = Infinity;
  #shown = false;

  constructor(host: Host) {
    this.#host = host;
  }

  start(reading: Reading): void {
    this.#reading = reading;
    this.#begin = Date.now();
    this.#next = this.#begin + PATIENCE;
  }

  /** A timer would wait for the work; the work itself looks at the clock. */
  add(bytes: number): void {
    this.#bytes += bytes;
    if (this.#next === Infinity) return;
    const now = Date.now();
    if (now < this.#next) return;
    const { stdout, stderr, env } = this.#host;
    if (!stderr.isTTY || (this.#reading.streams && stdout.isTTY)) {
      this.#next = Infinity;
      return;
    }
    this.#next = now + INTERVAL;
    const columns = (columnsOf(this.#host, stderr) ?? 80) - 1;
    const text = lineOf(this.#reading, this.#bytes, (now - this.#begin) / 1000, columns, showsUnicode(env));
    stderr.write(`\r\u001b[K${text}`);
    this.#shown = true;
  }

  stop(): void {
    this.#next = Infinity;
    if (this.#shown) this.#host.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}

/** What is known, as much of it as there is room for: the share before the name, the time before the throughput. */
function lineOf(reading: Reading, bytes: number, seconds: number, columns: number, unicode: boolean): string {
  const { size, passes } = reading;
  const name = shortened(escapeControls(reading.name), unicode);
  const rate = `${inMegabytes(bytes / seconds)}/s`.padStart("999 MB/s".length);
  if (!size) return fitting([name, inMegabytes(bytes), rate], [0, 1, 2], columns).join("  ");
  const all = size * passes;
  // a file that grows is read to the end it had
  const done = Math.min(bytes, all);
  const pass = Math.min(passes, Math.floor(done / size) + 1);
  const percent = `${String(Math.floor((100 * done) / all)).padStart(3)}%`;
  const parts = [
    name,
    passes > 1 ? `pass ${pass} of ${passes}` : "",
    percent,
    // as wide all the time, so that nothing jumps
    `${inMegabytes(done - (pass - 1) * size).padStart(inMegabytes(size).length)} of ${inMegabytes(size)}`,
    rate,
    `${timeText(((all - done) * seconds) / bytes)} left`,
  ];
  const shown = fitting(parts, [2, 0, 5, 4, 1, 3], columns);
  const room = Math.min(columns - width(shown) - 2, WIDEST);
  if (room >= NARROWEST) shown.splice(shown.indexOf(percent), 0, bar(done / all, room, unicode));
  return shown.join("  ");
}

const width = (parts: readonly string[]): number => parts.join("  ").length;

/** The parts that fit beside each other, in their order; `order` says which come first where not all do. */
function fitting(parts: readonly string[], order: readonly number[], columns: number): string[] {
  const chosen = new Set<number>();
  const inOrder = (): string[] => parts.filter((part, i) => part !== "" && chosen.has(i));
  for (const i of order) {
    chosen.add(i);
    if (width(inOrder()) > columns) chosen.delete(i);
  }
  return inOrder();
}

function shortened(name: string, unicode: boolean): string {
  // of a path the end says most
  const mark = unicode ? "…" : "...";
  return name.length > LONGEST_NAME ? mark + name.slice(mark.length - LONGEST_NAME) : name;
}

function bar(share: number, columns: number, unicode: boolean): string {
  const full = Math.floor(share * (unicode ? columns : columns - 2));
  return unicode
    ? "█".repeat(full) + "░".repeat(columns - full)
    : `[${"#".repeat(full)}${"-".repeat(columns - 2 - full)}]`;
}

const inMegabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;

/** `45 s`, `3:07 min`, `2:05 h`. */
function timeText(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const [large, small, unit] =
    whole < 3600 ? [whole / 60, whole % 60, "min"] : [whole / 3600, (whole % 3600) / 60, "h"];
  return `${Math.floor(large)}:${String(Math.floor(small)).padStart(2, "0")} ${unit}`;
}
