import { formatMessage, LossError, UsageError } from "../core/errors.ts";
import { losses } from "../losses/index.ts";
import { ReaderGone } from "../writers/index.ts";
import { COMMANDS, type Entry } from "./commands/index.ts";
import { compute } from "./compute.ts";
import type { Host } from "./host.ts";
import { findLosses } from "./names.ts";
import { computeOptions, HELP_OPTION } from "./options.ts";
import { makePlan } from "./plan.ts";
import { print } from "./print.ts";
import { parseCommandLine } from "./program.ts";
import { lookOf } from "./terminal.ts";
import { VERSION } from "./version.ts";

/** Runs a command line to its exit status. Every failure becomes one line on stderr. */
export async function main(argv: readonly string[], host: Host): Promise<number> {
  try {
    return await dispatch(argv, host);
  } catch (error) {
    if (error instanceof ReaderGone) return 0;
    if (!(error instanceof LossError)) throw error;
    host.stderr.write(`loss: ${formatMessage(error.message, error.place, error.hint)}\n`);
    return error.status;
  }
}

async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) throw noLoss();
  if (first === "help") return await explain(rest[0], host);
  if (first === "check") throw new UsageError("loss check is reserved for a later version");
  const entry = COMMANDS.get(first);
  return entry ? await runSubcommand(entry, rest, host) : await runCompute(argv, host);
}

async function runCompute(argv: readonly string[], host: Host): Promise<number> {
  const { operands, options: given } = parseCommandLine(argv, computeOptions(losses));
  const { help, version, ...options } = given;
  if (version) return await print(host, `${VERSION}\n`);
  const [names, ...inputs] = operands;
  if (help) return await explain(names, host);
  if (names === undefined) throw noLoss();
  const chosen = findLosses(names, losses);
  if (inputs.includes(""))
    throw new UsageError("an operand is empty", { hint: "a variable that is not set?" });
  if (inputs.length === 0 && host.stdin.isTTY)
    throw new UsageError("no input: name a file, or pipe data in", { hint: `loss ${names} --help` });
  return await compute(await makePlan(chosen, inputs, options, losses), host);
}

async function runSubcommand(entry: Entry, args: readonly string[], host: Host): Promise<number> {
  const command = await entry.load();
  const { operands, options: given } = parseCommandLine(args, [...command.options, HELP_OPTION]);
  const { help, ...options } = given;
  if (!help) return await command.run({ operands, options }, host);
  const { subcommandHelp } = await import("./help.ts");
  return await print(host, subcommandHelp(entry, command, await lookOf(host)));
}

/** Help for the command as a whole, for another command, or for losses. */
async function explain(what: string | undefined, host: Host): Promise<number> {
  const entry = what === undefined ? undefined : COMMANDS.get(what);
  if (entry) return await runSubcommand(entry, ["--help"], host);
  const { generalHelp, lossHelp } = await import("./help.ts");
  const look = await lookOf(host);
  return await print(host, what === undefined ? generalHelp(look) : lossHelp(findLosses(what, losses), look));
}

const noLoss = (): UsageError =>
  new UsageError("which loss?", { hint: "loss list names them, loss --help explains" });
