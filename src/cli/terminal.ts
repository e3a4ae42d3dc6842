import type { Style } from "../writers/index.ts";
import type { Host } from "./host.ts";

/** How text for people is laid out and set off. */
export interface Look {
  readonly width: number;
  readonly style: Style;
}

/** No colours. */
export const PLAIN: Style = { strong: (text) => text, faint: (text) => text };

/** Columns of a terminal: as many as COLUMNS says, else those that it has; undefined where neither is known. */
export function columnsOf({ env }: Host, { columns }: Host["stdout"] | Host["stderr"]): number | undefined {
  const told = /^[1-9]\d{0,3}$/.test(env.COLUMNS ?? "") ? Number(env.COLUMNS) : undefined;
  // a terminal that does not know says 0
  return told ?? (columns || undefined);
}

/**
 * Whether to write colours, to a terminal or elsewhere: NO_COLOR forbids them, FORCE_COLOR and CLICOLOR_FORCE ask for
 * them, `0` in FORCE_COLOR or CLICOLOR turns them off; else they are for terminals that know them.
 */
function coloursFor({ env }: Host, terminal: boolean): boolean {
  const { NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, CLICOLOR, TERM } = env;
  if (NO_COLOR) return false;
  if (FORCE_COLOR) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  if (CLICOLOR_FORCE && CLICOLOR_FORCE !== "0") return true;
  return terminal && CLICOLOR !== "0" && TERM !== "dumb";
}

/** Whether text may hold more than ASCII: what the locale says, and nothing said is ASCII. */
export function showsUnicode({ LC_ALL, LC_CTYPE, LANG }: Host["env"]): boolean {
  return /utf-?8/i.test(LC_ALL || LC_CTYPE || LANG || "");
}

/** Colours, loaded only where there are any. */
export async function styleFor(host: Host, terminal: boolean): Promise<Style> {
  if (!coloursFor(host, terminal)) return PLAIN;
  const { Chalk } = await import("chalk");
  const chalk = new Chalk({ level: 1 });
  return { strong: (text) => chalk.bold.cyan(text), faint: (text) => chalk.dim(text) };
}

/** For help and lists on standard output: lines fill the terminal, but stay readable on a wide one. */
export async function lookOf(host: Host): Promise<Look> {
  const width = Math.max(40, Math.min(columnsOf(host, host.stdout) ?? 80, 100));
  return { width, style: await styleFor(host, host.stdout.isTTY) };
}
