import { UsageError } from "../../core/errors.ts";
import type { Loss } from "../../core/loss.ts";
import { type AnyParamValues, optionOf, type Param, rangeOf } from "../../core/param.ts";
import { catalogue, loadLoss } from "../../losses/catalogue.ts";
import { recordTable } from "../../writers/record-table.ts";
import { takeApart } from "../named-params.ts";
import { findLoss } from "../names.ts";
import { FORMAT_OPTION } from "../options.ts";
import { print } from "../print.ts";
import { type Look, lookOf } from "../terminal.ts";
import { wrap } from "../wrap.ts";
import type { Subcommand } from "./command.ts";

const LABEL = 13;
const group = "Options:";

/** `loss show`. */
export const show: Subcommand = {
  about: "Formula, gradient, parameters, roles, names in other libraries.",
  options: [
    { ...FORMAT_OPTION, group },
    { flags: "--json", about: "as --format json", group },
  ],
  operands: ["loss"],
  examples: ["loss show smooth-l1"],
  async run({ operands, options: { json, format } }, host) {
    const [name, ...others] = operands;
    if (name === undefined || others.length > 0)
      throw new UsageError("loss show takes one name", { hint: "loss list shows them all" });
    const loss = await loadLoss(findLoss(takeApart(name).names, catalogue()));
    const wanted = format === undefined ? "text" : (await import("../validate.ts")).checkFormat(format);
    if (json || wanted === "json") return await print(host, showJson(loss));
    if (wanted === "text") return await print(host, showText(loss, await lookOf(host)));
    const facts = [["summary", [loss.summary]] as const, ...sectionsOf(loss)];
    const records = facts.flatMap(([fact, items]) => items.map((text) => ({ fact, text })));
    return await print(host, recordTable(records, wanted));
  },
};

/** Everything that a loss says about itself. */
function sectionsOf(loss: Loss): readonly (readonly [label: string, items: readonly string[]])[] {
  const { name, formula, gradient, denominator, relations = [], notes = [], reference, example } = loss;
  const roles = Object.entries(loss.roles).map(
    ([role, { about, grad, optional }]) =>
      `${optionOf(role)}: ${about}${grad ? " (differentiable)" : ""}${optional ? " (optional)" : ""}`,
  );
  const params = Object.entries(loss.params).map(
    ([param, facts]) => `${optionOf(param)}: ${describe(facts)}`,
  );
  const presets = Object.entries(loss.like).map(
    ([library, params]) => `--like ${library}: ${optionsText(params)}`,
  );
  const libraries = Object.entries(loss.libraries).map(([library, other]) => `${library}: ${other}`);
  return [
    ["formula", [formula]],
    ["gradient", [gradient]],
    ["reduction", [loss.reduction]],
    ["mean over", [denominator]],
    ["roles", roles],
    ["parameters", params],
    ["relations", relations],
    ["notes", notes],
    ["like", presets],
    ["also called", loss.aliases.length > 0 ? [loss.aliases.join(", ")] : []],
    ["elsewhere", libraries],
    ["reference", [reference]],
    ["example", [`loss ${name} ${example}`]],
  ];
}

function showText(loss: Loss, { width, style }: Look): string {
  const { name, summary } = loss;
  const body = sectionsOf(loss).flatMap(([label, items]) => {
    // a command runs as it is printed: in one line
    if (label === "example" && items[0]!.length > width - LABEL) return [style.faint(label), `  ${items[0]}`];
    return items
      .flatMap((item) => wrap(item, width - LABEL))
      .map((line, i) => style.faint((i === 0 ? label : "").padEnd(LABEL)) + line);
  });
  const title = wrap(`${name}: ${summary}`, width).join("\n");
  return `${style.strong(name)}${title.slice(name.length)}\n\n${body.join("\n")}\n`;
}

/** A preset as the options that it stands for. */
function optionsText(params: AnyParamValues): string {
  return Object.entries(params)
    .map(([name, value]) => {
      if (typeof value === "boolean") return value ? optionOf(name) : optionOf(`no_${name}`);
      return `${optionOf(name)} ${String(value)}`;
    })
    .join(" ");
}

function describe(param: Param): string {
  const range = rangeOf(param);
  const preset = param.default === undefined ? "" : `default ${String(param.default)}`;
  const facts = [range, preset].filter(Boolean).join("; ");
  return facts ? `${param.about} (${facts})` : param.about;
}

function showJson(loss: Loss): string {
  const { prepare: _, ...facts } = loss;
  return `${JSON.stringify({ ...facts, example: `loss ${loss.name} ${loss.example}` }, null, 2)}\n`;
}
