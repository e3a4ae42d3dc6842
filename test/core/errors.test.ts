import { describe, expect, test } from "vitest";
import {
  escapeControls,
  FileError,
  formatMessage,
  InputError,
  quote,
  UsageError,
} from "../../src/core/errors.ts";

test("each kind of failure has its status", () => {
  expect([new UsageError("a"), new InputError("b"), new FileError("c")].map(({ status }) => status)).toEqual([
    2, 3, 4,
  ]);
});

describe("formatMessage", () => {
  test.each<[wanted: string, ...Parameters<typeof formatMessage>]>([
    ["class 12 is outside 0..9", "class 12 is outside 0..9"],
    [
      "preds.csv:17:4: target: class 12 is outside 0..9",
      "class 12 is outside 0..9",
      { source: "preds.csv", line: 17, column: 4, subject: "target" },
    ],
    ["stdin:3: it is bad (mend it)", "it is bad", { source: "stdin", line: 3 }, "mend it"],
    ["a.json: record 3: pred[1]: bad", "bad", { source: "a.json", record: 3, subject: "pred[1]" }],
    ["a: bad", "bad", { source: "a", column: 4 }],
    ["a\\nb: c\\u001b[31m: bad", "bad", { source: "a\nb", subject: "c\u001b[31m" }],
  ])("%s", (wanted, ...parts) => {
    expect(formatMessage(...parts)).toBe(wanted);
  });
});

test.each([
  ["plain text, with 'quotes' and ünïcödé", "plain text, with 'quotes' and ünïcödé"],
  ["\t\n\r\0", "\\t\\n\\r\\u0000"],
  ["\u001b[2J", "\\u001b[2J"],
  ["\u202e\u200b\ufeff\u00a0", "\\u202e\\u200b\\ufeff\\u00a0"],
  ["\u2028\ud800", "\\u2028\\ud800"],
  ["\u{e0001}", "\\u{e0001}"],
])("escapeControls(%j)", (text, wanted) => {
  expect(escapeControls(text)).toBe(wanted);
});

test("quote cuts what is long", () => {
  expect(quote("abc")).toBe('"abc"');
  expect(quote("x".repeat(40))).toBe(`"${"x".repeat(40)}"`);
  expect(quote("x".repeat(41))).toBe(`"${"x".repeat(40)}…"`);
});
