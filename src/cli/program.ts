import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../core/errors.ts";
import type { OptionFacts } from "./options.ts";
import type { Look } from "./terminal.ts";

/** Options as they were given, by their snake_case names: text, true or false. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

/** A command line, taken apart. */
export interface Parsed {
  readonly operands: readonly string[];
  /** Only what was given. */
  readonly options: RawOptions;
  /** The values of options that may be given several times. */
  readonly lists: Readonly<Record<string, readonly string[]>>;
}

const OPERAND = "\u0000";

/** A command as commander knows it. */
function commandOf(options: readonly OptionFacts[]): Command {
  const command = new Command("loss")
    .argument("[operands...]")
    .helpOption(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const { flags, about, group, hidden, repeats } of options) {
    const option = new Option(flags, about).helpGroup(group).hideHelp(hidden ?? false);
    command.addOption(
      repeats
        ? option.argParser<string[]>((value, before) => [...(Array.isArray(before) ? before : []), value])
        : option,
    );
  }
  return command;
}

/** Takes a command line apart; throws a UsageError where it has an option that there is not. */
export function parseCommandLine(argv: readonly string[], known: readonly OptionFacts[]): Parsed {
  const command = commandOf(known);
  try {
    command.parse(argv.map(shield), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(reword(error.message));
    throw error;
  }
  for (const { flags } of known) {
    const opposite = flags.replace("--no-", "--");
    if (flags !== opposite && argv.includes(flags) && argv.includes(opposite))
      throw new UsageError(`${opposite} and ${flags} exclude each other`);
  }
  const options: Record<string, string | boolean | undefined> = {};
  const lists: Record<string, readonly string[]> = {};
  for (const [name, value] of Object.entries(command.opts<Record<string, string | boolean | string[]>>())) {
    if (command.getOptionValueSource(name) !== "cli") continue;
    if (Array.isArray(value)) lists[snake(name)] = value.map(unshield);
    else options[snake(name)] = typeof value === "string" ? unshield(value) : value;
  }
  return { operands: command.args.map(unshield), options, lists };
}

/** Usage, what a command does, and its options. */
export function helpOf(
  usage: string,
  about: string,
  options: readonly OptionFacts[],
  { width, style }: Look,
): string {
  const command = commandOf(options).usage(usage).description(about);
  // the operands are explained in words, so commander's own list of them is left out
  return command
    .configureHelp({ helpWidth: width, minWidthToWrap: 20, styleTitle: style.strong })
    .configureOutput({ getOutHasColors: () => true })
    .helpInformation()
    .replace(/\nArguments:\n(?: .*\n)+/, "");
}

/** `-1,2` and `-.5` are values, where commander would see options. */
const shield = (arg: string): string =>
  /^-(?:[\d.]|inf|nan)/i.test(arg) && !/^-(?:i|n)\w*-/i.test(arg) ? OPERAND + arg : arg;
const unshield = (arg: string): string => (arg.startsWith(OPERAND) ? arg.slice(1) : arg);

function snake(camel: string): string {
  return camel.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`).replaceAll("-", "_");
}

/** Commander's message in this project's grammar: one line, no prefix, the hint in parentheses. */
function reword(message: string): string {
  return message
    .replaceAll(OPERAND, "")
    .replace(/^error: /, "")
    .replace(/\n\(Did you mean (.*)\?\)$/, " (did you mean $1?)")
    .replace(/\s*\n\s*/g, " ");
}
