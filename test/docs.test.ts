import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { lossesMarkdown } from "../scripts/losses-markdown.ts";
import { VERSION } from "../src/cli/version.ts";
import { losses } from "../src/losses/index.ts";

const FILE = "docs/losses.md";

it("docs/losses.md is what the losses say of themselves", () => {
  const text = lossesMarkdown(losses);
  if (process.env.UPDATE_DOCS === "1") {
    mkdirSync("docs", { recursive: true });
    writeFileSync(FILE, text);
  }
  expect(readFileSync(FILE, "utf8"), "stale: UPDATE_DOCS=1 npx vitest run test/docs.test.ts").toBe(text);
});

it("the version is that of package.json", () => {
  expect((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version).toBe(VERSION);
});
