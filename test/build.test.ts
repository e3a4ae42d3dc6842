import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

describe("code that the build has compiled", () => {
  const CODE = `loss.${process.versions.v8}-${process.arch}.code`;
  const run = (script: string): string =>
    execFileSync(process.execPath, ["-e", script], { encoding: "utf8" });

  it("is taken by V8", () => {
    const rejected = run(`
      const { readFileSync } = require("node:fs");
      const source = require("node:module").wrap(readFileSync("dist/lib/loss.js", "latin1"));
      const cachedData = readFileSync("dist/lib/${CODE}");
      console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`);
    expect(rejected).toBe("false\n");
  });

  it.each([
    ["is not there", (code: string) => rmSync(code)],
    ["is damaged", (code: string) => writeFileSync(code, "nothing of the kind")],
  ])("may be one that %s", (_, spoil) => {
    const place = mkdtempSync(join(tmpdir(), "loss-test-"));
    cpSync("dist", place, { recursive: true });
    spoil(join(place, "lib", CODE));
    const args = [join(place, "bin/loss.js"), "mse", "1,2,3", "1,2,5", "-q"];
    expect(execFileSync(process.execPath, args, { encoding: "utf8" })).toBe("1.3333333333333333\n");
  });
});
