import type { Loss } from "../core/loss.ts";
import { optionOf, type Param, rangeOf } from "../core/param.ts";

const LABEL = 13;

/** `loss show <name>`: everything that a loss says about itself, in lines of at most `width` characters. */
export function showText(loss: Loss, width: number): string {
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
  const sections: readonly (readonly [string, readonly string[]])[] = [
    ["formula", [formula]],
    ["gradient", [gradient]],
    ["reduction", [loss.reduction]],
    ["mean over", [denominator]],
    ["roles", roles],
    ["parameters", params],
    ["relations", relations],
    ["notes", notes],
    ["also called", loss.aliases.length > 0 ? [loss.aliases.join(", ")] : []],
    ["elsewhere", libraries],
    ["reference", [reference]],
    ["example", [`loss ${name} ${example}`]],
  ];
  const body = sections.flatMap(([label, items]) =>
    items
      .flatMap((item) => wrap(item, width - LABEL))
      .map((line, i) => (i === 0 ? label : "").padEnd(LABEL) + line),
  );
  return `${name}: ${summary}\n\n${body.join("\n")}\n`;
}

/** Breaks a text at blanks; what follows the first line is indented. */
function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = "";
  // two blanks belong to a formula's layout, so only single ones break
  for (const word of text.split(/(?<! ) (?! )/)) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = `  ${word}`;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
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
