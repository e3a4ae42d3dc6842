import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import type { Loss } from "../../src/core/loss.ts";
import { losses } from "../../src/losses/index.ts";

const ROOT = new URL("../../", import.meta.url);

describe("what a loss says about itself", () => {
  const fold = (name: string) => name.toLowerCase().replace(/[-_]/g, "");
  const folderOf = ({ name, family }: Loss) => new URL(`src/losses/${family}/${name}.ts`, ROOT);

  test("names and aliases are unique, without regard to case, - and _", () => {
    const owners = new Map<string, string>();
    const twice: string[] = [];
    for (const { name, aliases } of losses) {
      for (const word of [name, ...aliases]) {
        const owner = owners.get(fold(word));
        if (owner !== undefined) twice.push(`${word} of ${name}: also ${owner}`);
        owners.set(fold(word), `${word} of ${name}`);
      }
    }
    expect(twice).toEqual([]);
  });

  test.each(losses.map((loss) => [loss.name, loss] as const))("%s", async (name, loss) => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(existsSync(folderOf(loss)), `src/losses/${loss.family}/${name}.ts`).toBe(true);
    const exported = (await import(folderOf(loss).href)) as Record<string, unknown>;
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(exported[camel], `the export ${camel}`).toBe(loss);
    const { summary, formula, gradient, denominator, reference } = loss;
    for (const text of [summary, formula, gradient, denominator, reference])
      expect(text.trim().length).toBeGreaterThan(0);
    expect(Object.keys(loss.libraries).length).toBeGreaterThan(0);
    for (const param of Object.values(loss.params)) expect(param.about).not.toBe("");
    for (const param of Object.keys(loss.params)) expect(param).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    for (const group of loss.exclusive)
      expect(Object.keys(loss.params)).toEqual(expect.arrayContaining([...group]));
  });

  test("examples name data that is there and options that exist", () => {
    for (const { name, example, params, roles } of losses) {
      const [file, ...rest] = example.split(" ");
      const inline = /^(?:'\[.*\]'|-?\d[-\d.,]*)$/.test(file!);
      expect(inline || existsSync(new URL(file!, ROOT)), `${name}: ${file}`).toBe(true);
      const flags = Object.keys(params).filter((key) => params[key]!.kind === "flag");
      const known = [
        "reduction",
        ...Object.keys(params),
        ...Object.keys(roles),
        ...flags.map((key) => `no_${key}`),
      ].map((key) => `--${key.replaceAll("_", "-")}`);
      for (const option of rest.filter((word) => word.startsWith("--"))) expect(known).toContain(option);
    }
  });

  test("src/losses/index.ts lists every file that defines a loss", () => {
    const folder = new URL("src/losses/", ROOT);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.includes("/"),
    );
    const defining = files.filter((file) =>
      readFileSync(new URL(file, folder), "utf8").includes("defineLoss({"),
    );
    expect(defining.sort()).toEqual(losses.map(({ family, name }) => `${family}/${name}.ts`).sort());
  });
});
