import { describe, expect, test } from "vitest";
import type { Section } from "../../src/core/section.ts";
import { sectionText } from "../../src/writers/section-text.ts";

const style = { strong: (text: string) => text, faint: (text: string) => text };
const look = { style, width: undefined, ascii: true };

const section = (more: Partial<Section>): Section => ({
  name: "s",
  title: "title",
  columns: [],
  rows: [],
  notes: [],
  json: null,
  ...more,
});

describe("sectionText", () => {
  test("aligns numbers to the right and texts to the left, and shows what would not be seen", () => {
    const columns = [
      { name: "key" },
      { name: "n" },
      { name: "share", percent: true },
      { name: "more", detail: true },
    ];
    const rows = [
      ["a\u001b[2J", 1234567, 0.12345, 1],
      ["", 0.1 + 0.2, 1, 2],
      [null, -0, Number.NaN, 3],
      [{ a: [1] }, 12, 0, 4],
      ["a text that is much longer than a cell may be", 1e300, 0.5, 5],
    ];
    expect(sectionText(section({ columns, rows, notes: ["so it is"] }), look)).toBe(
      [
        "title",
        "  key                             n     share",
        "  a\\u001b[2J                1234567   12.35 %",
        '  ""                            0.3  100.00 %',
        "  null                           -0       NaN",
        '  {"a":[1]}                      12    0.00 %',
        "  a text that is much lon…   1e+300   50.00 %",
        "  (so it is)",
        "",
      ].join("\n"),
    );
  });

  const wide = section({ columns: [{ name: "abcdef" }, { name: "b" }, { name: "c" }], rows: [[1, 2, 3]] });

  test.each([
    [undefined, "title\n  abcdef  b  c\n       1  2  3\n"],
    [14, "title\n  abcdef  b  c\n       1  2  3\n"],
    [13, "title\n  abcdef  b\n       1  2\n  (1 column more than fit here; --format csv has all)\n"],
    [1, "title\n  abcdef\n       1\n  (2 columns more than fit here; --format csv has all)\n"],
  ])("has as many columns as fit in %s", (width, text) => {
    expect(sectionText(wide, { ...look, width })).toBe(text);
  });

  test("has fifty rows, and says how many there are besides", () => {
    const rows = Array.from({ length: 52 }, (_, i) => [i]);
    const lines = sectionText(section({ columns: [{ name: "i" }], rows }), look).split("\n");
    expect(lines.length).toBe(54);
    expect(lines.slice(-3)).toEqual(["  49", "  (2 rows more; --format csv has all)", ""]);
  });

  const bars = section({
    columns: [{ name: "from" }, { name: "n" }],
    rows: [
      [1, 80],
      [2, 41],
      [3, 1],
      [4, 0],
    ],
    bars: 1,
  });

  test("draws bars to the edge, the least of which is seen", () => {
    expect(sectionText(bars, { ...look, width: 32 })).toBe(
      [
        "title",
        "  from   n",
        `     1  80  ${"#".repeat(20)}`,
        `     2  41  ${"#".repeat(10)}`,
        "     3   1  #",
        "     4   0",
        "",
      ].join("\n"),
    );
    expect(sectionText(bars, { ...look, width: 32, ascii: false })).toBe(
      [
        "title",
        "  from   n",
        `     1  80  ${"█".repeat(20)}`,
        `     2  41  ${"█".repeat(10)}▎`,
        "     3   1  ▎",
        "     4   0",
        "",
      ].join("\n"),
    );
  });

  test("tells a record downwards", () => {
    const record = section({
      columns: [{ name: "count" }, { name: "x", detail: true }, { name: "p5" }],
      rows: [[3, 1, 0.5]],
    });
    expect(sectionText({ ...record, record: true }, look)).toBe("title\n  count  3\n  p5     0.5\n");
  });
});
