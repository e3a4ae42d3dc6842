import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../scripts/check-schema.ts";
import { lossLoaders, lossNames } from "../scripts/loss-names.ts";
import { lossesMarkdown } from "../scripts/losses-markdown.ts";
import { manPage } from "../scripts/man-page.ts";
import { VERSION } from "../src/cli/version.ts";
import { losses } from "../src/losses/index.ts";

it.each([
  ["docs/losses.md", lossesMarkdown],
  ["src/losses/names.ts", lossNames],
  ["src/losses/loaders.ts", lossLoaders],
  ["docs/check.schema.json", checkSchema],
  ["man/loss.1", manPage],
])("%s is what the losses say of themselves", async (file, written) => {
  const text = await written(losses);
  if (process.env.UPDATE_DOCS === "1") {
    mkdirSync("docs", { recursive: true });
    writeFileSync(file, text);
  }
  expect(readFileSync(file, "utf8"), "stale: UPDATE_DOCS=1 npx vitest run test/docs.test.ts").toBe(text);
});

describe("the manual", () => {
  const page = readFileSync("man/loss.1", "utf8");

  it("is ASCII, and every request in it is one that it means", () => {
    expect(page).toMatch(/^[\n -~]*$/);
    const requests = new Set(page.match(/^[.'].*?(?= |$)/gm));
    expect([...requests].sort()).toEqual(
      ['.\\"', ".PP", ".SH", ".SS", ".TH", ".TP", ".ad", ".br", ".fi", ".nf", ".nh"].sort(),
    );
    // others would mean something else to roff
    expect(page.match(/\\(?!e|-|&|f[BIR]|"|\[u[0-9A-F]{4,5}\])./g)).toBeNull();
  });

  it("is in the package", () => {
    const { man, files } = JSON.parse(readFileSync("package.json", "utf8")) as {
      man: string;
      files: string[];
    };
    expect(man).toBe("man/loss.1");
    expect(files).toContain("man");
  });

  // where groff is not installed, the tests above hold the page
  it.runIf(spawnSync("groff", ["--version"]).status === 0)("is set without a warning, in 80 columns", () => {
    const { stdout, stderr, status } = spawnSync(
      "groff",
      ["-man", "-Tascii", "-ww", "-rLL=78n", "-P-c", "-P-buo", "man/loss.1"],
      { encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    const lines = stdout.split("\n");
    // a line of an example is one, to be pasted
    expect(lines.filter((line) => line.length > 80 && !/^ *(?:\$ )?(?:loss|cat) /.test(line))).toEqual([]);
    expect(lines.length).toBeGreaterThan(300);
  });
});

it("the version is that of package.json", () => {
  expect((JSON.parse(readFileSync("package.json", "utf8")) as { version: string }).version).toBe(VERSION);
});
