import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readTable } from "../../src/readers/table.ts";
import { cutAt, everyCut, type Outcome, outcomeOf, sourceOf } from "./support.ts";

/** A cell, and the ways in which a writer may put it. */
interface Cell {
  readonly text: string;
  readonly quoted: boolean;
  readonly blanks: string;
}

const double = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE),
  fc.integer(),
);
const number = fc.record({
  value: double,
  quoted: fc.boolean(),
  blanks: fc.constantFrom("", "", " ", "\t "),
});
const note = fc.record({
  text: fc.string({ unit: fc.constantFrom("a", "é", "😀", ",", ";", '"', "\n", "\r\n", "\r", " ", "|") }),
  quoted: fc.boolean(),
});
const layout = fc.record({
  delimiter: fc.constantFrom(",", ";", "|", "\t"),
  mark: fc.boolean(),
  closed: fc.boolean(),
  blankLines: fc.integer({ min: 0, max: 2 }),
  endings: fc.infiniteStream(fc.constantFrom("\n", "\r\n")),
});
const rows = fc.array(fc.record({ pred: number, target: number, note }), { maxLength: 8 });

const show = (value: number): string => (Object.is(value, -0) ? "-0" : String(value));

/** Writes a cell; what would be read otherwise without quotes gets them. */
function put({ text, quoted, blanks }: Cell, delimiter: string): string {
  const padded = blanks.includes(delimiter) ? text : blanks + text + blanks;
  const must = /["\r\n]/.test(text) || text.includes(delimiter);
  return quoted || must ? `"${padded.replaceAll('"', '""')}"` : padded;
}

interface Written {
  readonly text: string;
  readonly expected: Omit<Outcome, "warnings">;
}

const written: fc.Arbitrary<Written> = fc.tuple(rows, layout).map(([rows, layout]) => {
  const { delimiter, mark, closed, blankLines, endings } = layout;
  const ending = (): string => endings.next().value;
  let text = `${mark ? "\ufeff" : ""}note${delimiter}target${delimiter}pred`;
  const lines: number[] = [];
  for (const { pred, target, note } of rows) {
    text += ending();
    lines.push(text.split("\n").length);
    const cells = [
      { ...note, blanks: "" },
      { ...target, text: show(target.value) },
      { ...pred, text: show(pred.value) },
    ];
    text += cells.map((cell) => put(cell, delimiter)).join(delimiter);
  }
  if (closed) for (let i = 0; i <= blankLines; i++) text += ending();
  const values = {
    pred: rows.map(({ pred }) => pred.value),
    target: rows.map(({ target }) => target.value),
  };
  return {
    text,
    expected: {
      rows: rows.length,
      values: rows.length > 0 ? values : {},
      missing: [],
      lines,
      failure: undefined,
    },
  };
});

const delimiterOf = (text: string): string => /[,;|\t]/.exec(text)![0];

const read = (pieces: readonly Buffer[], delimiter: string): Promise<Outcome> =>
  outcomeOf((options) => readTable(sourceOf(pieces), delimiter, options));

describe("a written table", () => {
  test("is read back to the bit, with the lines of its rows, wherever it is cut", async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ text, expected }) => {
        const bytes = Buffer.from(text);
        const delimiter = delimiterOf(text);
        expect(await read([bytes], delimiter)).toEqual({ ...expected, warnings: [] });
        for (const pieces of everyCut(bytes))
          expect(await read(pieces, delimiter)).toEqual({ ...expected, warnings: [] });
      }),
      { numRuns: 40 },
    );
  });

  test("that is damaged gives the same rows and the same message wherever it is cut", async () => {
    const damage = fc.record({
      at: fc.double({ min: 0, max: 1, noNaN: true }),
      bytes: fc
        .constantFrom('"', "\0", "\n", "\r", ",", "x", "\ufeff", "\xff", "\n\n", '"\n"', "NA", "1e400", "#")
        .map((text) => Buffer.from(text, text === "\xff" ? "latin1" : "utf8")),
      cut: fc.integer({ min: 0, max: 3 }),
    });
    await fc.assert(
      fc.asyncProperty(
        written,
        fc.array(damage, { minLength: 1, maxLength: 3 }),
        async ({ text }, damages) => {
          let bytes = Buffer.from(text);
          for (const { at, bytes: extra, cut } of damages) {
            const start = Math.floor(at * bytes.length);
            bytes = Buffer.concat([bytes.subarray(0, start), extra, bytes.subarray(start + cut)]);
          }
          const delimiter = delimiterOf(text);
          const whole = await read([bytes], delimiter);
          for (const pieces of everyCut(bytes)) expect(await read(pieces, delimiter)).toEqual(whole);
        },
      ),
      { numRuns: 60 },
    );
  });
});

test("lines that end in a lone carriage return are read wherever they are cut, and noted", async () => {
  const bytes = Buffer.from('pred,target\r1,2\r"3",4\r');
  for (const pieces of [[bytes], ...everyCut(bytes)])
    expect(await read(pieces, ",")).toEqual({
      rows: 2,
      values: { pred: [1, 3], target: [2, 4] },
      missing: [],
      lines: [2, 3],
      warnings: ["t: lines end in a lone carriage return"],
      failure: undefined,
    });
});

test("more rows than a block has room for at first keep their lines and their holes", async () => {
  const count = 1000;
  const text = `pred,target\n${Array.from({ length: count }, (_, i) => (i % 7 === 3 ? `NA,${i}` : `${i},${i}`)).join("\n")}`;
  for (const pieces of [[Buffer.from(text)], cutAt(Buffer.from(text), [100, 101, 4000])]) {
    const { rows, values, missing, lines } = await outcomeOf(
      (options) => readTable(sourceOf(pieces), ",", options),
      { skipMissing: true },
    );
    expect(rows).toBe(count);
    expect(values.target).toEqual(Array.from({ length: count }, (_, i) => i));
    expect(missing).toEqual(Array.from({ length: count }, (_, i) => i).filter((i) => i % 7 === 3));
    expect(lines).toEqual(Array.from({ length: count }, (_, i) => i + 2));
  }
});
