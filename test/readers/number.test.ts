import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isMissing, parseNumber, trimBlanks, underflowed } from "../../src/readers/number.ts";

const digits = fc.string({ unit: fc.constantFrom(..."0123456789"), minLength: 1, maxLength: 30 });
const decimal = fc
  .record({
    sign: fc.constantFrom("", "+", "-"),
    whole: fc.option(digits, { nil: "" }),
    part: fc.option(digits, { nil: undefined }),
    exponent: fc.option(
      fc.tuple(fc.constantFrom("e", "E"), fc.constantFrom("", "+", "-"), fc.integer({ min: 0, max: 330 })),
      { nil: undefined },
    ),
  })
  .filter(({ whole, part }) => whole !== "" || part !== undefined)
  .map(
    ({ sign, whole, part, exponent }) =>
      `${sign}${whole}${part === undefined ? "" : `.${part}`}${exponent ? exponent.join("") : ""}`,
  );

/** A decimal number by a machine of states, so that nothing is shared with what is tested. */
function isDecimal(text: string): boolean {
  let at = 0;
  const take = (set: string): number => {
    const start = at;
    while (at < text.length && set.includes(text[at]!)) at++;
    return at - start;
  };
  if ("+-".includes(text[at] ?? "x")) at++;
  const whole = take("0123456789");
  let part = 0;
  if (text[at] === ".") {
    at++;
    part = take("0123456789");
  }
  if (whole + part === 0) return false;
  if ("eE".includes(text[at] ?? "x")) {
    at++;
    if ("+-".includes(text[at] ?? "x")) at++;
    if (take("0123456789") === 0) return false;
  }
  return at === text.length;
}

describe("decimals", () => {
  test("are what Number() makes of them, but for those that no double holds", () => {
    fc.assert(
      fc.property(decimal, (text) => {
        const value = Number(text);
        const found = parseNumber(text);
        if (Number.isFinite(value)) expect(found).toBe(value);
        else expect(found).toEqual({ problem: "is larger than a double can hold" });
      }),
      { numRuns: 2000 },
    );
  });

  test("every double is read back to the bit", () => {
    fc.assert(
      fc.property(fc.double(), (value) => {
        expect(parseNumber(Object.is(value, -0) ? "-0" : String(value))).toBe(value);
      }),
      { numRuns: 2000 },
    );
  });

  test("nothing else is a number, whatever Number() says", () => {
    const text = fc.string({
      unit: fc.constantFrom(..."0159+-.eExXob_,' \t\u00a0nNaAiIfFtTyY"),
      maxLength: 8,
    });
    fc.assert(
      fc.property(text, (text) => {
        const found = parseNumber(text);
        const word = /^[+-]?(?:nan|inf|infinity)$/i.test(text);
        // 9E1000 is spelt as a number is, and is none that a double holds
        const spelt = typeof found === "number" || found.problem === "is larger than a double can hold";
        expect(spelt).toBe(word || isDecimal(text));
      }),
      { numRuns: 5000, examples: [["9E1000"], ["-1e999"], [".e5"]] },
    );
  });

  test.each([
    ["9007199254740993", 9007199254740992],
    ["1.00000000000000011102230246251565404236316680908203125", 1],
    ["1.00000000000000011102230246251565404236316680908203126", 1.0000000000000002],
    ["2.2250738585072011e-308", 2.225073858507201e-308],
    ["179769313486231580793728971405301e276", Number.MAX_VALUE],
    ["2.4703282292062327e-324", 0],
    ["2.4703282292062328e-324", 5e-324],
    ["-nan", Number.NaN],
    ["+INF", Infinity],
    ["-Infinity", -Infinity],
  ])("%s", (text, value) => {
    expect(parseNumber(text)).toBe(value);
  });

  test.each(["1e400", "-1e400", "1.7976931348623159e308"])("%s is too large", (text) => {
    expect(parseNumber(text)).toEqual({ problem: "is larger than a double can hold" });
  });

  test("4096 characters may be a number, more may not", () => {
    expect(parseNumber(`0.${"0".repeat(4094)}`)).toBe(0);
    expect(parseNumber(`0.${"0".repeat(4095)}`)).toEqual({
      problem: "is 4097 characters long, more than 4096; that is no number",
    });
  });
});

test("blanks are spaces and tabs", () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(" ", "\t", "\n", "\u00a0", "a") }), (text) => {
      expect(trimBlanks(text)).toBe(text.replace(/^[ \t]+/, "").replace(/[ \t]+$/, ""));
    }),
  );
});

test.each(["", "NA", "na", "N/A", "#N/A", "null", "NULL", "None", "-", "."])("%j is missing", (text) => {
  expect(isMissing(text)).toBe(true);
});

test.each(["0", "nan", "nil", "--", "..", "NA ", "nul", "nonee"])("%j is not missing", (text) => {
  expect(isMissing(text)).toBe(false);
});

test("what underflows is told from zeros", () => {
  for (const text of ["1e-400", "-0.0001e-999", `0.${"0".repeat(400)}7`])
    expect([text, underflowed(text)]).toEqual([text, true]);
  for (const text of ["0", "0.000", "-0e5", "0e-999"])
    expect([text, underflowed(text)]).toEqual([text, false]);
});
