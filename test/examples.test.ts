import { describe, expect, it } from "vitest";
import { COMMANDS } from "../src/cli/commands/index.ts";
import { EXAMPLES } from "../src/cli/help.ts";
import { losses } from "../src/losses/index.ts";
import { play } from "./transcripts.ts";

describe("the example of every loss runs as printed", () => {
  it.concurrent.each(losses)("$name", async ({ name, example }) => {
    const output = await play(`loss ${name} ${example}`);
    expect(output).toMatch(new RegExp(`^${name} +-?[\\d.]+(?:e[+-]\\d+)?\n`, "m"));
    expect(output).not.toMatch(/^\[\d+\]$/m);
    expect(output).not.toMatch(/warning/);
  });
});

it("no line of examples is longer than 80 columns", async () => {
  const commands = await Promise.all([...COMMANDS.values()].map(({ load }) => load()));
  const examples = [
    ...losses.map(({ name, example }) => `loss ${name} ${example}`),
    ...commands.flatMap((command) => command.examples),
  ];
  // as the help indents them
  const lines = [...examples.map((example) => `  ${example}`), ...EXAMPLES.split("\n")];
  expect(lines.filter(({ length }) => length > 80)).toEqual([]);
});

it("loss show breaks no example", async () => {
  for (const { name, example } of losses)
    expect(await play(`loss show ${name}`), name).toMatch(`loss ${name} ${example}\n`);
});

describe("the examples of the help run as printed", () => {
  const examples = EXAMPLES.split("\n").filter((line) => line.includes("fixtures/data"));

  it.concurrent.each(examples)("%s", async (line) => {
    const output = await play(line);
    const statuses = output.match(/^\[\d+\]$/gm) ?? [];
    expect(statuses).toEqual(line.includes("--rejects") ? ["[3]"] : []);
    expect(output).not.toMatch(/warning/);
  });
});
