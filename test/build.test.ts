import { execFileSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";

const VERSION = `.${process.versions.v8}-${process.arch}`;
const SUFFIX = `${VERSION}.code`;
const LONG = `${VERSION}.long.code`;
const withCode = (suffix: string): string[] =>
  readdirSync("dist/lib").flatMap((name) => (name.endsWith(suffix) ? name.slice(0, -suffix.length) : []));
/** Packs of which the build keeps what V8 has compiled. */
const COMPILED = withCode(SUFFIX);
const FILES = readdirSync("dist/lib");

describe("code that the build has compiled", () => {
  it("is there for what most runs need", () => {
    expect(COMPILED).toEqual(
      expect.arrayContaining(["start.js", "tables.js", "threads.js", "classification.js", "validate.js"]),
    );
  });

  it("is of two kinds, and nothing else is left", () => {
    expect(FILES.filter((name) => !/\.(?:js|wasm|code)$/.test(name))).toEqual([]);
  });

  it("is there for what long runs need", () => {
    expect(withCode(LONG)).toEqual(
      expect.arrayContaining(["start.js", "tables.js", "threads.js", "rows.js", "shared.js"]),
    );
  });

  it.each([...COMPILED.map((name) => [name, SUFFIX]), ...withCode(LONG).map((name) => [name, LONG])])(
    "is taken by V8: %s%s",
    (name, suffix) => {
      const script = `
      const { readFileSync } = require("node:fs");
      const source = require("node:module").wrap(readFileSync("dist/lib/${name}", "latin1"));
      const cachedData = readFileSync("dist/lib/${name}${suffix}");
      console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`;
      expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("false\n");
    },
  );

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

describe("code that runs of a user have compiled", () => {
  // as if the build's V8 had been another
  const place = mkdtempSync(join(tmpdir(), "loss-test-"));
  cpSync("dist", place, { recursive: true });
  for (const name of COMPILED) rmSync(join(place, "lib", `${name}${SUFFIX}`));
  const caches = join(place, "caches");
  const folder = join(caches, "loss-cli");
  const loss = (args: string, env: NodeJS.ProcessEnv = {}): string =>
    execFileSync(process.execPath, [join(place, "bin/loss.js"), ...args.split(" ")], {
      encoding: "utf8",
      env: { PATH: process.env.PATH, XDG_CACHE_HOME: caches, ...env },
    });
  const MSE = "mse 1,2,3 1,2,5 -q";
  const entries = (): string[] => (existsSync(folder) ? readdirSync(folder) : []);
  const kept = (pack: string): Buffer => readFileSync(join(folder, entries()[0]!, pack));
  mkdirSync(caches);
  beforeEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => rmSync(place, { recursive: true }));

  it("is kept for those that follow, which take it and add to it a few times", () => {
    const runs = (): number | undefined => kept("start.js").at(-1);
    for (const run of [1, 2, 3, 4, 5, 5]) {
      expect(loss(MSE)).toBe("1.3333333333333333\n");
      expect(runs()).toBe(run);
    }
    const twice = kept("start.js");
    writeFileSync(join(place, "start.code"), twice.subarray(0, twice.length >> 1));
    const script = `
      const { readFileSync } = require("node:fs");
      const source = require("node:module").wrap(readFileSync("${place}/lib/start.js", "latin1"));
      const cachedData = readFileSync("${place}/start.code");
      console.log(new (require("node:vm").Script)(source, { cachedData }).cachedDataRejected);`;
    expect(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" })).toBe("false\n");
    expect(entries()).toHaveLength(1);
    expect(statSync(join(folder, entries()[0]!)).mode & 0o777).toBe(0o700);
  });

  it("goes when a new build comes and none has used it for long, and nothing else does", () => {
    const old = "0123456789abcdef-11.3.244.8-node.38-x64";
    const recent = "fedcba9876543210-11.3.244.8-node.38-x64";
    for (const name of [old, recent, "src", ".git"]) {
      mkdirSync(join(folder, name), { recursive: true });
      if (name !== recent) utimesSync(join(folder, name), 0, 0);
    }
    writeFileSync(join(folder, "0123456789abcdef"), "");
    loss(MSE);
    expect(entries()).toHaveLength(5);
    expect(entries()).toEqual(expect.arrayContaining([recent, "src", ".git", "0123456789abcdef"]));
  });

  it("is made anew where it is damaged", () => {
    loss(MSE);
    const sound = kept("start.js");
    const file = join(folder, entries()[0]!, "start.js");
    const zeroed = Buffer.from(sound).fill(0, 100_000, 104_096);
    const flipped = Buffer.from(sound);
    flipped[50_001]! ^= 4;
    const cut = sound.subarray(64);
    for (const bytes of [
      Buffer.of(),
      Buffer.of(3),
      Buffer.from("nothing of the kind"),
      cut,
      zeroed,
      flipped,
    ]) {
      writeFileSync(file, bytes);
      expect(loss(MSE)).toBe("1.3333333333333333\n");
      expect(kept("start.js").length).toBeGreaterThan(10_000);
      expect(kept("start.js").at(-1)).toBe(1);
    }
    rmSync(file);
    mkdirSync(file);
    expect(loss(MSE)).toBe("1.3333333333333333\n");
  });

  it("is not kept where somebody says so, where it cannot be, nor by a run that changes V8's settings", () => {
    loss(MSE, { NODE_DISABLE_COMPILE_CACHE: "1" });
    loss(MSE, { NODE_OPTIONS: "--max-old-space-size=2000" });
    loss(MSE, { XDG_CACHE_HOME: "" });
    loss(MSE, { XDG_CACHE_HOME: "caches" });
    loss(MSE, { XDG_CACHE_HOME: "", HOME: join(place, "nobody") });
    expect(existsSync("caches")).toBe(false);
    expect(existsSync(join(place, "nobody"))).toBe(false);
    writeFileSync(join(place, "file"), "");
    expect(loss(MSE, { XDG_CACHE_HOME: join(place, "file") })).toBe("1.3333333333333333\n");
    const table = join(place, "table.csv");
    writeFileSync(table, `pred,target\n${"0.25,0.5\n".repeat(4_000_000)}`);
    expect(loss(`mse ${table} -q`)).toBe("0.0625\n");
    expect(entries()).toEqual([]);
  });

  it.each(["XDG_CACHE_HOME", "HOME"])("goes where %s says", (name) => {
    const own = mkdtempSync(join(place, "own-"));
    loss(MSE, { XDG_CACHE_HOME: undefined, [name]: own });
    const under = name === "HOME" ? (process.platform === "darwin" ? "Library/Caches" : ".cache") : "";
    expect(readdirSync(join(own, under, "loss-cli"))).toHaveLength(1);
  });

  it.runIf(process.getuid?.() === 0)("is neither taken from anybody else nor given to them", () => {
    loss(MSE);
    const file = join(folder, entries()[0]!, "start.js");
    chownSync(file, 1, 1);
    loss(MSE);
    // made anew
    expect(kept("start.js").at(-1)).toBe(1);
    expect(statSync(file).uid).toBe(0);
    const home = mkdtempSync(join(place, "home-"));
    mkdirSync(join(home, ".cache"));
    chownSync(join(home, ".cache"), 1, 1);
    loss(MSE, { XDG_CACHE_HOME: join(home, ".cache") });
    loss(MSE, { XDG_CACHE_HOME: undefined, HOME: home });
    expect(readdirSync(join(home, ".cache"))).toEqual([]);
    chownSync(home, 1, 1);
    rmSync(join(home, ".cache"), { recursive: true });
    loss(MSE, { XDG_CACHE_HOME: undefined, HOME: home });
    expect(readdirSync(home)).toEqual([]);
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
