import type { Loss } from "../../core/loss.ts";
import { losses } from "../../losses/index.ts";
import type { Operand, Subcommand } from "../commands/command.ts";
import type { Entry } from "../commands/index.ts";
import { computeOptions, HELP_OPTION, type OptionFacts } from "../options.ts";

/** What stands behind an option: a file, one of some words, something else; undefined where nothing does. */
type Value = "file" | "anything" | readonly string[];

/** An option as shells complete it. */
export interface Flag {
  readonly long: string;
  readonly short: string | undefined;
  readonly about: string;
  /** What its value is called. */
  readonly label: string;
  readonly value: Value | undefined;
}

/** A command beside computing. */
interface CommandWords {
  readonly name: string;
  readonly about: string;
  readonly flags: readonly Flag[];
  /** The last stands for all that follow. */
  readonly operands: readonly Operand[];
}

interface LossWords {
  readonly name: string;
  /** Its name, and its other names that a shell takes for one word. */
  readonly names: readonly string[];
  readonly about: string;
  /** What not all losses have, or not alike. */
  readonly flags: readonly Flag[];
}

/** All that can stand on a command line. */
export interface Grammar {
  readonly commands: readonly CommandWords[];
  readonly losses: readonly LossWords[];
  /** What every computation has. */
  readonly flags: readonly Flag[];
}

/** The grammar of the command line, from the definitions that parsing and help are made from. */
export async function grammar(commands: ReadonlyMap<string, Entry>): Promise<Grammar> {
  const entries = await Promise.all(
    [...commands].map(async ([name, { about, load }]) => commandOf(name, about, await load())),
  );
  const help: CommandWords = {
    name: "help",
    about: "help for the whole, a command or losses",
    flags: [],
    operands: [[...commands.keys(), ...losses.map(({ name }) => name)]],
  };
  const own = losses.map((loss) => flagsOf(computeOptions([loss])));
  const flags = flagsOf(computeOptions([])).filter((flag) => own.every((some) => some.some(same(flag))));
  const words = losses.map((loss, i) => lossOf(loss, own[i]!, flags));
  return { commands: [...entries, help], losses: words, flags };
}

function commandOf(name: string, about: string, { options, operands = ["file"] }: Subcommand): CommandWords {
  return { name, about, flags: flagsOf([...options, HELP_OPTION]), operands };
}

const same = (a: Flag) => (b: Flag) => a.long === b.long && JSON.stringify(a) === JSON.stringify(b);

function lossOf(loss: Loss, own: readonly Flag[], common: readonly Flag[]): LossWords {
  return {
    name: loss.name,
    names: [loss.name, ...loss.aliases.filter((alias) => /^[\w-]+$/.test(alias))],
    about: loss.summary,
    flags: own.filter((flag) => !common.some(same(flag))),
  };
}

const flagsOf = (options: readonly OptionFacts[]): Flag[] =>
  options.filter(({ hidden }) => !hidden).map(flagOf);

function flagOf({ flags, about, choices = [] }: OptionFacts): Flag {
  const [, short, long = "", label] = /^(?:(-\w), )?(--[\w-]+)(?: <(.*)>)?$/.exec(flags) ?? [];
  const value = label === "file" ? "file" : choices.length > 0 ? choices : "anything";
  return { long, short, about, label: label ?? "", value: label === undefined ? undefined : value };
}

/** An option as it may be written: `-o`, `--output`. */
export const spellings = ({ short, long }: Flag): string[] => (short ? [short, long] : [long]);

/** Of an option's words those that a file follows, `junit` of `junit=`. */
export const kindsOf = (value: Flag["value"]): string[] =>
  typeof value === "object"
    ? value.filter((word) => word.endsWith("=")).map((word) => word.slice(0, -1))
    : [];

/** Every option that there is, each once. */
export function allFlags({ commands, losses: all, flags }: Grammar): Flag[] {
  const found = new Map<string, Flag>();
  for (const flag of [...flags, ...[...all, ...commands].flatMap((one) => one.flags)])
    if (!found.has(flag.long)) found.set(flag.long, flag);
  return [...found.values()];
}

/** All spellings of options that a value follows. */
export const valued = (whole: Grammar): string[] =>
  allFlags(whole)
    .filter(({ value }) => value !== undefined)
    .flatMap(spellings);
