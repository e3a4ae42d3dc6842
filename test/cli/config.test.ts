import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Config, readConfig } from "../../src/cli/check/config.ts";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { losses } from "../../src/losses/index.ts";

const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
const file = join(folder, "loss.json");
writeFileSync(join(folder, "p.csv"), "pred,target\n1,2\n");

async function read(text: string | Uint8Array): Promise<Config> {
  writeFileSync(file, text);
  return await readConfig(file, losses);
}

/** The status, and the message behind the file's name. */
async function complaint(text: string | Uint8Array): Promise<string> {
  const error: unknown = await read(text).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof LossError)) throw new Error(`no complaint, but ${String(error)}`);
  const message = formatMessage(error.message, error.place, error.hint);
  expect(message.startsWith(`${file}:`), message).toBe(true);
  return `${error.status} ${message.slice(file.length + 1)}`;
}

/** A config with one check, which begins in column 13, and its first key in column 19. */
const check = (rest: string): string => `{"checks": {"a": {${rest}}}}`;
const mse = (rest: string): string => check(`${rest}, "loss": "mse", "file": "p.csv", "max": 1`);

describe("a config that is wrong is told with its place", () => {
  it.each([
    ["", "1:1: the text ends where a value should stand"],
    ["{", "1:2: the text ends where a key in double quotes should stand"],
    ['{\n  "checks": {},\n}', '3:1: "}" stands where a key in double quotes should'],
    [`${mse('"min": 0')} x`, '1:73: "x" stands where the end should'],
    [new Uint8Array([0x7b, 0xff]), " is not valid UTF-8"],
    ["[]", "1:1: a list is not an object"],
    ["{}", "1:1: checks: is missing"],
    ['{"checks": {}}', "1:2: checks: there are no checks"],
    ['{"checks": []}', "1:2: checks: a list is not an object"],
    ['{"check": {}}', "1:2: check: there is no such key (did you mean checks?)"],
    ['{"about": 1, "checks": {}}', "1:2: about: there is no such key (known are $schema, baseline, checks)"],
    ['{"checks": {"a": 5}}', "1:13: checks.a: 5 is not an object"],
    ['{"checks": {"my a": null}}', '1:13: checks["my a"]: null is not an object'],
    [
      '{"checks": {" a": {"loss": "mse"}}}',
      '1:13: checks[" a"]: a name is a line, without control characters and blanks around it',
    ],
    [
      '{"checks": {"a\\u001b": {"loss": "mse"}}}',
      '1:13: checks["a\\u001b"]: a name is a line, without control characters and blanks around it',
    ],
    [
      '{"checks": {"": {"loss": "mse"}}}',
      '1:13: checks[""]: a name is a line, without control characters and blanks around it',
    ],
    [
      `{"checks": {"__proto__": {}, "a": {"loss": "mse", "file": "p", "max": 1}}}`,
      "1:13: checks.__proto__: is no name for a check",
    ],
    ['{"checks": {"a": {}, "b": {}, "a": {}}}', '1:31: the key "a" stands twice'],
    [mse('"min": 0, "min": 0'), '1:29: the key "min" stands twice'],
    [check('"file": "p.csv", "max": 1'), "1:13: checks.a.loss: is missing"],
    [check('"loss": 5'), "1:19: checks.a.loss: 5 is not text"],
    [check('"loss": ""'), "1:19: checks.a.loss: is empty"],
    [
      check('"loss": "msee", "file": "p", "max": 1'),
      '1:19: checks.a.loss: there is no loss "msee" (did you mean mse or msle?)',
    ],
    [check('"loss": "mse", "max": 1'), "1:13: checks.a: file is missing"],
    [mse('"files": ["p.csv"]'), "1:13: checks.a: file and files exclude each other"],
    [check('"files": [], "loss": "mse"'), "1:19: checks.a.files: is empty"],
    [
      check('"files": ["a", "b", "c"], "loss": "mse", "max": 1'),
      "1:13: checks.a: 3 inputs, where one holds every role or each of pred, target has its own",
    ],
    [
      mse('"on": "id"'),
      "1:13: checks.a: on pairs the rows of several files (one file's rows are paired as they stand)",
    ],
    [check('"files": ["a", 1], "loss": "mse"'), "1:34: checks.a.files[1]: 1 is not text"],
    [
      check('"loss": "mse", "file": "p"'),
      '1:13: checks.a: nothing must hold: give max, min, max_increase or max_increase_percent (or "informational": true)',
    ],
    [
      mse('"max_incrase": 1'),
      "1:19: checks.a.max_incrase: there is no such key (did you mean max_increase?)",
    ],
    [check('"max": "1", "loss": "mse"'), '1:19: checks.a.max: "1" is not a number'],
    [check('"max": NaN, "loss": "mse"'), '1:19: checks.a.max: "NaN" is not a number'],
    [check('"max": null, "loss": "mse"'), "1:19: checks.a.max: null is not a number"],
    [mse('"min": 2'), "1:19: checks.a.min: 2 is above max, 1"],
    [mse('"max_increase": -1'), "1:19: checks.a.max_increase: -1 is out of range; it must be at least 0"],
    [
      mse('"max_increase_percent": -0.5'),
      "1:19: checks.a.max_increase_percent: -0.5 is out of range; it must be at least 0",
    ],
    [mse('"informational": 1'), "1:19: checks.a.informational: 1 is not true or false"],
    [mse('"params": {"delta": 1}'), "1:30: checks.a.params.delta: mse takes no such parameter"],
    [mse('"columns": {"prd": "x"}'), "1:31: checks.a.columns.prd: mse has no such role (did you mean pred?)"],
    [mse('"columns": {"pred": ["x"]}'), "1:31: checks.a.columns.pred: a list is not text"],
    [mse('"reduction": "none"'), '1:19: checks.a.reduction: "none" is not one of mean, sum, batchmean'],
    [mse('"reduction": "batchmean"'), "1:13: checks.a: mse has no reduction batchmean (kl-div has)"],
    [
      mse('"like": "tourch"'),
      '1:19: checks.a.like: "tourch" is no library that is known here (did you mean torch?)',
    ],
    [mse('"delimiter": "ab"'), '1:19: checks.a.delimiter: "ab" is no single character'],
    [mse('"missing": "skp"'), '1:19: checks.a.missing: "skp" is not one of error, skip (did you mean skip?)'],
    [mse('"input_format": "xml"'), '1:19: checks.a.input_format: "xml" is not one of csv, tsv, json, ndjson'],
    [mse('"strict": true, "warnings": false'), "1:13: checks.a: strict and warnings exclude each other"],
    [
      mse('"classes": ["a", "b,c"]'),
      "1:36: checks.a.classes[1]: a class name has neither commas nor blanks around it",
    ],
    [
      `{"baseline": "p.csv", ${mse('"min": 0').slice(1)}`,
      "1:2: baseline: is the config itself, or what a check reads",
    ],
    [
      `{"baseline": "./loss.json", ${mse('"min": 0').slice(1)}`,
      "1:2: baseline: is the config itself, or what a check reads",
    ],
  ])("%s", async (text, said) => {
    expect(await complaint(text)).toBe(`2 ${said}`);
  });

  const huber = (params: string): string =>
    check(`"params": {${params}}, "loss": "huber", "file": "p.csv", "max": 1`);
  it.each([
    [huber('"dleta": 1'), "1:30: checks.a.params.dleta: huber takes no such parameter (did you mean delta?)"],
    [huber('"beta": 1'), "1:30: checks.a.params.beta: huber takes no such parameter (known are delta)"],
    [huber('"delta": 0'), "1:30: checks.a.params.delta: 0 is out of range; it must be above 0"],
    [huber('"delta": "1"'), '1:30: checks.a.params.delta: "1" is not a number'],
    [huber('"delta": [1]'), "1:30: checks.a.params.delta: a list is not a number"],
    [
      huber('"beta": 1, "sigma": 1').replace("huber", "smooth-l1"),
      "1:13: checks.a: beta and sigma say the same; give one of them",
    ],
    [
      huber('"weight": [1, "x"]').replace("huber", "nll"),
      '1:44: checks.a.params.weight[1]: "x" is not a number',
    ],
    [huber('"weight": 1').replace("huber", "nll"), "1:30: checks.a.params.weight: 1 is not a list"],
    [
      huber('"ignore_index": 1.5').replace("huber", "nll"),
      "1:30: checks.a.params.ignore_index: 1.5 is not a whole number",
    ],
    [
      huber('"from": "logit"').replace("huber", "nll"),
      '1:30: checks.a.params.from: "logit" is not one of logits, probs, log-probs (did you mean logits?)',
    ],
    [
      huber('"log_input": "no"').replace("huber", "poisson-nll"),
      '1:30: checks.a.params.log_input: "no" is not true or false',
    ],
  ])("%s", async (text, said) => {
    expect(await complaint(text)).toBe(`2 ${said}`);
  });
});

describe("a config becomes what the command line would", () => {
  it("with the loss's defaults, values in JSON's types, and files relative to its folder", async () => {
    const { checks, baseline } = await read(
      check(
        `"loss": "NLLLoss", "files": ["sub/p.csv", "/t.csv"], "params": {"weight": [1, 0.5e-7], "ignore_index": -1},
         "columns": {"pred": "p_*"}, "classes": ["x", "y"], "missing": "skip", "sample_weight": "w", "reduction": "sum",
         "input_format": "tsv", "delimiter": ";", "header": false, "warnings": false, "max_increase": 0, "min": 1e-3`,
      ),
    );
    const [{ loss, files, line, limits, informational, plan }] = checks as [Config["checks"][number]];
    expect({ loss, files, line, limits, informational }).toEqual({
      loss: "nll",
      files: [join(folder, "sub/p.csv"), "/t.csv"],
      line: 1,
      limits: { max: undefined, min: 0.001, max_increase: 0, max_increase_percent: undefined },
      informational: false,
    });
    const [{ given, reduction }] = plan.run.losses as [(typeof plan.run.losses)[number]];
    expect({ given, reduction }).toEqual({
      given: { weight: [1, 5e-8], ignore_index: -1 },
      reduction: "sum",
    });
    const { format, delimiter, header, classes, skipMissing, requests } = plan.input;
    expect({ format, delimiter, header, classes, skipMissing }).toEqual({
      format: "tsv",
      delimiter: ";",
      header: false,
      classes: ["x", "y"],
      skipMissing: true,
    });
    expect(requests.map(({ role, selector }) => [role, selector])).toEqual([
      ["pred", "p_*"],
      ["target", undefined],
      ["sample_weight", "w"],
    ]);
    expect(plan.warnings).toBe("hide");
    expect(baseline).toBe(join(folder, "loss.baseline.json"));
  });

  it("with presets, and flags in both states", async () => {
    const { checks } = await read(
      check(
        '"loss": "poisson-nll", "file": "p", "like": "tfjs", "params": {"log_input": false, "full": true}, "max": 1',
      ),
    );
    expect(checks[0]?.plan.run.losses[0]?.given).toMatchObject({ log_input: false, full: true });
  });

  it("with files alone: no values, no standard input, no options", async () => {
    const { checks } = await readConfig("fixtures/checks/loss.json", losses);
    expect(checks.map(({ files, line }) => [files, line])).toEqual([
      [["fixtures/data/digits.csv"], 4],
      [["fixtures/data/diabetes.csv"], 10],
      [["fixtures/data/iris.ndjson"], 17],
      [["fixtures/data/breast_cancer.csv"], 22],
    ]);
    const text = check('"loss": "mse", "files": ["1,2", "--max"], "max": 1');
    writeFileSync("loss.odd.json", text);
    try {
      expect((await readConfig("loss.odd.json", losses)).checks[0]?.files).toEqual(["./1,2", "./--max"]);
    } finally {
      rmSync("loss.odd.json");
    }
  });

  it("reads a byte order mark as what it is", async () => {
    expect((await read(`\ufeff${mse('"min": 0')}`)).checks[0]?.line).toBe(1);
  });

  it("says that a file cannot be read, with its own status", async () => {
    await expect(readConfig(join(folder, "none.json"), losses)).rejects.toMatchObject({
      status: 4,
      message: "cannot be read: no such file (ENOENT)",
    });
  });
});
