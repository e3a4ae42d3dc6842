import { describe, expect, it } from "vitest";
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

describe("the examples of the help run as printed", () => {
  const examples = EXAMPLES.split("\n").filter((line) => line.includes("fixtures/data"));

  it.concurrent.each(examples)("%s", async (line) => {
    const output = await play(line);
    const statuses = output.match(/^\[\d+\]$/gm) ?? [];
    expect(statuses).toEqual(line.includes("--rejects") ? ["[3]"] : []);
    expect(output).not.toMatch(/warning/);
  });
});
