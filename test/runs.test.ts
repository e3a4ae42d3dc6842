import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { play, stepsOf } from "./transcripts.ts";

// UPDATE_RUNS=1 records what the command prints now; read the difference before you commit it
const update = process.env.UPDATE_RUNS === "1";
const folder = "fixtures/runs";

describe.concurrent.each(readdirSync(folder).filter((file) => file.endsWith(".txt")))("%s", (file) => {
  const text = readFileSync(`${folder}/${file}`, "utf8");
  const steps = stepsOf(text);

  it("has steps", () => {
    expect(steps.length).toBeGreaterThan(0);
  });

  if (update) {
    it("is recorded", async () => {
      let recorded = text.slice(0, text.indexOf("$ "));
      for (const { command } of steps) recorded += `$ ${command}\n${await play(command)}`;
      writeFileSync(`${folder}/${file}`, recorded);
    });
    return;
  }
  it.each(steps)("$command", async ({ command, output }) => {
    expect(await play(command)).toBe(output);
  });
});

describe("README.md", () => {
  const readme = readFileSync("README.md", "utf8");
  const blocks = [...readme.matchAll(/^```console\n(.*?)^```$/gms)].map(([, block]) => block ?? "");
  const steps = blocks.flatMap(stepsOf);

  it("shows real output", () => {
    expect(steps.length).toBeGreaterThan(5);
  });

  if (update) {
    it("is recorded", async () => {
      let recorded = readme;
      for (const block of blocks) {
        let played = "";
        for (const { command } of stepsOf(block)) played += `$ ${command}\n${await play(command)}`;
        recorded = recorded.replace(block, () => played);
      }
      writeFileSync("README.md", recorded);
    });
    return;
  }
  it.concurrent.each(steps)("$command", async ({ command, output }) => {
    expect(await play(command)).toBe(output);
  });
});
