import type { Loss } from "../src/core/loss.ts";

const HEAD =
  "// Generated from the losses' own records; `UPDATE_DOCS=1 npx vitest run test/docs.test.ts` writes it anew.";
const WIDTH = 110;

/** src/losses/names.ts: what losses are called, by family. */
export function lossNames(losses: readonly Loss[]): string {
  const families = [...new Set(losses.map(({ family }) => family))];
  const lines = (family: string): string =>
    losses
      .filter((loss) => loss.family === family)
      .map(({ name, aliases }) => `${[name, ...aliases].join(" ")}\n`)
      .join("");
  return `${HEAD}

/** A loss a line: its name, then its aliases. */
export const NAMES = {
${families.map((family) => `  ${family}: \`\n${lines(family)}\`,\n`).join("")}};
`;
}

/** src/losses/loaders.ts: where each loss's record is. */
export function lossLoaders(losses: readonly Loss[]): string {
  const lines = losses.map(({ name, family }) => {
    const key = /^\w+$/.test(name) ? name : `"${name}"`;
    const exported = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    const head = `  ${key}: async () =>`;
    const load = `(await import("./${family}/${name}.ts")).${exported},`;
    return `${head}${head.length + 1 + load.length > WIDTH ? "\n    " : " "}${load}\n`;
  });
  return `${HEAD}
import type { Loss } from "../core/loss.ts";

/** Loads the record of a loss. */
export const LOADERS: Readonly<Record<string, () => Promise<Loss>>> = {
${lines.join("")}};
`;
}
