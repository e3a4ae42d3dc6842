import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { play } from "./transcripts.ts";

type Expected = Readonly<Record<string, Readonly<Record<string, number>>>>;
const expected = JSON.parse(readFileSync("fixtures/data/expected.json", "utf8")) as Expected;

/** The command that computes each of scikit-learn's values, as far as the loss is there. */
const COMMANDS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "diabetes.csv": { mse: "mse", mae: "mae", l1: "l1", l2: "l2" },
  "breast_cancer.csv": { bce: "bce" },
  "digits.csv": { cross_entropy: "cross-entropy --target digit" },
  "iris.csv": { nll_of_log_prob: "nll --from probs --target species" },
  "iris.ndjson": { nll: "nll" },
};

describe("scikit-learn's values of real predictions", () => {
  for (const [file, commands] of Object.entries(COMMANDS)) {
    it.concurrent.each(Object.entries(commands))(`${file}: %s`, async (metric, command) => {
      const want = expected[file]?.[metric] ?? Number.NaN;
      const got = Number(await play(`loss ${command} fixtures/data/${file} -q`));
      expect(Math.abs(got - want) / Math.abs(want)).toBeLessThanOrEqual(1e-12);
    });
  }
});
