import type { Loss } from "../core/loss.ts";
import type { Subcommand } from "./commands/command.ts";
import { COMMANDS, type Entry } from "./commands/index.ts";
import { computeOptions, HELP_OPTION } from "./options.ts";
import { helpOf } from "./program.ts";
import type { Look } from "./terminal.ts";

/** @internal */
export const SUMMARY =
  "Losses, per-sample losses and gradients from predictions and targets in CSV, JSON and NDJSON.\n" +
  "INPUT is one file with every role, one file for each role, values such as 1,2,3, or - for standard input.";
/** @internal */
export const COMPUTE_USAGE = "<name>[,<name>...] [INPUT...]";

/** @internal */
export const EXAMPLES = `\
  loss mse preds.csv                   a table with columns pred and target
  loss cross-entropy preds.csv -p 'logit_*' -t label --max 0.3
  loss mse 1,2,3 1,2,5 -q              values typed by hand
  cat preds.ndjson | loss bce --per-sample --format csv
  loss mae fixtures/data/diabetes.csv --group-by sex --worst 3 --show patient
  loss cross-entropy fixtures/data/digits.csv -t digit --stats --histogram
  loss mae fixtures/data/diabetes.csv --per-sample --keep --format csv
  loss nll fixtures/data/iris.ndjson --every 50 --format csv
  loss mse fixtures/data/diabetes.csv fixtures/data/diabetes.csv --on patient
  loss mse fixtures/data/diabetes.csv -p sex --rejects - --max-errors 3

A loss's own options: loss <name> --help.
`;

/** Help for the command as a whole. */
export function generalHelp(look: Look): string {
  const lines = [{ usage: COMPUTE_USAGE, about: "compute" }, ...COMMANDS.values()].map(
    ({ usage, about }) => `  ${`loss ${usage}`.padEnd(35)} ${about}\n`,
  );
  const help = helpOf(`${COMPUTE_USAGE} [options]`, SUMMARY, computeOptions([]), look);
  const { strong } = look.style;
  return `${help}\n${strong("Commands:")}\n${lines.join("")}\n${strong("Examples:")}\n${EXAMPLES}`;
}

/** Help for one loss, or several. */
export function lossHelp(losses: readonly Loss[], look: Look): string {
  const names = losses.map(({ name }) => name).join(",");
  const summaries = losses
    .map(({ name, summary }) => (losses.length > 1 ? `${name}: ${summary}` : summary))
    .join("\n");
  const operands = Object.entries(losses[0]!.roles).map(([role, { optional }]) =>
    optional ? `[${role.toUpperCase()}]` : role.toUpperCase(),
  );
  const usage = `${names} [INPUT | ${operands.join(" ")}] [options]`;
  const examples = losses.map(({ name, example }) => `loss ${name} ${example}`);
  return helpOf(usage, summaries, computeOptions(losses), look) + examplesText(examples, look);
}

/** Help for a command such as `loss list`. */
export function subcommandHelp(
  { usage }: Entry,
  { about, options, examples }: Subcommand,
  look: Look,
): string {
  return helpOf(usage, about, [...options, HELP_OPTION], look) + examplesText(examples, look);
}

const examplesText = (examples: readonly string[], { style }: Look): string =>
  `\n${style.strong(examples.length === 1 ? "Example:" : "Examples:")}\n${examples.map((line) => `  ${line}\n`).join("")}`;
