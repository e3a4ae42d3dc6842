import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { COMMON_NAMES } from "../../src/cli/options.ts";
import { plainOptions, plainParams } from "../../src/cli/plain.ts";
import { makePlan, type Plan } from "../../src/cli/plan.ts";
import { checkOptions, checkParams } from "../../src/cli/validate.ts";
import type { Loss } from "../../src/core/loss.ts";
import type { Param } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { FORMATS } from "../../src/readers/index.ts";
import { OUTPUT_FORMATS } from "../../src/writers/index.ts";

const words = ["", " ", "mean", "sum", "none", "error", "skip", "\t", "inf", "no such thing"];
const numbers = [
  "1",
  "-0.5",
  "1e3",
  " 2 ",
  "0",
  "-0",
  "+.5",
  "1e999",
  "1.",
  ".",
  "9007199254740993",
  "0x1",
  "1_0",
];

describe("options taken without a check are what the check makes of them", () => {
  const flags = new Set("header per_sample grad quiet stats histogram keep strict warnings".split(" "));
  const text = fc.oneof(
    fc.constantFrom(...words, ...numbers),
    fc.constantFrom(...FORMATS, ...OUTPUT_FORMATS),
    fc.string({ maxLength: 6 }),
    fc.double().map(String),
  );
  const option = fc
    .constantFrom(...COMMON_NAMES)
    .chain((name) => fc.tuple(fc.constant(name), flags.has(name) ? fc.boolean() : text));

  test("for any option, which can be seen to be right or not", () => {
    let taken = 0;
    fc.assert(
      fc.property(fc.array(option, { maxLength: 4 }), (given) => {
        const raw = Object.fromEntries(given);
        const plain = plainOptions(raw);
        if (!plain) return;
        taken++;
        expect(checkOptions(raw, losses)).toEqual({ ...checkOptions({}, losses), ...plain });
      }),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test.each([
    [{ format: "csv", output: "out.csv", per_sample: true, on: "id" }, true],
    [{ max: "0.5", min: "-1e-3" }, true],
    [{ format: "xml" }, false],
    [{ output: "" }, false],
    [{ max: "1e999" }, false],
    [{ max: "half" }, false],
    [{ threads: "2" }, false],
    [{ delimiter: ";" }, false],
  ])("%o", (given, taken) => {
    expect(plainOptions(given) !== undefined).toBe(taken);
  });
});

test("what no option says is the same with and without the check", async () => {
  const mse = losses.filter(({ name }) => name === "mse");
  const plan = (options: Record<string, string>): Promise<Plan> => makePlan(mse, ["a.csv"], options, losses);
  // a number of threads is left to the check
  expect(plainOptions({ threads: "2" })).toBeUndefined();
  expect({ ...(await plan({ threads: "2" })), threads: undefined }).toEqual(await plan({}));
});

describe("parameters too", () => {
  const number = fc.oneof(
    fc.constantFrom(...numbers, ...words),
    fc.double({ min: -3, max: 3 }).map(String),
    fc.integer({ min: -3, max: 12 }).map(String),
    fc.double(),
  );
  const valueFor = (param: Param): fc.Arbitrary<unknown> => {
    if (param.kind === "flag") return fc.boolean();
    if (param.kind === "choice") return fc.constantFrom(...param.choices, ...words);
    return param.kind === "number" ? number : fc.array(number, { maxLength: 3 });
  };
  const checked = (loss: Loss, raw: Record<string, unknown>): unknown => {
    try {
      return checkParams(loss, raw);
    } catch {
      return undefined;
    }
  };

  test.each(
    losses.filter(({ params }) => Object.keys(params).length > 0).map((loss) => [loss.name, loss] as const),
  )("of %s", (_, loss) => {
    const all = Object.entries(loss.params).map(([name, param]) => [
      name,
      fc.option(valueFor(param), { nil: undefined }),
    ]);
    const some = fc.record(Object.fromEntries(all) as Record<string, fc.Arbitrary<unknown>>);
    fc.assert(
      fc.property(some, (given) => {
        const raw = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        // what is right is taken, and nothing else is
        expect(plainParams(loss, raw)).toEqual(checked(loss, raw));
      }),
      { numRuns: 300 },
    );
  });
});
