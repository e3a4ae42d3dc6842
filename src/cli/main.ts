import { formatMessage, LossError, UsageError } from "../core/errors.ts";
import type { Loss } from "../core/loss.ts";
import { catalogue, loadLoss } from "../losses/catalogue.ts";
import { isLongRun } from "../readers/run-length.ts";
import { ReaderGone } from "../writers/index.ts";
import { COMMANDS, type Entry } from "./commands/index.ts";
import { compute } from "./compute.ts";
import type { Host } from "./host.ts";
import { takeApart, withNamed } from "./named-params.ts";
import { findLosses } from "./names.ts";
import { computeOptions, HELP_OPTION } from "./options.ts";
import { makePlan, type Plan } from "./plan.ts";
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
  } finally {
    if (!isLongRun()) host.keepCode?.();
  }
}

async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [first, ...rest] = argv;
  if (first === undefined) throw noLoss();
  if (first === "help") return await explain(rest[0], host);
  const entry = COMMANDS.get(first);
  return entry ? await runSubcommand(entry, rest, host) : await runCompute(argv, host);
}

async function runCompute(argv: readonly string[], host: Host): Promise<number> {
  const { names, help, version, schema, plan } = await understand(argv, host);
  if (version) return await print(host, `${VERSION}\n`);
  if (schema) return await print(host, (await import("./output-schema.ts")).outputSchemaText());
  if (help) return await explain(names, host);
  if (plan === undefined) throw noLoss();
  return await compute(plan, host);
}

/** A command line of which something is asked, or the plan that it comes to. */
interface Understood {
  readonly names: string | undefined;
  readonly help: boolean;
  readonly version: boolean;
  readonly schema: boolean;
  readonly plan?: Plan;
}

/** Most command lines begin with their losses, so no others are loaded; what is wrong is told with a view of all. */
async function understand(argv: readonly string[], host: Host): Promise<Understood> {
  try {
    const [first = ""] = argv;
    return await understandAmong(first.startsWith("-") ? [] : await named(first), argv, host);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return await understandAmong((await import("../losses/index.ts")).losses, argv, host);
  }
}

async function understandAmong(
  losses: readonly Loss[],
  argv: readonly string[],
  host: Host,
): Promise<Understood> {
  const { operands, options: given } = parseCommandLine(argv, computeOptions(losses));
  const { help, version, print_schema: schema, ...options } = given;
  const [names, ...inputs] = operands;
  const asked = { names, help: help === true, version: version === true, schema: schema === true };
  if (asked.help || asked.version || asked.schema || names === undefined) return asked;
  const apart = takeApart(names);
  const chosen = findLosses(apart.names, losses);
  if (inputs.includes(""))
    throw new UsageError("an operand is empty", { hint: "a variable that is not set?" });
  if (inputs.length === 0 && host.stdin.isTTY)
    throw new UsageError("no input: name a file, or pipe data in", { hint: `loss ${names} --help` });
  return { ...asked, plan: await makePlan(chosen, inputs, withNamed(apart, chosen, options), losses) };
}

const named = (names: string): Promise<Loss[]> =>
  Promise.all(findLosses(takeApart(names).names, catalogue()).map(loadLoss));

async function runSubcommand(entry: Entry, args: readonly string[], host: Host): Promise<number> {
  const command = await entry.load();
  const { operands, options: given, lists } = parseCommandLine(args, [...command.options, HELP_OPTION]);
  const { help, ...options } = given;
  if (!help) return await command.run({ operands, options, lists }, host);
  const { subcommandHelp } = await import("./help.ts");
  return await print(host, subcommandHelp(entry, command, await lookOf(host)));
}

/** Help for the command as a whole, for another command, or for losses. */
async function explain(what: string | undefined, host: Host): Promise<number> {
  const entry = what === undefined ? undefined : COMMANDS.get(what);
  if (entry) return await runSubcommand(entry, ["--help"], host);
  const { generalHelp, lossHelp } = await import("./help.ts");
  const look = await lookOf(host);
  return await print(host, what === undefined ? generalHelp(look) : lossHelp(await named(what), look));
}

const noLoss = (): UsageError =>
  new UsageError("which loss?", { hint: "loss list names them, loss --help explains" });
