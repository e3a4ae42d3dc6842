import type { Loss } from "../core/loss.ts";

/** `loss list`: a line a loss, by family. */
export function listText(losses: readonly Loss[]): string {
  const width = Math.max(...losses.map(({ name }) => name.length)) + 2;
  const families = [...new Set(losses.map(({ family }) => family))];
  return families
    .map((family) => {
      const lines = losses
        .filter((loss) => loss.family === family)
        .map(({ name, summary }) => `  ${name.padEnd(width)}${summary}\n`);
      return `${family}\n${lines.join("")}`;
    })
    .join("\n");
}

export function listJson(losses: readonly Loss[]): string {
  const entries = losses.map(({ name, aliases, family, summary, reduction, roles }) => ({
    name,
    aliases,
    family,
    summary,
    reduction,
    roles: Object.keys(roles),
  }));
  return `${JSON.stringify(entries, null, 2)}\n`;
}
