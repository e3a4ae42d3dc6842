import { Command, CommanderError, Option } from "commander";
import { UsageError } from "../core/errors.ts";
import type { Loss } from "../core/loss.ts";
import { optionOf, type Param, rangeOf } from "../core/param.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS } from "../writers/index.ts";

/** Options as commander delivers them, by their snake_case names: text, true or false. */
export type RawOptions = Readonly<Record<string, string | boolean | undefined>>;

const OPERAND = "\u0000";
/** Options that mean the same for every loss; `[flags, about, group]`. */
const COMMON: readonly (readonly [string, string, string])[] = [
  ["--input-format <format>", `format of the input: ${FORMATS.join(", ")} (default: by file name)`, "Input:"],
  ["-d, --delimiter <char>", "character between the cells of a table, '\\t' for a tab", "Input:"],
  ["--header", "the first row of a table names the columns, also where it looks like data", "Input:"],
  ["--no-header", "the first row of a table is data; columns have positions only (@1, @2-@11)", "Input:"],
  ["--classes <names>", "class names in the order of their indices: setosa,versicolor,virginica", "Input:"],
  ["--missing <policy>", "rows with a missing value: error, skip (default: error)", "Input:"],
  ["--sample-weight <column>", "column of weights that multiply each row's loss", "Input:"],
  [
    "--like <library>",
    "parameters that give a library's number: torch, keras, sklearn, optax ...",
    "Computation:",
  ],
  ["--reduction <how>", "none, mean, sum", "Computation:"],
  ["--per-sample", "the loss of each row", "Computation:"],
  ["--grad", "the gradient of the reduced value, by each prediction", "Computation:"],
  ["--threads <n>", "threads at most (default: the cores there are); never changes a result", "Computation:"],
  ["--format <format>", `${OUTPUT_FORMATS.join(", ")} (default: text)`, "Output:"],
  ["-q, --quiet", "just the value, one line for each loss", "Output:"],
  ["-o, --output <file>", "write there; the file appears when it is whole", "Output:"],
  ["--max <x>", "exit with status 1 if the value is above x, or NaN", "Output:"],
  ["--min <x>", "exit with status 1 if the value is below x, or NaN", "Output:"],
  ["--strict", "every warning is an error (status 3)", "Output:"],
  ["--no-warnings", "no warnings", "Output:"],
];

/** Names of the options that mean the same for every loss. */
export const COMMON_NAMES: ReadonlySet<string> = new Set(
  COMMON.map(([flags]) => new Option(flags).attributeName()).map(snake),
);

/** A command line, taken apart. */
export interface Parsed {
  readonly operands: readonly string[];
  /** Only what was given. */
  readonly options: RawOptions;
  readonly help: boolean;
  readonly version: boolean;
}

/** The command for some losses: their options, and help that shows no others. */
function computeCommand(losses: readonly Loss[], usage: string, summary: string): Command {
  const command = new Command("loss")
    .usage(usage)
    .description(summary)
    .argument("[operands...]")
    .helpOption(false)
    .exitOverride()
    .configureHelp({ showGlobalOptions: false })
    .configureOutput({ writeErr: () => {}, writeOut: () => {} });
  // what is a role of one loss may be a parameter of another: the command line is the same for both
  const own = new Map(
    [...rolesOf(losses), ...paramsOf(losses)].reverse().map((option) => [option.long, option]),
  );
  for (const option of [...own.values()].reverse()) command.addOption(option);
  for (const [flags, about, group] of COMMON) command.addOption(new Option(flags, about).helpGroup(group));
  command.addOption(new Option("-h, --help", "this help").helpGroup("Other:"));
  command.addOption(new Option("--version", "the version").helpGroup("Other:"));
  return command;
}

function rolesOf(losses: readonly Loss[]): Option[] {
  const options = new Map<string, Option>();
  for (const { roles } of losses) {
    for (const [role, { about }] of Object.entries(roles)) {
      const short = role === "pred" ? "-p, " : role === "target" ? "-t, " : "";
      if (!options.has(role))
        options.set(
          role,
          new Option(`${short}${optionOf(role)} <columns>`, `columns: ${about}`).helpGroup("Roles:"),
        );
    }
  }
  return [...options.values()];
}

function paramsOf(losses: readonly Loss[]): Option[] {
  const options = new Map<string, Option>();
  for (const { params } of losses) {
    for (const [name, param] of Object.entries(params)) {
      if (options.has(name)) continue;
      const about = `${param.about}${facts(param)}`;
      const flag = optionOf(name);
      if (param.kind === "flag") {
        // help shows the one that changes something
        const yes = new Option(flag, about).helpGroup("Parameters:").hideHelp(param.default === true);
        const no = new Option(flag.replace("--", "--no-"), `not: ${about}`).helpGroup("Parameters:");
        options.set(name, yes);
        options.set(`no_${name}`, no.hideHelp(param.default !== true));
      } else options.set(name, new Option(`${flag} <${metavar(param)}>`, about).helpGroup("Parameters:"));
    }
  }
  return [...options.values()];
}

const metavar = (param: Param): string =>
  param.kind === "choice"
    ? "kind"
    : param.kind === "numbers"
      ? "numbers"
      : param.kind === "number" && param.integer
        ? "n"
        : "x";

function facts(param: Param): string {
  const parts = [param.kind === "flag" ? "" : rangeOf(param)];
  if (param.default !== undefined) parts.push(`default: ${String(param.default)}`);
  const text = parts.filter(Boolean).join("; ");
  return text ? ` (${text})` : "";
}

/** Takes a command line apart; which losses it names is not known yet, so options of all are understood. */
export function parseCommandLine(argv: readonly string[], losses: readonly Loss[]): Parsed {
  const command = computeCommand(losses, "", "");
  try {
    command.parse(argv.map(shield), { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) throw new UsageError(reword(error.message));
    throw error;
  }
  const options: Record<string, string | boolean | undefined> = {};
  for (const [name, value] of Object.entries(command.opts() as Record<string, string | boolean>)) {
    if (command.getOptionValueSource(name) === "cli")
      options[snake(name)] = typeof value === "string" ? unshield(value) : value;
  }
  const { help, version, ...rest } = options;
  return {
    operands: command.args.map(unshield),
    options: rest,
    help: help === true,
    version: version === true,
  };
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

const EXAMPLES = `
Examples:
  loss mse preds.csv                   a table with columns pred and target
  loss cross-entropy preds.csv -p 'logit_*' -t label --max 0.3
  loss mse 1,2,3 1,2,5 -q              values typed by hand
  cat preds.ndjson | loss bce --per-sample --format csv

A loss's own options: loss <name> --help.
`;

/** Help for the command as a whole. */
export function generalHelp(): string {
  const command = computeCommand([], "<name>[,<name>...] [INPUT...] [options]", SUMMARY);
  return `${tidy(command.helpInformation())}${COMMANDS}${EXAMPLES}`;
}

const SUMMARY =
  "Losses, per-sample losses and gradients from predictions and targets in CSV, JSON and NDJSON.\n" +
  "INPUT is one file with every role, one file for each role, values such as 1,2,3, or - for standard input.";
const COMMANDS = `
Commands:
  loss <name>[,<name>...] [INPUT...]   compute
  loss list [WORD] [--json]            every loss, one line each
  loss show <name> [--json]            formula, gradient, parameters, other names
`;

/** Help for one loss, or several. */
export function lossHelp(losses: readonly Loss[]): string {
  const names = losses.map(({ name }) => name).join(",");
  const summaries = losses
    .map(({ name, summary }) => (losses.length > 1 ? `${name}: ${summary}` : summary))
    .join("\n");
  const operands = Object.keys(losses[0]!.roles).map((role) => role.toUpperCase());
  const command = computeCommand(losses, `${names} [INPUT | ${operands.join(" ")}] [options]`, summaries);
  const examples = losses.map(({ name, example }) => `  loss ${name} ${example}\n`).join("");
  return `${tidy(command.helpInformation())}\nExample:\n${examples}`;
}

/** The operands are explained in words, so commander's own list of them is left out. */
function tidy(help: string): string {
  return help.replace(/\nArguments:\n(?: .*\n)+/, "");
}
