import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const SUFFIX = `.${process.versions.v8}-${process.arch}.code`;
/** Packs of which the build keeps what V8 has compiled. */
const COMPILED = readdirSync("dist/lib")
  .filter((name) => name.endsWith(SUFFIX))
  .map((name) => name.slice(0, -SUFFIX.length));

describe("code that the build has compiled", () => {
  it("is there for what most runs need", () => {
    expect(COMPILED).toEqual(
      expect.arrayContaining(["start.js", "tables.js", "threads.js", "classification.js", "validate.js"]),
    );
  });

  it.each(COMPILED)("is taken by V8: %s", (name) => {
    const script = `
      const { readFileSync } = require("node:fs");
      const source = require("node:module").wrap(readFileSync("dist/lib/${name}", "latin1"));
      const cachedData = readFileSync("dist/lib/${name}${SUFFIX}");
      console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`;
    expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("false\n");
  });

  it.each([
    ["is not there", (code: string) => rmSync(code)],
    ["is damaged", (code: string) => writeFileSync(code, "nothing of the kind")],
  ])("may be one that %s", (_, spoil) => {
    const place = mkdtempSync(join(tmpdir(), "loss-test-"));
    cpSync("dist", place, { recursive: true });
    for (const name of COMPILED) spoil(join(place, "lib", `${name}${SUFFIX}`));
    const args = [join(place, "bin/loss.js"), "mse", "1,2,3", "1,2,5", "-q"];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("1.3333333333333333\n");
    rmSync(place, { recursive: true });
  });
});

it("packs hold every chunk once, and no import is left to the loader of ES modules", () => {
  const script = `
    const { readdirSync } = require("node:fs");
    const packs = readdirSync("dist/lib").filter((name) => name.endsWith(".js") && name !== "worker.js");
    const names = packs.flatMap((name) => Object.keys(require(process.cwd() + "/dist/lib/" + name)));
    console.log(names.length > 50, new Set(names).size === names.length);`;
  expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("true true\n");
});
