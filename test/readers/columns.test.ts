import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { ClassNames } from "../../src/readers/classes.ts";
import { pickColumns } from "../../src/readers/columns.ts";
import type { RoleRequest } from "../../src/readers/header.ts";

const requestsFor = (selectors: Readonly<Record<string, string | undefined>>): RoleRequest[] =>
  Object.entries(selectors).map(([role, selector]) => ({ role, kind: "real", selector }));

/** The columns of each role, or the message. */
function pick(
  names: readonly string[],
  selectors: Readonly<Record<string, string | undefined>> = { pred: undefined, target: undefined },
  named = true,
): Record<string, readonly number[]> | string {
  const place = { source: "t", ...(named && { line: 1 }) };
  const header = { names: named ? names : names.map((_, i) => `@${i + 1}`), place, named, assumed: named };
  try {
    const picks = pickColumns(requestsFor(selectors), header, new ClassNames());
    return Object.fromEntries(picks.map(({ role, columns }) => [role, columns]));
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    return `${error.status}: ${formatMessage(error.message, error.place, error.hint)}`;
  }
}

const split = (text: string): string[] => text.split(",");

describe("selectors", () => {
  const header = ["id", "logit_0", "logit_1", "logit_10", "a.b", "a,c", "@2", "x*"];
  test.each([
    ["logit_0", [1]],
    ["logit_1,logit_0", [2, 1]],
    [" logit_1 , id ", [2, 0]],
    ["logit_*", [1, 2, 3]],
    ["logit_?", [1, 2]],
    ["**_1*", [2, 3]],
    ["*.b", [4]],
    ["a?c", [5]],
    ["a,c", [5]],
    ["@1", [0]],
    ["@2", [6]],
    ["@2-@4", [1, 2, 3]],
    ["@3-4,id", [2, 3, 0]],
    ["x*", [7]],
  ])("%s", (selector, columns) => {
    expect(pick(header, { role: selector })).toEqual({ role: columns });
  });

  test.each([
    [
      "logit_2",
      '3: t:1: role: there is no column "logit_2"; there are id, logit_0, logit_1, logit_10, "a.b", "a,c", @2, "x*" (did you mean "logit_0" or "logit_1" or "logit_10"?)',
    ],
    [
      "a.*c",
      '3: t:1: role: no column matches "a.*c"; there are id, logit_0, logit_1, logit_10, "a.b", "a,c", @2, "x*"',
    ],
    ["@9", "3: t:1: role: there is no column @9; there are 8"],
    ["@3-@2", '2: --role: "@3-@2" is no range of positions'],
    ["id,", '2: --role has an empty column name in "id,"'],
    ["id,*d", '2: --role picks column "id" twice'],
  ])("%s is refused", (selector, message) => {
    expect(pick(header, { role: selector })).toBe(message.replaceAll('"a.b"', "a.b"));
  });

  test("match what a glob's letters say, in header order", () => {
    const name = fc.string({ unit: fc.constantFrom("a", "b", ".", "_"), minLength: 1, maxLength: 4 });
    const glob = fc.string({ unit: fc.constantFrom("a", "b", ".", "*", "?"), minLength: 1, maxLength: 5 });
    const matches = (text: string, pattern: string): boolean => {
      if (pattern === "") return text === "";
      if (pattern[0] === "*")
        return matches(text, pattern.slice(1)) || (text !== "" && matches(text.slice(1), pattern));
      return (
        text !== "" &&
        (pattern[0] === "?" || pattern[0] === text[0]) &&
        matches(text.slice(1), pattern.slice(1))
      );
    };
    fc.assert(
      fc.property(fc.uniqueArray(name, { minLength: 1, maxLength: 8 }), glob, (names, pattern) => {
        fc.pre(!names.includes(pattern));
        const columns = names.flatMap((text, i) => (matches(text, pattern) ? [i] : []));
        const found = pick(names, { role: pattern });
        if (columns.length > 0) expect(found).toEqual({ role: columns });
        else expect(found).toMatch(/^3: t:1: role: (?:no column matches|there is no column) /);
      }),
      { numRuns: 2000 },
    );
  });

  test("without a header are positions only", () => {
    expect(pick(["5", "6"], { role: "@2" }, false)).toEqual({ role: [1] });
    expect(pick(["5", "6"], { role: "*" }, false)).toBe(
      '3: t: role: no column matches "*"; there are @1, @2 (without a header, columns have positions only: --role @1)',
    );
  });

  test("of a name that stands twice are refused, by position they are not", () => {
    const twice = 't:1:2: role: column "b" stands at @2 and @3 (pick one by its position: --role @2)';
    for (const selector of ["b", "a,b", "*", "b*"])
      expect(pick(split("a,b,b"), { role: selector })).toBe(`3: ${twice}`);
    for (const selector of ["a", "@3", "a,@3", "@1-@3"])
      expect(typeof pick(split("a,b,b"), { role: selector })).toBe("object");
    expect(pick(["b ", " b"], { role: "b" })).toBe(
      '3: t:1: role: "b " and " b" may both hold it (pick one by its position: --role @1)',
    );
  });

  test("say where two roles take one column", () => {
    expect(pick(split("a,b"), { pred: "a", target: "*" })).toBe(
      '2: pred and target are the same column, "a"',
    );
    expect(pick(split("a,b"), { pred: "a", sample_weight: "a" })).toBe(
      '2: pred and --sample-weight are the same column, "a"',
    );
  });
});

describe("guesses", () => {
  test.each([
    ["pred,target", [0], [1]],
    ["y_true,y_pred", [1], [0]],
    ["id,y,yhat", [2], [1]],
    ["Score, LABEL ", [0], [1]],
    ["prob_a,prob_b,class", [0, 1], [2]],
    ["logit,prob,y", [1], [2]],
    ["class_weight,class,logits", [2], [1]],
    ["a,b", [0], [1]],
    ["pred_0,pred_1,target_0,target_1", [0, 1], [2, 3]],
  ])("%s", (header, pred, target) => {
    expect(pick(split(header))).toEqual({ pred, target });
  });

  test.each([
    ["a,b,c", "3: t:1: pred: no column is known to hold it; there are a, b, c (choose with --pred NAME)"],
    [
      "pred,b",
      "3: t:1: target: no column is known to hold it; there are pred, b (choose with --target NAME)",
    ],
    [
      "prob_a,prob_b,logit_a,logit_b,y",
      "3: t:1: pred: more than one group of columns may hold it; there are prob_a, prob_b, logit_a, logit_b, y (choose with --pred NAME)",
    ],
    [
      "pred,pred,y",
      '3: t:1:1: pred: column "pred" stands at @1 and @2 (pick one by its position: --pred @1)',
    ],
    ["pred,PRED,y", '3: t:1: pred: "pred" and "PRED" may both hold it (pick one by its position: --pred @1)'],
    [
      "pred;target",
      "3: t:1: pred: no column is known to hold it; there are \"pred;target\" (did you mean --delimiter ';'?)",
    ],
    [
      "0.5,1",
      '2: t:1: the header is "0.5", "1": that looks like data (no header? use --no-header; if it is one, --header)',
    ],
  ])("%s is refused", (header, message) => {
    expect(pick(split(header))).toBe(message);
  });

  test("of the one role that an input holds take its one column, or those that belong together", () => {
    const alone = { input1: undefined };
    expect(pick(["x"], alone)).toEqual({ input1: [0] });
    expect(pick(split("x_a,x_b"), alone)).toEqual({ input1: [0, 1] });
    expect(pick(split("5,6,7"), alone, false)).toEqual({ input1: [0, 1, 2] });
    expect(pick(split("x,z"), alone)).toBe(
      "3: t:1: input1: no column is known to hold it; there are x, z (choose with --input1 NAME)",
    );
  });
});

describe("columns of two roles that pair up", () => {
  const message =
    '3: t:1: target: column "target_b" would pair with "pred_a" of pred (list the columns of both in one order)';
  test.each([
    ["pred_a,pred_b,target_b,target_a", {}, message],
    ["pred_a,pred_b,target_b,target_a", { pred: "pred_*", target: "target_b,target_a" }, message],
    ["pred_a,pred_b,target_a,target_b", {}, { pred: [0, 1], target: [2, 3] }],
    ["pred_a,pred_b,target_b,target_c", {}, { pred: [0, 1], target: [2, 3] }],
    [
      "pred_a,pred_b,target_b,target_a",
      { pred: "pred_a,pred_b", target: "target_b,target_a" },
      { pred: [0, 1], target: [2, 3] },
    ],
  ])("%s %j", (header, selectors, outcome) => {
    expect(pick(split(header), { pred: undefined, target: undefined, ...selectors })).toEqual(outcome);
  });
});

test("a hundred thousand columns are found at once", () => {
  const names = Array.from({ length: 100_000 }, (_, i) => `c${i}`);
  expect(pick(names, { pred: "c*" })).toEqual({ pred: names.map((_, i) => i) });
});
