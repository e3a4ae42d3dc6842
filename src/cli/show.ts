import type { Loss } from "../core/loss.ts";
import { optionOf, type Param, rangeOf } from "../core/param.ts";

const LABEL = 13;

/** `loss show <name>`: everything that a loss says about itself. */
export function showText(loss: Loss): string {
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
    ([role, { about, grad }]) => `${optionOf(role)}: ${about}${grad ? " (differentiable)" : ""}`,
  );
  const params = Object.entries(loss.params).map(
    ([param, facts]) => `${optionOf(param)}: ${describe(facts)}`,
  );
  const libraries = Object.entries(loss.libraries).map(([library, other]) => `${library}: ${other}`);
  return [
    `${name}: ${summary}\n\n`,
    section("formula", [formula]),
    section("gradient", [gradient]),
    section("reduction", [loss.reduction]),
    section("mean over", [denominator]),
    section("roles", roles),
    section("parameters", params),
    section("relations", relations),
    section("notes", notes),
    section("also called", [loss.aliases.join(", ")]),
    section("elsewhere", libraries),
    section("reference", [reference]),
    section("example", [`loss ${name} ${example}`]),
  ].join("");
}

function section(label: string, lines: readonly string[]): string {
  return lines.map((line, i) => `${(i === 0 ? label : "").padEnd(LABEL)}${line}\n`).join("");
}

function describe(param: Param): string {
  const range = rangeOf(param);
  const preset = param.default === undefined ? "" : `default ${String(param.default)}`;
  const facts = [range, preset].filter(Boolean).join("; ");
  return facts ? `${param.about} (${facts})` : param.about;
}

export function showJson(loss: Loss): string {
  const { prepare: _, ...facts } = loss;
  return `${JSON.stringify({ ...facts, example: `loss ${loss.name} ${loss.example}` }, null, 2)}\n`;
}
