import { readdirSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { COMMANDS } from "../../src/cli/commands/index.ts";
import { play } from "../transcripts.ts";

it("every file of a command is in the list of commands", () => {
  const parts = ["index", "command"];
  const files = readdirSync("src/cli/commands").map((file) => file.replace(/\.ts$/, ""));
  expect(files.filter((file) => !parts.includes(file)).sort()).toEqual([...COMMANDS.keys()].sort());
});

describe.each([...COMMANDS])("loss %s", (name, { load }) => {
  it("explains itself, in either way to ask, with examples that run as printed", async () => {
    const { about, examples } = await load();
    const help = await play(`loss ${name} --help`);
    expect(help).toBe(await play(`loss help ${name}`));
    expect(help).toContain(`Usage: loss ${name} `);
    expect(help.replace(/\s+/g, " ")).toContain(about.replace(/\s+/g, " "));
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      expect(help).toContain(`\n  ${example}\n`);
      expect(await play(example)).not.toMatch(/^(?:loss: .*|\[\d+\])$/m);
    }
  });

  it("knows its options", async () => {
    expect(await play(`loss ${name} --nothing-of-the-kind`)).toBe(
      "loss: unknown option '--nothing-of-the-kind'\n[2]\n",
    );
  });
});
