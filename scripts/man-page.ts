import { COMMANDS } from "../src/cli/commands/index.ts";
import { COMPUTE_USAGE, EXAMPLES, SUMMARY } from "../src/cli/help.ts";
import { computeOptions, HELP_OPTION, type OptionFacts } from "../src/cli/options.ts";
import { VERSION } from "../src/cli/version.ts";
import type { Loss } from "../src/core/loss.ts";

/** Text that roff leaves as it is: a hyphen that can be copied, no letter beyond ASCII, no line that is a request. */
const plain = (text: string): string =>
  text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replace(
      /[^\0-~]/gu,
      (letter) => `\\[u${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}]`,
    )
    .replace(/^(?=[.'])/gm, "\\&");
const bold = (text: string): string => `\\fB${plain(text)}\\fR`;
const item = (term: string, text: string): string => `.TP\n${term}\n${plain(text)}\n`;
const section = (title: string, ...parts: readonly string[]): string => `.SH ${title}\n${parts.join("")}`;
const subsection = (title: string, ...parts: readonly string[]): string => `.SS ${title}\n${parts.join("")}`;
const example = (lines: readonly string[]): string =>
  `.PP\n.nf\n${lines.map((line) => `${plain(line)}\n`).join("")}.fi\n`;

/** `-o`, `--output` in bold, what stands behind them in italics. */
const term = (flags: string): string =>
  flags
    .split(/(<[^>]*>)/)
    .map((part) => (part.startsWith("<") ? `\\fI${plain(part.slice(1, -1))}\\fR` : bold(part.trimEnd())))
    .join(" ")
    .trimEnd()
    .replace(/ \\fB\\fR$/, "");

const optionItem = ({ flags, about }: OptionFacts): string => item(term(flags), about);

/** man/loss.1: the command, its options, commands and losses, from what help is made of. */
export async function manPage(losses: readonly Loss[]): Promise<string> {
  const common = computeOptions([]);
  const groups = [...new Set(common.map(({ group }) => group))];
  const families = [...new Set(losses.map(({ family }) => family))];
  const commands = await Promise.all(
    [...COMMANDS].map(async ([, entry]) => ({ entry, command: await entry.load() })),
  );
  return [
    `.\\" Generated; UPDATE_DOCS=1 npx vitest run test/docs.test.ts writes it anew.\n`,
    `.TH LOSS 1 "" "loss\\-cli ${VERSION}" "User Commands"\n`,
    // names and values are not to be divided
    ".nh\n.ad l\n",
    section("NAME", "loss \\- losses and gradients from predictions and targets\n"),
    section(
      "SYNOPSIS",
      `${bold("loss")} ${plain(`${COMPUTE_USAGE} [options]`)}\n`,
      ...commands.map(({ entry }) => `.br\n${bold("loss")} ${plain(entry.usage)}\n`),
    ),
    section("DESCRIPTION", `${plain(SUMMARY.replace(/\n/, "\n.PP\n")).replaceAll("\\&.PP", ".PP")}\n`),
    section(
      "OPTIONS",
      ...groups.map((group) =>
        subsection(
          group.replace(":", ""),
          ...common.filter((option) => option.group === group).map(optionItem),
        ),
      ),
      subsection(
        "Roles and parameters",
        plain("Each loss has more: an option for the columns of each array that it takes, such as "),
        `${bold("--pred")} and ${bold("--target")}, and one for each parameter.\n`,
        `${bold("loss")} \\fIname\\fR ${bold("--help")} lists them, ${bold("loss show")} \\fIname\\fR explains them.\n`,
      ),
    ),
    section(
      "COMMANDS",
      ...commands.map(({ entry, command }) =>
        subsection(
          `"loss ${entry.usage.replaceAll("-", "\\-")}"`,
          `${plain(command.about).replaceAll("\n\n", "\n.PP\n.nf\n")}\n${command.about.includes("\n\n") ? ".fi\n" : ""}`,
          ...command.options
            .filter(({ flags }) => !common.some((option) => option.flags === flags))
            .filter(
              ({ group, hidden }) => !hidden && !["Roles:", "Parameters:", HELP_OPTION.group].includes(group),
            )
            .map(optionItem),
          example(command.examples),
        ),
      ),
    ),
    section(
      "LOSSES",
      ...families.map((family) =>
        subsection(
          family[0]!.toUpperCase() + family.slice(1),
          ...losses
            .filter((loss) => loss.family === family)
            .map(({ name, summary }) => item(bold(name), summary)),
        ),
      ),
    ),
    section("EXIT STATUS", ...STATUS.map(([status, text]) => item(bold(status), text))),
    section("ENVIRONMENT", ...ENVIRONMENT.map(([names, text]) => item(bold(names), text))),
    section(
      "EXAMPLES",
      example(
        EXAMPLES.split("\n\n")[0]!
          .split("\n")
          .map((line) => line.trim()),
      ),
    ),
  ].join("");
}

const STATUS = [
  ["0", "done, and every threshold held"],
  ["1", "computed, and a threshold or a check did not hold"],
  ["2", "usage: unknown loss, bad option, parameter out of range"],
  ["3", "bad data"],
  ["4", "a file or stream could not be read or written"],
] as const;

const ENVIRONMENT = [
  ["NO_COLOR", "no colours, where it is set and not empty"],
  ["FORCE_COLOR, CLICOLOR_FORCE", "colours where there is no terminal, too; FORCE_COLOR=0 turns them off"],
  ["CLICOLOR", "0 turns colours off"],
  ["COLUMNS", "width of text, instead of the terminal's"],
  ["LC_ALL, LC_CTYPE, LANG", "bars are drawn in ASCII where the first that is set is not UTF-8"],
] as const;
