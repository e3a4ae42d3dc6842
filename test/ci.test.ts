import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";

const readme = readFileSync("README.md", "utf8");

/** The code block of README behind some words. */
function blockBehind(words: string): string {
  const at = readme.indexOf(words);
  expect(at, words).toBeGreaterThan(0);
  return /^```\w+\n(.*?)^```$/ms.exec(readme.slice(at))![1]!;
}

const workflow = blockBehind("`.github/workflows/loss.yml`");
const hook = blockBehind("A Git hook");
const preCommit = blockBehind("`.pre-commit-config.yaml`");

/** A clone with predictions in it, whose checks hold. */
let clone: string;
/** Where the package is installed. */
let prefix: string;
let env: NodeJS.ProcessEnv;

function shell(command: string, more: NodeJS.ProcessEnv = {}): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", command], {
    cwd: clone,
    encoding: "utf8",
    env: { ...env, ...more },
  });
  return { status, output: stdout + stderr };
}

const loosen = (max: number): void =>
  writeFileSync(
    join(clone, "loss.json"),
    JSON.stringify({ checks: { diabetes: { loss: "mse", file: "predictions/diabetes.csv", max } } }),
  );

beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
  [clone, prefix] = [join(folder, "clone"), join(folder, "prefix")];
  mkdirSync(join(clone, "predictions"), { recursive: true });
  cpSync("fixtures/data/diabetes.csv", join(clone, "predictions/diabetes.csv"));
  // in a hook of Git's these would lead to the repository that this one stands in
  const rest = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^GIT(?:HUB)?_/.test(name)),
  );
  env = {
    ...rest,
    PATH: [join(prefix, "bin"), rest.PATH].join(delimiter),
    HOME: folder,
    npm_config_prefix: prefix,
    npm_config_cache: join(folder, "cache"),
    npm_config_offline: "true",
    npm_config_audit: "false",
    npm_config_fund: "false",
  };
  // dist is there; building it anew would take it from under other tests
  const packed = execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
  const tarball = join(folder, packed.trim().split("\n").at(-1)!);
  const install = /^ +- run: (npm install .*)$/m.exec(workflow)![1]!;
  expect(install).toMatch(/ loss-cli$/);
  expect(shell(install.replace(/loss-cli$/, tarball)).status).toBe(0);
});

describe("the workflow", () => {
  const run = /^ +- run: (loss .*)$/m.exec(workflow)![1]!;

  it("has the steps in their order, and keeps the report of checks that fail", () => {
    const steps = [...workflow.matchAll(/^ {6}- (.*)$/gm)].map(([, step]) => step);
    expect(steps).toEqual([
      "uses: actions/checkout@v4",
      "uses: actions/setup-node@v4",
      "run: npm install --global loss-cli",
      `run: ${run}`,
      "uses: actions/upload-artifact@v4",
    ]);
    expect(workflow.slice(workflow.indexOf("upload-artifact"))).toContain("if: always()");
    expect(run).toContain(`junit=${/path: (.*)/.exec(workflow)![1]}`);
  });

  it.each([
    [3000, 0],
    [2000, 1],
  ])("with a limit of %i ends with %i, with annotations, a summary and a report", (max, status) => {
    loosen(max);
    const summary = join(clone, `summary-${max}.md`);
    const github = {
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: clone,
      GITHUB_STEP_SUMMARY: summary,
    };
    const ended = shell(run, github);
    expect(ended.status).toBe(status);
    expect(ended.output.match(/^::error .*$/gm) ?? []).toEqual(
      status === 0
        ? []
        : [
            "::error file=loss.json,line=1,title=loss check%3A diabetes::mse is 2999.0415055039393, not at most 2000 (max)",
          ],
    );
    expect(readFileSync(summary, "utf8")).toMatch(/^### loss\.json: 1 check: /);
    expect(readFileSync(join(clone, "loss.xml"), "utf8")).toContain(`failures="${status}"`);
  });
});

describe("the package", () => {
  it("has the schema where README says that editors find it", () => {
    const [, path] = /"\$schema": "\.\/node_modules\/([^"]+)"/.exec(readme)!;
    const schema: unknown = JSON.parse(readFileSync(join(prefix, "lib/node_modules", path!), "utf8"));
    expect(schema).toMatchObject({ properties: { checks: { type: "object" } } });
  });

  it("is referred to by the config that README shows", () => {
    const config = JSON.parse(readFileSync("fixtures/checks/loss.json", "utf8")) as { $schema: string };
    expect(existsSync(resolve("fixtures/checks", config.$schema))).toBe(true);
  });
});

describe("the hooks", () => {
  const commit = (): { status: number | null; output: string } =>
    shell("git add -A && git -c user.name=a -c user.email=a@example.org commit -qm predictions");

  it("of Git refuses a commit whose checks fail", () => {
    expect(shell(`git init -q . && mkdir -p .git/hooks\n${hook}`)).toEqual({ status: 0, output: "" });
    loosen(2000);
    const refused = commit();
    expect(refused.status).toBe(1);
    expect(refused.output).toContain("loss: diabetes: mse is 2999.0415055039393, not at most 2000 (max)\n");
    expect(shell("git rev-parse -q --verify HEAD").status).toBe(1);
    loosen(3000);
    expect(commit().status).toBe(0);
    expect(shell("git log --format=%s").output).toBe("predictions\n");
  });

  it("of pre-commit run the same, for what the checks are made of", () => {
    const entry = /entry: (.*)/.exec(preCommit)![1]!;
    const files = new RegExp(/files: (.*)/.exec(preCommit)![1]!);
    for (const file of ["loss.json", "loss.baseline.json", "predictions/diabetes.csv"])
      expect(file).toMatch(files);
    expect("README.md").not.toMatch(files);
    expect(preCommit).toContain("pass_filenames: false");
    loosen(2000);
    expect(shell(entry).status).toBe(1);
    loosen(3000);
    expect(shell(entry).status).toBe(0);
  });
});
