import { formatMessage, LossError, quote, UsageError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import { losses } from "../losses/index.ts";
import { reason } from "../readers/index.ts";
import { descriptorSink, ReaderGone } from "../writers/index.ts";
import { compute } from "./compute.ts";
import type { Host } from "./host.ts";
import { listJson, listText } from "./list.ts";
import { findLoss, findLosses } from "./names.ts";
import { makePlan } from "./plan.ts";
import { generalHelp, lossHelp, parseCommandLine } from "./program.ts";
import { showJson, showText } from "./show.ts";
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
  const [command, ...rest] = argv;
  const print = (text: string): Promise<number> => printTo(host, text);
  if (command === undefined)
    throw new UsageError("which loss?", { hint: "loss list names them, loss --help explains" });
  if (command === "list") return print(list(rest));
  if (command === "show") return print(show(rest, host));
  if (command === "check") throw new UsageError("loss check is reserved for a later version");
  const { operands, options, help, version } = parseCommandLine(argv, losses);
  if (version) return print(`${VERSION}\n`);
  const [names, ...inputs] = operands;
  if (help) return print(names === undefined ? generalHelp() : lossHelp(findLosses(names, losses)));
  if (names === undefined)
    throw new UsageError("which loss?", { hint: "loss list names them, loss --help explains" });
  const chosen = findLosses(names, losses);
  if (inputs.length === 0 && host.stdin.isTTY)
    throw new UsageError("no input: name a file, or pipe data in", { hint: `loss ${names} --help` });
  return await compute(await makePlan(chosen, inputs, options, losses), host);
}

async function printTo(host: Host, text: string): Promise<number> {
  await descriptorSink(host.stdout.fd, "stdout", reason).write(text);
  return 0;
}

/** The operands of `list` and `show`, whose only options are these. */
function plainArgs(
  args: readonly string[],
  usage: string,
): { operands: string[]; json: boolean; help: boolean } {
  const operands: string[] = [];
  const seen = new Set<string>();
  for (const arg of args) {
    if (!arg.startsWith("-")) operands.push(arg);
    else if (["--json", "--help", "-h"].includes(arg)) seen.add(arg);
    else {
      const [near] = nearest(arg, ["--json", "--help"]);
      throw new UsageError(`unknown option ${quote(arg)}`, { hint: near ? `did you mean ${near}?` : usage });
    }
  }
  return { operands, json: seen.has("--json"), help: seen.has("--help") || seen.has("-h") };
}

const LIST_USAGE = "usage: loss list [--json]";
const SHOW_USAGE = "usage: loss show <name> [--json]";

function list(args: readonly string[]): string {
  const { operands, json, help } = plainArgs(args, LIST_USAGE);
  if (help) return `${LIST_USAGE}\n\nEvery loss, one line each.\n\nExample:\n  loss list --json\n`;
  if (operands.length > 0)
    throw new UsageError(`loss list takes no ${quote(operands[0]!)}`, { hint: LIST_USAGE });
  return json ? listJson(losses) : listText(losses);
}

function show(args: readonly string[], { stdout }: Host): string {
  const { operands, json, help } = plainArgs(args, SHOW_USAGE);
  if (help)
    return `${SHOW_USAGE}\n\nFormula, gradient, parameters, roles, names in other libraries.\n\nExample:\n  loss show smooth-l1\n`;
  const [name, ...others] = operands;
  if (name === undefined || others.length > 0)
    throw new UsageError("loss show takes one name", { hint: SHOW_USAGE });
  const loss = findLoss(name, losses);
  return json ? showJson(loss) : showText(loss, Math.max(40, Math.min(stdout.columns ?? 80, 100)));
}
