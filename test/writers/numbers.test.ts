import { expect, test } from "vitest";
import { type Positions, positionAt } from "../../src/core/row-block.ts";
import { jsonNumber, numberText } from "../../src/core/value-text.ts";
import { cellNames, jsonNested } from "../../src/writers/numbers.ts";

test("numbers keep their sign and their names", () => {
  expect([0, -0, 1e21, 1e-7, Number.NaN, -Infinity].map(numberText)).toEqual([
    "0",
    "-0",
    "1e+21",
    "1e-7",
    "NaN",
    "-Infinity",
  ]);
  expect([-0, Number.NaN, Infinity, 0.1].map(jsonNumber)).toEqual(["-0", '"NaN"', '"Infinity"', "0.1"]);
});

test("nested arrays are written row by row", () => {
  const values = Float64Array.from({ length: 20 }, (_, i) => i);
  const cell = (all: Positions, i: number): string => String(positionAt(all, i));
  expect(jsonNested(values, 3, [], cell)).toBe("3");
  expect(jsonNested(values, 3, [2], cell)).toBe("[3,4]");
  expect(jsonNested(values, 0, [2, 1, 3], cell)).toBe("[[[0,1,2]],[[3,4,5]]]");
});

test.each([
  ["a column", "pred", ["yhat"], [], ["yhat"]],
  ["several columns", "pred", ["a", "b"], [2], ["a", "b"]],
  ["a key that holds an array", "pred", ["logits"], [3], ["logits_0", "logits_1", "logits_2"]],
  ["a key that holds an array of one", "pred", ["logits"], [1], ["logits_0"]],
  ["nested arrays", "pred", ["p"], [2, 2], ["p_0_0", "p_0_1", "p_1_0", "p_1_1"]],
  ["a column without a name", "pred", ["@1"], [], ["pred"]],
  ["columns without names", "pred", ["@1", "@2"], [2], ["pred_0", "pred_1"]],
  ["nothing that has a name", "pred", [], [], ["pred"]],
] as const)("cells are named after %s", (_, role, names, shape, expected) => {
  expect(cellNames(role, names, shape)).toEqual(expected);
});
