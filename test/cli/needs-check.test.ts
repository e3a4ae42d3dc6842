import fc from "fast-check";
import { expect, test } from "vitest";
import { needsCheck } from "../../src/cli/needs-check.ts";
import { COMMON_NAMES } from "../../src/cli/options.ts";
import { checkOptions } from "../../src/cli/validate.ts";
import { losses } from "../../src/losses/index.ts";
import { FORMATS } from "../../src/readers/index.ts";
import { OUTPUT_FORMATS } from "../../src/writers/index.ts";

const text = fc.oneof(
  fc.constantFrom("", " ", "1", "-0.5", "1e3", "mean", "sum", "none", "error", "skip", "\t", "no such thing"),
  fc.constantFrom(...FORMATS, ...OUTPUT_FORMATS),
  fc.string({ maxLength: 6 }),
);
const options = fc.dictionary(fc.constantFrom(...COMMON_NAMES), fc.oneof(text, fc.boolean()), { maxKeys: 4 });

test("what is taken without a check is what the check would take", () => {
  let taken = 0;
  fc.assert(
    fc.property(options, (given) => {
      // a flag that is given is one of the parser's own
      const named = Object.entries(given).filter(
        ([name, value]) => typeof value === "string" || FLAGS.has(name),
      );
      const raw = Object.fromEntries(named);
      if (needsCheck(raw)) return;
      taken++;
      expect(checkOptions(raw, losses)).toEqual({ ...checkOptions({}, losses), ...raw });
    }),
    { numRuns: 5000 },
  );
  expect(taken).toBeGreaterThan(500);
});

const FLAGS = new Set([
  "header",
  "per_sample",
  "grad",
  "quiet",
  "stats",
  "histogram",
  "keep",
  "strict",
  "warnings",
]);

test.each([
  [{ format: "csv", output: "out.csv", per_sample: true, on: "id" }, false],
  [{ format: "xml" }, true],
  [{ output: "" }, true],
  [{ max: "1" }, true],
  [{ threads: "2" }, true],
  [{ delimiter: ";" }, true],
])("%o", (given, expected) => {
  expect(needsCheck(given)).toBe(expected);
});
