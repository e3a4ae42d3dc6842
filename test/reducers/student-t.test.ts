import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { studentT } from "../../src/reducers/student-t.ts";

interface Quantile {
  readonly confidence: number;
  readonly degrees: number;
  readonly t: number;
}

const { t } = JSON.parse(readFileSync("fixtures/statistics/compare.json", "utf8")) as {
  readonly t: Quantile[];
};

test("quantiles are those of 40-digit arithmetic", () => {
  expect(t).toHaveLength(96);
  for (const { confidence, degrees, t: wanted } of t)
    expect(Math.abs(studentT(confidence, degrees) / wanted - 1), `${confidence}, ${degrees}`).toBeLessThan(
      1e-12,
    );
});

test("a single row has none", () => {
  expect(studentT(0.95, 0)).toBeNaN();
  expect(studentT(0.95, -1)).toBeNaN();
});
