import * as fc from "fast-check";
import { expect, test } from "vitest";
import { markdownHead, markdownLine, markdownText } from "../../src/writers/markdown-table.ts";

test("a table has a rule that says which columns are numbers, and rows of one line", () => {
  expect(markdownHead(["check", "value"], [false, true])).toBe("| check | value |\n| --- | --: |\n");
  expect(markdownLine(["a|b", "two\nlines"])).toBe("| a\\|b | two lines |\n");
});

test.each([
  ["max_increase_percent", "max_increase_percent"],
  ["_so_", "\\_so\\_"],
  ["a*b `c` [d](e) <f> ~g~ #h &amp; \\", "a\\*b \\`c\\` \\[d\\](e) \\<f\\> \\~g\\~ #h \\&amp; \\\\"],
  ["1 -2 +3%", "1 -2 +3%"],
])("%s shows as it is", (text, markdown) => {
  expect(markdownText(text)).toBe(markdown);
});

test("words come back when their backslashes go", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme-ascii" }), (text) => {
      expect(markdownText(text).replace(/\\(.)/g, "$1")).toBe(text.replace(/ +/g, " "));
    }),
  );
});
