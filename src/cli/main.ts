import { formatMessage, LossError, quote, UsageError } from "../core/errors.ts";
import { nearest } from "../core/suggest.ts";
import { reason } from "../core/system-error.ts";
import { losses } from "../losses/index.ts";
import { descriptorSink, ReaderGone } from "../writers/index.ts";
import { compute } from "./compute.ts";
import type { Host } from "./host.ts";
import { filterLosses, listJson, listText } from "./list.ts";
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

const noLoss = (): UsageError =>
  new UsageError("which loss?", { hint: "loss list names them, loss --help explains" });

async function dispatch(argv: readonly string[], host: Host): Promise<number> {
  const [command, ...rest] = argv;
  const print = (text: string): Promise<number> => printTo(host, text);
  if (command === undefined) throw noLoss();
  if (command === "help")
    return print(rest[0] === undefined ? generalHelp() : lossHelp(findLosses(rest[0], losses)));
  if (command === "list") return print(list(rest, host));
  if (command === "show") return print(show(rest, host));
  if (command === "check") throw new UsageError("loss check is reserved for a later version");
  const { operands, options, help, version } = parseCommandLine(argv, losses);
  if (version) return print(`${VERSION}\n`);
  const [names, ...inputs] = operands;
  if (help) return print(names === undefined ? generalHelp() : lossHelp(findLosses(names, losses)));
  if (names === undefined) throw noLoss();
  const chosen = findLosses(names, losses);
  if (inputs.includes(""))
    throw new UsageError("an operand is empty", { hint: "a variable that is not set?" });
  if (inputs.length === 0 && host.stdin.isTTY)
    throw new UsageError("no input: name a file, or pipe data in", { hint: `loss ${names} --help` });
  return await compute(await makePlan(chosen, inputs, options, losses), host);
}

async function printTo(host: Host, text: string): Promise<number> {
  await descriptorSink(host.stdout.fd, "stdout", reason).write(text);
  return 0;
}

/** The operands and options of `list` and `show`; `valued` names the options that take a value. */
function plainArgs(args: readonly string[], usage: string, valued: readonly string[] = []): PlainArgs {
  const operands: string[] = [];
  const options = new Map<string, string>();
  const known = ["--json", "--help", "-h", ...valued];
  for (let i = 0; i < args.length; i++) {
    const [name = "", inline] = args[i]!.split(/=(.*)/s, 2);
    if (!args[i]!.startsWith("-")) operands.push(args[i]!);
    else if (!known.includes(name)) {
      const [near] = nearest(name, known);
      throw new UsageError(`unknown option ${quote(name)}`, { hint: near ? `did you mean ${near}?` : usage });
    } else {
      const value = valued.includes(name) ? (inline ?? args[++i]) : "";
      if (value === undefined) throw new UsageError(`${name} needs a value`, { hint: usage });
      options.set(name, value);
    }
  }
  return { operands, options, json: options.has("--json"), help: options.has("--help") || options.has("-h") };
}

interface PlainArgs {
  readonly operands: readonly string[];
  readonly options: ReadonlyMap<string, string>;
  readonly json: boolean;
  readonly help: boolean;
}

const LIST_USAGE = "usage: loss list [WORD] [--takes WHAT] [--json]";
const SHOW_USAGE = "usage: loss show <name> [--json]";
const LIST_HELP = `${LIST_USAGE}

Every loss, one line each, by family. WORD is a family, or is looked for in names and summaries; WHAT is what a loss
can read: logits, probs, class, label, a role.

Examples:
  loss list regression
  loss list --takes logits
`;

/** Lines of text fill the terminal, but stay readable on a wide one. */
const widthOf = ({ stdout }: Host): number => Math.max(40, Math.min(stdout.columns ?? 80, 100));

function list(args: readonly string[], host: Host): string {
  const { operands, options, json, help } = plainArgs(args, LIST_USAGE, ["--takes"]);
  if (help) return LIST_HELP;
  if (operands.length > 1) throw new UsageError("loss list takes one word", { hint: LIST_USAGE });
  const found = filterLosses(losses, { word: operands[0], takes: options.get("--takes") });
  if (found.length === 0) throw new UsageError("no loss is like that", { hint: "loss list shows them all" });
  return json ? listJson(found) : listText(found, widthOf(host));
}

function show(args: readonly string[], host: Host): string {
  const { operands, json, help } = plainArgs(args, SHOW_USAGE);
  if (help)
    return `${SHOW_USAGE}\n\nFormula, gradient, parameters, roles, names in other libraries.\n\nExample:\n  loss show smooth-l1\n`;
  const [name, ...others] = operands;
  if (name === undefined || others.length > 0)
    throw new UsageError("loss show takes one name", { hint: SHOW_USAGE });
  const loss = findLoss(name, losses);
  return json ? showJson(loss) : showText(loss, widthOf(host));
}
