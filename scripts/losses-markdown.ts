import type { Loss } from "../src/core/loss.ts";
import { optionOf, type Param, rangeOf } from "../src/core/param.ts";

const cell = (text: string): string => text.replaceAll("|", "\\|").replaceAll("\n", " ");
const code = (text: string): string => (text.includes("`") ? text : `\`${text}\``);

/** docs/losses.md: a table of all losses, then a section for each. */
export function lossesMarkdown(losses: readonly Loss[]): string {
  const families = [...new Set(losses.map(({ family }) => family))];
  return [
    "# Losses\n",
    "Generated from the losses' own records; `UPDATE_DOCS=1 npx vitest run test/docs.test.ts` writes it anew.\n",
    ...families.map((family) => tableOf(family, losses)),
    ...losses.map(section),
  ].join("\n");
}

function tableOf(family: string, losses: readonly Loss[]): string {
  const rows = losses
    .filter((loss) => loss.family === family)
    .map(({ name, summary, roles, libraries }) => {
      const elsewhere = Object.entries(libraries).map(([library, other]) => `${library}: ${other}`);
      return `| [${name}](#${name}) | ${cell(summary)} | ${Object.keys(roles).join(", ")} | ${cell(elsewhere.join("; "))} |`;
    });
  return `## ${family[0]?.toUpperCase()}${family.slice(1)}\n\n| loss | | takes | elsewhere |\n| --- | --- | --- | --- |\n${rows.join("\n")}\n`;
}

function section(loss: Loss): string {
  const { name, summary, formula, gradient, denominator, reduction, reference, example } = loss;
  const roles = Object.entries(loss.roles).map(
    ([role, { about, grad, optional }]) =>
      `${code(role)}: ${about}${grad ? " (differentiable)" : ""}${optional ? " (optional)" : ""}`,
  );
  const params = Object.entries(loss.params).map(
    ([param, facts]) => `${code(optionOf(param))}: ${facts.about}${details(facts)}`,
  );
  const presets = Object.entries(loss.like).map(([library, values]) => {
    const given = Object.entries(values).map(([param, value]) => `${param} ${String(value)}`);
    return `${code(`--like ${library}`)}: ${given.join(", ")}`;
  });
  const libraries = Object.entries(loss.libraries).map(([library, other]) => `${library}: ${code(other)}`);
  const lists: readonly (readonly [string, readonly string[]])[] = [
    ["Takes", roles],
    ["Parameters", params],
    ["As in other libraries", presets],
    ["Relations", loss.relations ?? []],
    ["Notes", loss.notes ?? []],
    ["Elsewhere", libraries],
  ];
  const parts = [
    `### ${name}\n\n${summary}\n`,
    `- Formula: ${code(formula)}`,
    `- Gradient: ${code(gradient)}`,
    `- Default reduction: ${reduction}; the mean is over ${denominator}`,
    `- Also called: ${loss.aliases.join(", ") || "nothing else"}`,
    `- Reference: ${reference}\n`,
    ...lists
      .filter(([, items]) => items.length > 0)
      .map(([title, items]) => `${title}:\n\n${items.map((item) => `- ${item}`).join("\n")}\n`),
    `\`\`\`sh\nloss ${name} ${example}\n\`\`\`\n`,
  ];
  return parts.join("\n");
}

function details(param: Param): string {
  const range = param.kind === "flag" ? "" : rangeOf(param);
  const preset = param.default === undefined ? "" : `default ${String(param.default)}`;
  const text = [range, preset].filter(Boolean).join("; ");
  return text ? ` (${text})` : "";
}
