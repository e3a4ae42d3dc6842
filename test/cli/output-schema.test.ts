import { readFileSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { output, outputSchemaText } from "../../src/cli/output-schema.ts";
import { play } from "../transcripts.ts";

const FILE = "docs/output.schema.json";

it("docs/output.schema.json is what --print-schema prints", async () => {
  const text = outputSchemaText();
  if (process.env.UPDATE_DOCS === "1") writeFileSync(FILE, text);
  const stale = "stale: UPDATE_DOCS=1 npx vitest run test/cli/output-schema.test.ts";
  expect(readFileSync(FILE, "utf8"), stale).toBe(text);
  expect(await play("loss --print-schema")).toBe(text);
  expect(await play("loss mse --print-schema")).toBe(text);
});

const files = JSON.parse(readFileSync("package.json", "utf8")) as { files: string[] };
it("is in the package", () => {
  expect(files.files).toContain(FILE);
});

const logits = "'[[2, 0.5, -1], [0, 1, 3], [1, 1, 1]]' 0,2,-100";
const RUNS = [
  "loss mse 1,2,3 1,2,5",
  "loss mse 1,2,3 1,2,5 --reduction none",
  "loss mse '[[1,2],[3,4]]' '[[1,2],[3,5]]' --reduction none --per-sample --grad",
  "loss mse '[[[1,2]],[[3,4]]]' '[[[1,2]],[[3,5]]]' --per-sample --grad",
  "loss mse,smooth-l1 1,2,3 1,2,5 --beta 0.5 --per-sample --grad",
  `loss cross-entropy ${logits} --grad --weight 1,2,3`,
  `loss cross-entropy ${logits} --per-sample --reduction sum`,
  "loss mse 1,NaN,3 1,2,inf --no-warnings --per-sample",
  "loss mse 1,NaN,3 1,2,inf --per-sample 2>/dev/null",
  "printf 'pred,target\\n1,1\\n2,\\n3,5\\n' | loss mse --missing skip",
  "loss kl-div '[[0.2,0.8],[0.5,0.5]]' '[[0.3,0.7],[0.9,0.1]]' --from probs --reduction batchmean",
  "loss rmse,mae fixtures/data/diabetes.csv",
  "loss cross-entropy fixtures/data/digits.csv --target digit --label-smoothing 0.1",
  "printf 'pred,target,w\\n1,1,1\\n2,5,3\\n' | loss mse --sample-weight w",
  "loss mae fixtures/data/diabetes.csv --group-by sex --worst 2 --show sex --stats --histogram",
  "loss rmse fixtures/data/diabetes.csv --group-by sex",
  "loss nll fixtures/data/iris.ndjson --per-sample --keep",
  "loss mae 1,NaN,inf 1,1,1 --worst 2 --stats --histogram --no-warnings",
  "loss hinge-embedding 1,2 1,-1 --like torch",
] as const;

describe("what is printed is as the schema says", () => {
  it.each(RUNS)("%s", async (run) => {
    const text = await play(
      run.includes("2>") ? run.replace("2>", "--format json 2>") : `${run} --format json`,
    );
    expect(text).not.toMatch(/^loss: /m);
    expect(output.safeParse(JSON.parse(text)).error).toBeUndefined();
  });
});

describe("what is not so is refused", () => {
  const real = play("loss mse 1,2,3 1,2,5 --format json --per-sample").then(
    (text) => JSON.parse(text) as Record<string, unknown>,
  );

  it("another field", async () => {
    expect(output.safeParse({ ...(await real), more: 1 }).success).toBe(false);
  });

  it("a missing one, of all but those that are asked for", async () => {
    const whole = await real;
    const optional = Object.keys(whole).filter((name) => {
      const { [name]: _, ...rest } = whole;
      return output.safeParse(rest).success;
    });
    expect(optional).toEqual(["per_sample"]);
  });

  it.each([
    ["value", "0.5"],
    ["value", null],
    ["samples", -1],
    ["samples", 1.5],
    ["reduction", "median"],
    ["per_sample", ["x"]],
    ["warnings", "none"],
    ["params", { beta: {} }],
  ])("%s: %j", async (name, value) => {
    expect(output.safeParse({ ...(await real), [name]: value }).success).toBe(false);
  });
});
