import { UsageError } from "../../core/errors.ts";
import type { Loss } from "../../core/loss.ts";
import { type AnyParamValues, optionOf, type Param, rangeOf } from "../../core/param.ts";
import { catalogue, loadLoss } from "../../losses/catalogue.ts";
import { findLoss } from "../names.ts";
import { print } from "../print.ts";
import { type Look, lookOf } from "../terminal.ts";
import { wrap } from "../wrap.ts";
import type { Subcommand } from "./command.ts";

const LABEL = 13;

/** `loss show`. */
export const show: Subcommand = {
  about: "Formula, gradient, parameters, roles, names in other libraries.",
  options: [{ flags: "--json", about: "as a JSON object", group: "Options:" }],
  operands: ["loss"],
  examples: ["loss show smooth-l1"],
  async run({ operands, options: { json } }, host) {
    const [name, ...others] = operands;
    if (name === undefined || others.length > 0)
      throw new UsageError("loss show takes one name", { hint: "loss list shows them all" });
    const loss = await loadLoss(findLoss(name, catalogue()));
    return await print(host, json ? showJson(loss) : showText(loss, await lookOf(host)));
  },
};

/** Everything that a loss says about itself. */
function showText(loss: Loss, { width, style }: Look): string {
  const {
    name,
    summary,
    formula,
    gradient,
    denominator,
    relations = [],
    notes = [],
    reference,
    example,
  } = loss;
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
  const sections: readonly (readonly [string, readonly string[]])[] = [
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
  const body = sections.flatMap(([label, items]) =>
    items
      .flatMap((item) => wrap(item, width - LABEL))
      .map((line, i) => style.faint((i === 0 ? label : "").padEnd(LABEL)) + line),
  );
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
