import { execFileSync, spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";

const COMMAND = resolve("dist/bin/loss.js");

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loss-test-"));
  write("p.csv", "pred,target\n1,2\n3,5\n");
});

const write = (name: string, text: string): void => writeFileSync(join(folder, name), text);
const read = (name: string): string => readFileSync(join(folder, name), "utf8");
const config = (checks: Readonly<Record<string, object>>, rest: object = {}): void =>
  write("loss.json", JSON.stringify({ ...rest, checks }));

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Setup {
  readonly user?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** `loss check` in the folder. */
function check(args: readonly string[] = [], { user, env = {} }: Setup = {}): Ended {
  const { NO_COLOR: _, GITHUB_ACTIONS: __, GITHUB_STEP_SUMMARY: ___, ...rest } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, "check", ...args], {
    cwd: folder,
    encoding: "utf8",
    env: { ...rest, ...env },
    ...(user !== undefined && { uid: user, gid: user }),
  });
  return { status, stdout, stderr };
}

const mse = { loss: "mse", file: "p.csv" };
const gone = { loss: "mse", file: "gone.csv", max: 1 };

describe("the exit status", () => {
  it.each([
    [{ a: { ...mse, max: 3 } }, 0],
    [{ a: { ...mse, max: 2 } }, 1],
    [{ a: { ...mse, max_increase: 1 } }, 1],
    [{ a: gone, b: { ...mse, max: 3 } }, 3],
    [{ a: { ...mse, max: 2 }, b: gone }, 3],
    [{ a: { ...mse, columns: { pred: "x" }, max: 3 } }, 3],
    [{ a: { ...mse, max: 2, informational: true }, b: { ...gone, informational: true } }, 0],
    [{ a: { ...mse, max: "2" } }, 2],
    [{}, 2],
  ])("of %j is %i", (checks, status) => {
    config(checks);
    const ended = check();
    expect(ended.status).toBe(status);
    for (const name of status === 2 ? [] : Object.keys(checks))
      expect(ended.stdout).toMatch(new RegExp(`^${name} `, "m"));
  });

  it("is 4 where there is no config, or a report or a baseline cannot be written", () => {
    expect(check(["none.json"])).toEqual({
      status: 4,
      stdout: "",
      stderr: "loss: none.json: cannot be read: no such file (ENOENT)\n",
    });
    config({ a: { ...mse, max: 2 } }, { baseline: "none/b.json" });
    expect(check(["--update-baseline"]).status).toBe(4);
    expect(check(["--report", "json=none/a.json"]).status).toBe(4);
  });

  it("is 3 where the baseline is damaged, which recording one mends", () => {
    config({ a: { ...mse, max_increase: 0 } });
    write(
      "loss.baseline.json",
      '{\n  "a": {"value": "x", "samples": 2, "signature": "mse|reduction:mean"}\n}\n',
    );
    expect(check()).toEqual({
      status: 3,
      stdout: "",
      stderr: 'loss: loss.baseline.json:2:9: a.value: "x" is not a number\n',
    });
    const mended = check(["--update-baseline"]);
    expect(mended.stderr).toBe(
      'loss: loss.baseline.json:2:9: a.value: "x" is not a number (written anew)\n' +
        "loss: loss.baseline.json: 1 added\n",
    );
    expect(mended.status).toBe(0);
    expect(check().status).toBe(0);
  });

  it("stands although nobody reads the table", () => {
    config({ a: { ...mse, max: 2 } });
    const shell = `"${process.execPath}" "${COMMAND}" check 2>/dev/null | true; echo "\${PIPESTATUS[0]}"`;
    expect(execFileSync("bash", ["-c", shell], { cwd: folder, encoding: "utf8" })).toBe("1\n");
  });
});

describe("a baseline", () => {
  const both = { b: { ...mse, max_increase: 0 }, a: { loss: "mae", files: ["p.json", "t.json"], max: 9 } };

  beforeEach(() => {
    write("p.json", "[1, 2]");
    write("t.json", "[1, 4]");
    config(both);
  });

  it("has the values, the number of samples and the bytes' hash, sorted, in a line each", () => {
    expect(check(["--update-baseline"]).status).toBe(0);
    const sha256 = (...files: string[]): string =>
      createHash("sha256").update(files.map(read).join("")).digest("hex");
    expect(read("loss.baseline.json")).toBe(`{
  "a": {
    "value": 1,
    "samples": 2,
    "signature": "mae|reduction:mean",
    "sha256": "${sha256("p.json", "t.json")}"
  },
  "b": {
    "value": 2.5,
    "samples": 2,
    "signature": "mse|reduction:mean",
    "sha256": "${sha256("p.csv")}"
  }
}
`);
  });

  it("is the same to the byte for the same numbers, in whatever order the checks stand", () => {
    check(["--update-baseline"]);
    const text = read("loss.baseline.json");
    config({ a: both.a, b: both.b });
    expect(check(["--update-baseline"]).stderr).toBe("loss: loss.baseline.json: 2 as before\n");
    expect(read("loss.baseline.json")).toBe(text);
  });

  it("stays as it was where one value cannot be computed, even of a check that only informs", () => {
    check(["--update-baseline"]);
    const text = read("loss.baseline.json");
    write("p.csv", "pred,target\n1,2\n");
    config({ ...both, c: { ...gone, informational: true } });
    const ended = check(["--update-baseline"]);
    expect(ended.stderr).toContain("loss: loss.baseline.json is left as it was: c cannot be computed\n");
    expect(read("loss.baseline.json")).toBe(text);
  });

  // root may write everywhere, nobody may not
  const other: Setup = process.getuid?.() === 0 ? { user: 65534 } : {};
  // who may not be allowed to read the command from where root has it
  const runs = spawnSync(process.execPath, [COMMAND, "--version"], { uid: other.user }).status === 0;
  it.runIf(runs)("stays as it was where its folder is read-only", () => {
    write("loss.baseline.json", "{}");
    chmodSync(folder, 0o555);
    const ended = check(["--update-baseline"], other);
    chmodSync(folder, 0o755);
    expect(ended.stderr).toBe("loss: loss.baseline.json: cannot be written: permission denied (EACCES)\n");
    expect(ended.status).toBe(4);
    expect(read("loss.baseline.json")).toBe("{}");
  });

  it("stays as it was where the disk is full", () => {
    write("loss.baseline.json", "{}");
    const full = `trap "" XFSZ; ulimit -f 0; "${process.execPath}" "${COMMAND}" check --update-baseline`;
    const { status, stderr } = spawnSync("bash", ["-c", full], { cwd: folder, encoding: "utf8" });
    expect(stderr).toBe("loss: loss.baseline.json: cannot be written: the file is too large (EFBIG)\n");
    expect(status).toBe(4);
    expect(read("loss.baseline.json")).toBe("{}");
    expect(readdirSync(folder).sort()).toEqual([
      "loss.baseline.json",
      "loss.json",
      "p.csv",
      "p.json",
      "t.json",
    ]);
  });

  it("stays as it was after an interrupt", async () => {
    write("loss.baseline.json", "{}");
    execFileSync("mkfifo", [join(folder, "slow.csv")]);
    config({ a: { ...mse, max: 3 }, slow: { loss: "mse", file: "slow.csv", max: 1 } });
    const child = spawn(
      process.execPath,
      [COMMAND, "check", "--update-baseline", "--report", "json=r.json"],
      {
        cwd: folder,
        stdio: "ignore",
      },
    );
    const ended = new Promise((done) => child.on("close", done));
    // it has opened the pipe once this can be opened to write; Node ends when a read that has begun does
    const feed = spawn("bash", [
      "-c",
      `exec 3>"${join(folder, "slow.csv")}"; echo pred,target >&3; echo; exec sleep 10`,
    ]);
    await new Promise((done) => feed.stdout.once("data", done));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    feed.kill();
    expect(read("loss.baseline.json")).toBe("{}");
    expect(readdirSync(folder).sort()).toEqual([
      "loss.baseline.json",
      "loss.json",
      "p.csv",
      "p.json",
      "slow.csv",
      "t.json",
    ]);
  });
});

describe("reports", () => {
  const reports = ["junit=r.xml", "markdown=r.md", "json=r.json"].flatMap((one) => ["--report", one]);

  it.each([
    ["hold", { a: { ...mse, max: 3 } }, 0],
    ["do not hold", { a: { ...mse, max: 2 } }, 1],
    ["cannot be computed", { a: gone }, 3],
  ])("are written where the checks %s, several at once", (_, checks, status) => {
    config(checks);
    expect(check(reports).status).toBe(status);
    expect(read("r.xml")).toMatch(/^<\?xml/);
    expect(read("r.md")).toMatch(/^### loss\.json: 1 check: /);
    expect(JSON.parse(read("r.json"))).toMatchObject({
      config: "loss.json",
      status,
      checks: [{ name: "a" }],
    });
    expect(readdirSync(folder).sort()).toEqual(["loss.json", "p.csv", "r.json", "r.md", "r.xml"]);
  });

  it("are written as far as they can be", () => {
    config({ a: { ...mse, max: 3 } });
    mkdirSync(join(folder, "r.md"));
    const ended = check([...reports, "--update-baseline"]);
    expect(ended.stderr).toBe("loss: loss.baseline.json: 1 added\nloss: r.md: is a directory\n");
    expect(ended.status).toBe(4);
    expect(readdirSync(folder).sort()).toEqual([
      "loss.baseline.json",
      "loss.json",
      "p.csv",
      "r.json",
      "r.md",
      "r.xml",
    ]);
  });

  it("stand alone on standard output", () => {
    config({ a: { ...mse, max: 2 } });
    const { status, stdout, stderr } = check(["--report", "json=-", "--update-baseline"]);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ checks: [{ name: "a", verdict: "fails", value: 2.5 }] });
    expect(stderr).toBe("loss: a: mse is 2.5, not at most 2 (max)\nloss: loss.baseline.json: 1 added\n");
  });

  it("go to GitHub where its variables are set, each by its own, behind what others wrote", () => {
    config({ a: { ...mse, max: 2 } });
    const github = ["--report", "github"];
    const annotation =
      "::error file=loss.json,line=1,title=loss check%3A a::mse is 2.5, not at most 2 (max)\n";
    const plain = check(github);
    expect(plain.stdout).not.toContain("::");
    expect(check(github, { env: { GITHUB_ACTIONS: "true" } }).stdout).toBe(plain.stdout + annotation);
    expect(check(github, { env: { GITHUB_ACTIONS: "false" } }).stdout).toBe(plain.stdout);
    write("summary.md", "before\n");
    const env = { GITHUB_STEP_SUMMARY: join(folder, "summary.md") };
    expect(check(github, { env }).stdout).toBe(plain.stdout);
    check(["--report", "markdown=r.md"]);
    expect(read("summary.md")).toBe(`before\n${read("r.md")}\n`);
    rmSync(join(folder, "summary.md"));
    mkdirSync(join(folder, "summary.md"));
    expect(check(github, { env })).toMatchObject({
      status: 4,
      stderr:
        "loss: a: mse is 2.5, not at most 2 (max)\n" +
        `loss: ${join(folder, "summary.md")}: cannot be written: is a directory (EISDIR)\n`,
    });
  });
});
