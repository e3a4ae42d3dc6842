import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Baseline, Entry } from "../../src/cli/check/baseline.ts";
import type { Check, Limits } from "../../src/cli/check/config.ts";
import {
  judge,
  type Measure,
  noteOf,
  type Result,
  statusOf,
  type Verdict,
} from "../../src/cli/check/verdict.ts";

const plan = {} as Check["plan"];
const check = (limits: Limits, informational = false): Check => ({
  name: "a",
  line: 1,
  loss: "mse",
  files: ["p.csv"],
  plan,
  limits,
  informational,
});
const result = (value: number, others: Partial<Result> = {}): Result => ({
  value,
  samples: 10,
  signature: "mse|reduction:mean",
  params: {},
  reduction: "mean",
  ignored: 0,
  skipped: 0,
  warnings: [],
  ...others,
});
const entry = (value: number, others: Partial<Entry> = {}): Entry => ({
  value,
  samples: 10,
  signature: "mse|reduction:mean",
  ...others,
});
const measure = (baseline: Baseline | undefined, updating = false): Measure => ({
  file: "b.json",
  baseline,
  updating,
  mend: "loss check --update-baseline",
});
const judged = (limits: Limits, value: number, baseline?: Entry, updating = false): Verdict =>
  judge(
    { check: check(limits), result: result(value), seconds: 0 },
    measure(baseline && { a: baseline }, updating),
  );

/** A limit, or none, in hundredths. */
const slack = fc.option(fc.integer({ min: 0, max: 400 }), { nil: undefined });
const hundredths = fc.integer({ min: -300, max: 300 });
const of = (n: number | undefined): number | undefined => (n === undefined ? undefined : n / 100);

describe("a verdict", () => {
  it("is what whole numbers say", () => {
    const limit = fc.option(hundredths, { nil: undefined });
    fc.assert(
      fc.property(
        limit,
        limit,
        slack,
        slack,
        hundredths,
        hundredths,
        (max, min, more, percent, value, base) => {
          const limits = {
            max: of(max),
            min: of(min),
            max_increase: of(more),
            max_increase_percent: of(percent),
          };
          const { verdict, reasons } = judged(limits, value / 100, entry(base / 100));
          const tooHigh = max !== undefined && value > max;
          const tooLow = min !== undefined && value < min;
          const rise = value - base;
          // percent in hundredths: rise / |base| > percent / 100 / 100, without a division
          const byMore = more === undefined || rise > more;
          const byPercent = percent === undefined || 10_000 * rise > percent * Math.abs(base);
          const worse = (more !== undefined || percent !== undefined) && byMore && byPercent;
          expect(reasons.length).toBe(Number(tooHigh) + Number(tooLow) + Number(worse));
          expect(verdict).toBe(reasons.length > 0 ? "fails" : rise < 0 ? "better" : "holds");
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("never minds an improvement, and fails on any rise without slack", () => {
    const double = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(double, double, (value, base) => {
        for (const limits of [{ max_increase: 0 }, { max_increase_percent: 0 }])
          expect(judged(limits, value, entry(base)).verdict).toBe(
            value > base ? "fails" : value < base ? "better" : "holds",
          );
      }),
    );
  });

  it.each([
    [{ max: 1 }, 2, undefined, ["mse is 2, not at most 1 (max)"]],
    [{ min: 1, max: 2 }, 0.5, undefined, ["mse is 0.5, not at least 1 (min)"]],
    [{ max: 1 }, Number.NaN, undefined, ["mse is NaN, not at most 1 (max)"]],
    [{ max: 1 }, Infinity, undefined, ["mse is Infinity, not at most 1 (max)"]],
    [
      { max_increase: 0.1 },
      1.2,
      entry(1),
      ["mse is 1.2, 0.2 (+20%) above the baseline 1: more than max_increase 0.1"],
    ],
    [
      { max_increase: 0.1, max_increase_percent: 5 },
      1.2,
      entry(1),
      ["mse is 1.2, 0.2 (+20%) above the baseline 1: more than max_increase 0.1 and max_increase_percent 5"],
    ],
    [{ max_increase: 0.1, max_increase_percent: 20 }, 1.2, entry(1), []],
    [{ max_increase: 0.2, max_increase_percent: 5 }, 1.2, entry(1), []],
    [
      { max_increase_percent: 5 },
      1,
      entry(0),
      ["mse is 1, 1 (+Infinity%) above the baseline 0: more than max_increase_percent 5"],
    ],
    [
      { max_increase: 1 },
      Infinity,
      entry(0),
      ["mse is Infinity, Infinity (+Infinity%) above the baseline 0: more than max_increase 1"],
    ],
    [{ max_increase: 1 }, Number.NaN, entry(0), ["mse is NaN, which nothing can be compared with"]],
    [
      { max_increase: 1 },
      1,
      entry(Number.NaN),
      [
        "the baseline is NaN, which nothing can be compared with (loss check --update-baseline records it anew)",
      ],
    ],
    [
      { max_increase: 1 },
      1,
      entry(-Infinity),
      [
        "the baseline is -Infinity, which nothing can be compared with (loss check --update-baseline records it anew)",
      ],
    ],
    [
      { max_increase: 1 },
      1,
      entry(1, { samples: 11 }),
      ["the baseline is of 11 samples, not of 10 (loss check --update-baseline records it anew)"],
    ],
    [
      { max_increase: 1 },
      1,
      entry(1, { signature: "mae|reduction:mean" }),
      [
        "the baseline is of mae|reduction:mean, not of mse|reduction:mean (loss check --update-baseline records it anew)",
      ],
    ],
    [{ max_increase: 1 }, 1, undefined, ["there is no b.json (loss check --update-baseline writes it)"]],
    // what is not about the baseline does not mind it
    [{ max: 1 }, 1, entry(1, { samples: 11 }), []],
  ] as const)("%j of %d", (limits, value, baseline, reasons) => {
    expect(judged(limits, value, baseline).reasons).toEqual(reasons);
  });

  it("without an entry of its own says so, whatever objects have by themselves", () => {
    const { reasons } = judge(
      { check: { ...check({ max_increase: 1 }), name: "constructor" }, result: result(1), seconds: 0 },
      measure({}),
    );
    expect(reasons).toEqual(["b.json has no baseline for it (loss check --update-baseline adds it)"]);
  });

  it("leaves the old baseline alone while a new one is recorded, but not what no baseline can mend", () => {
    expect(judged({ max_increase: 0 }, 2, entry(1), true)).toMatchObject({
      verdict: "holds",
      change: { increase: 1, percent: 100 },
    });
    expect(judged({ max_increase: 0 }, 2, undefined, true).reasons).toEqual([]);
    expect(judged({ max: 1 }, 2, undefined, true).verdict).toBe("fails");
    expect(judged({ max_increase: 0 }, Number.NaN, entry(1), true).verdict).toBe("fails");
  });
});

describe("the input's hash", () => {
  const noted = (now: string | undefined, then: string | undefined, value: number): string | undefined =>
    noteOf(
      judge(
        { check: check({ max_increase: 1 }), result: result(value, { sha256: now }), seconds: 0 },
        measure({ a: entry(1, { sha256: then }) }),
      ),
    );

  it("fails nothing, and says what the number does not", () => {
    expect(noted("x", "y", 1)).toBe("the input has changed since the baseline");
    expect(noted("x", "x", 1)).toBeUndefined();
    expect(noted("x", "x", 1.5)).toBe(
      "the input is the baseline's, byte for byte: the check, or the version of loss, is another",
    );
    expect(noted(undefined, "x", 1.5)).toBeUndefined();
    expect(noted("x", undefined, 1.5)).toBeUndefined();
  });
});

describe("the exit status", () => {
  const error = judge({ check: check({ max: 1 }), error: "gone", seconds: 0 }, measure(undefined));
  const fails = judged({ max: 1 }, 2);
  const holds = judged({ max: 1 }, 1);
  const tells = (verdict: Verdict): Verdict => ({ ...verdict, check: check({}, true) });

  it("is 3 where a check cannot be computed, else 1 where one fails; informational ones have no say", () => {
    expect(error).toMatchObject({ verdict: "error", reasons: ["gone"] });
    expect(statusOf([])).toBe(0);
    expect(statusOf([holds, holds])).toBe(0);
    expect(statusOf([holds, fails])).toBe(1);
    expect(statusOf([fails, error, holds])).toBe(3);
    expect(statusOf([tells(fails), tells(error), holds])).toBe(0);
    expect(statusOf([tells(error), fails])).toBe(1);
  });
});
