import { escapeControls } from "../core/errors.ts";
import type { Host } from "./host.ts";
import { columnsOf, showsUnicode } from "./terminal.ts";

/** Work shorter than this needs no word. */
const PATIENCE = 1000;
const INTERVAL = 200;
/** The time left goes by the speed since one to two of these ago: a slow start soon says nothing. */
const MEMORY = 5000;
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

/** How far reading was at some time. */
interface Mark {
  readonly time: number;
  readonly bytes: number;
}

/** One line on a terminal that says how far reading has come, and goes away. */
export class Progress {
  readonly #host: Host;
  #reading: Reading = { name: "", size: undefined, passes: 1, streams: false };
  #bytes = 0;
  #begin = 0;
  #next = Infinity;
  #shown = false;
  /** What comes before the first bytes is no speed, so the first is when they are there. */
  #marks: readonly [earlier: Mark, later: Mark] | undefined;

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
    const { time, bytes: then } = this.#mark(now);
    if (now < this.#next) return;
    const { stdout, stderr, env } = this.#host;
    if (!stderr.isTTY || (this.#reading.streams && stdout.isTTY)) {
      this.#next = Infinity;
      return;
    }
    this.#next = now + INTERVAL;
    const columns = (columnsOf(this.#host, stderr) ?? 80) - 1;
    const speed = now > time ? (1000 * (this.#bytes - then)) / (now - time) : undefined;
    const seconds = (now - this.#begin) / 1000;
    const text = lineOf(this.#reading, this.#bytes, seconds, speed, columns, showsUnicode(env));
    stderr.write(`\r\u001b[K${text}`);
    this.#shown = true;
  }

  /** Where the speed is measured from. */
  #mark(now: number): Mark {
    const here = { time: now, bytes: this.#bytes };
    this.#marks ??= [here, here];
    const [, later] = this.#marks;
    if (now - later.time >= MEMORY) this.#marks = [later, here];
    return this.#marks[0];
  }

  stop(): void {
    this.#next = Infinity;
    if (this.#shown) this.#host.stderr.write("\r\u001b[K");
    this.#shown = false;
  }
}

/** What is known, as much of it as there is room for: the share before the name, the time before the throughput. */
function lineOf(
  reading: Reading,
  bytes: number,
  seconds: number,
  speed: number | undefined,
  columns: number,
  unicode: boolean,
): string {
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
    speed ? `${timeText((all - done) / speed)} left` : "",
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
