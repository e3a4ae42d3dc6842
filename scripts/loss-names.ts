import type { Loss } from "../src/core/loss.ts";

/** src/losses/names.ts: what losses are called, by family. */
export function lossNames(losses: readonly Loss[]): string {
  const families = [...new Set(losses.map(({ family }) => family))];
  const lines = (family: string): string =>
    losses
      .filter((loss) => loss.family === family)
      .map(({ name, aliases }) => `${[name, ...aliases].join(" ")}\n`)
      .join("");
  return `// Generated from the losses' own records; \`UPDATE_DOCS=1 npx vitest run test/docs.test.ts\` writes it anew.

/** A loss a line: its name, then its aliases. */
export const NAMES = {
${families.map((family) => `  ${family}: \`\n${lines(family)}\`,\n`).join("")}};
`;
}
