import { type Loss, reductionsOf } from "../core/loss.ts";
import { optionOf, type Param, rangeOf } from "../core/param.ts";
import { FORMATS } from "../readers/index.ts";
import { OUTPUT_FORMATS } from "../writers/index.ts";

/** An option as parsing, help, completion and the manual know it. */
export interface OptionFacts {
  /** `-o, --output <file>`; what takes a file says `<file>`. */
  readonly flags: string;
  readonly about: string;
  /** Heading that it stands under. */
  readonly group: string;
  /** The values there are, where they can be counted; behind one that ends in `=` stands a file. */
  readonly choices?: readonly string[];
  /** May be given several times; all of its values count. */
  readonly repeats?: boolean;
  /** Understood, but not shown. */
  readonly hidden?: boolean;
}

/** What may be done about rows with a missing value. */
export const MISSING = ["error", "skip"] as const;

/** Options that mean the same for every loss. */
function commonOptions(losses: readonly Loss[]): OptionFacts[] {
  const reductions = reductionsOf(losses);
  const libraries = [...new Set(losses.flatMap(({ like }) => Object.keys(like)))];
  const groups: Readonly<Record<string, readonly Omit<OptionFacts, "group">[]>> = {
    "Input:": [
      {
        flags: "--input-format <format>",
        about: `format of the input: ${FORMATS.join(", ")} (default: by file name)`,
        choices: FORMATS,
      },
      { flags: "-d, --delimiter <char>", about: "character between the cells of a table, '\\t' for a tab" },
      {
        flags: "--header",
        about: "the first row of a table names the columns, also where it looks like data",
      },
      {
        flags: "--no-header",
        about: "the first row of a table is data; columns have positions only (@1, @2-@11)",
      },
      {
        flags: "--classes <names>",
        about:
          "class names in the order of their indices: setosa,versicolor,virginica; of two labels what counts as 0, then as 1",
      },
      {
        flags: "--missing <policy>",
        about: `rows with a missing value: ${MISSING.join(", ")} (default: error)`,
        choices: MISSING,
      },
      {
        flags: "--rejects <file>",
        about:
          "collects every bad row there (- is standard output), as NDJSON, instead of ending at the first",
      },
      { flags: "--max-errors <n>", about: "bad rows to collect at most (default: 1000)" },
      { flags: "--on <columns>", about: "pairs the rows of several files by these keys, not by their order" },
      { flags: "--sample-weight <column>", about: "column of weights that multiply each row's loss" },
    ],
    "Computation:": [
      {
        flags: "--like <library>",
        about: "parameters that give a library's number: torch, keras, sklearn, optax ...",
        choices: libraries,
      },
      { flags: "--reduction <how>", about: reductions.join(", "), choices: reductions },
      { flags: "--per-sample", about: "the loss of each row" },
      { flags: "--grad", about: "the gradient of the reduced value, by each prediction" },
      { flags: "--every <n>", about: "tells the value so far after each n rows, as they come in" },
      {
        flags: "--threads <n>",
        about: "threads at most (default: the cores there are); never changes a result",
      },
    ],
    "Where the loss comes from:": [
      { flags: "--group-by <columns>", about: "the reduced value of each group of rows with the same cells" },
      { flags: "--worst <k>", about: "the k rows with the highest losses" },
      { flags: "--show <columns>", about: "columns to show of the worst rows" },
      { flags: "--stats", about: "standard deviation, standard error, quantiles of per-sample losses" },
      { flags: "--histogram", about: "how the per-sample losses are distributed" },
    ],
    "Output:": [
      FORMAT_OPTION,
      { flags: "--keep", about: "the input's columns go with the rows that are printed" },
      { flags: "--keep-columns <columns>", about: "as --keep, for these columns" },
      { flags: "-q, --quiet", about: "just the value, one line for each loss" },
      {
        flags: "-o, --output <file>",
        about: "write there (- is standard output); the file appears when it is whole",
      },
      { flags: "--max <x>", about: "exit with status 1 if the value is above x, or NaN" },
      { flags: "--min <x>", about: "exit with status 1 if the value is below x, or NaN" },
      { flags: "--strict", about: "every warning is an error (status 3)" },
      { flags: "--no-warnings", about: "no warnings" },
    ],
  };
  return Object.entries(groups).flatMap(([group, options]) =>
    options.map((option) => ({ ...option, group })),
  );
}

const SCHEMA_OPTION: OptionFacts = {
  flags: "--print-schema",
  about: "the JSON Schema of what --format json prints",
  group: "Other:",
};
const VERSION_OPTION: OptionFacts = { flags: "--version", about: "the version", group: "Other:" };

/** Of commands that print a table. */
export const FORMAT_OPTION: Omit<OptionFacts, "group"> = {
  flags: "--format <format>",
  about: `${OUTPUT_FORMATS.join(", ")} (default: text)`,
  choices: OUTPUT_FORMATS,
};

/** Every command has it. */
export const HELP_OPTION: OptionFacts = { flags: "-h, --help", about: "this help", group: "Other:" };

/** `--output` of `-o, --output <file>`. */
const longOf = ({ flags }: OptionFacts): string => /--[\w-]+/.exec(flags)?.[0] ?? flags;

/** The name under which an option is given: `sample_weight`; that of `--no-header` is `header`. */
export const nameOf = (option: OptionFacts): string =>
  longOf(option)
    .replace(/^--(?:no-)?/, "")
    .replaceAll("-", "_");

/** Names of the options that mean the same for every loss. */
export const COMMON_NAMES: ReadonlySet<string> = new Set(commonOptions([]).map(nameOf));

/** All options of a computation of some losses. */
export function computeOptions(losses: readonly Loss[]): OptionFacts[] {
  // what is a role of one loss may be a parameter of another: the command line is the same for both
  const own = new Map<string, OptionFacts>();
  for (const option of [...losses.flatMap(rolesOf), ...losses.flatMap(paramsOf)])
    if (!own.has(longOf(option))) own.set(longOf(option), option);
  return [...own.values(), ...commonOptions(losses), HELP_OPTION, SCHEMA_OPTION, VERSION_OPTION];
}

function rolesOf({ roles }: Loss): OptionFacts[] {
  return Object.entries(roles).map(([role, { about, optional }]) => {
    const short = role === "pred" ? "-p, " : role === "target" ? "-t, " : "";
    return {
      flags: `${short}${optionOf(role)} <columns>`,
      about: `${optional ? "optional columns" : "columns"}: ${about}`,
      group: "Roles:",
    };
  });
}

function paramsOf({ params }: Loss): OptionFacts[] {
  return Object.entries(params).flatMap(([name, param]): OptionFacts[] => {
    const about = `${param.about}${facts(param)}`;
    const flag = optionOf(name);
    const group = "Parameters:";
    if (param.kind !== "flag") {
      const choices = param.kind === "choice" ? { choices: param.choices } : {};
      return [{ flags: `${flag} <${metavar(param)}>`, about, group, ...choices }];
    }
    // help shows the one that changes something
    const yes = { flags: flag, about, group, hidden: param.default === true };
    const no = {
      flags: optionOf(`no_${name}`),
      about: `not: ${about}`,
      group,
      hidden: param.default !== true,
    };
    return [yes, no];
  });
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
