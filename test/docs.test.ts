import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { checkSchema } from "../scripts/check-schema.ts";
import { lossNames } from "../scripts/loss-names.ts";
import { lossesMarkdown } from "../scripts/losses-markdown.ts";
import { VERSION } from "../src/cli/version.ts";
import { losses } from "../src/losses/index.ts";

it.each([
  ["docs/losses.md", lossesMarkdown],
  ["src/losses/names.ts", lossNames],
  ["docs/check.schema.json", checkSchema],
])("%s is what the losses say of themselves", (file, written) => {
  const text = written(losses);
  if (process.env.UPDATE_DOCS === "1") {
    mkdirSync("docs", { recursive: true });
    writeFileSync(file, text);
  }
  expect(readFileSync(file, "utf8"), "stale: UPDATE_DOCS=1 npx vitest run test/docs.test.ts").toBe(text);
});

it("the version is that of package.json", () => {
  expect((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version).toBe(VERSION);
});
