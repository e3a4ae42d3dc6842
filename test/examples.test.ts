import { describe, expect, it } from "vitest";
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
