import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Notes } from "../../src/core/notes.ts";
import { ClassNames } from "../../src/readers/classes.ts";
import type { RoleRequest } from "../../src/readers/header.ts";
import { readNdjson } from "../../src/readers/ndjson.ts";
import type { Block, ReadOptions } from "../../src/readers/rows.ts";
import { readTable } from "../../src/readers/table.ts";
import { cutAt, everyCut, type Outcome, outcomeOf, sourceOf } from "./support.ts";

type Reader = (pieces: readonly Buffer[], options: ReadOptions) => AsyncIterable<Block>;

const table: Reader = (pieces, options) => readTable(sourceOf(pieces), options.delimiter ?? ",", options);
const records: Reader = (pieces, options) => readNdjson(sourceOf(pieces), options);

/**
 * The same with the scanner and without, each with class names of its own: values to the bit (toEqual tells -0 from 0 and
 * knows NaN), places, warnings and errors to the word.
 */
async function expectSame(
  read: Reader,
  pieces: readonly Buffer[],
  given: Partial<ReadOptions> = {},
): Promise<void> {
  const outcome = (slow: boolean): Promise<Outcome> =>
    outcomeOf((options) => read(pieces, options), {
      ...given,
      classes: new ClassNames(),
      notes: new Notes(),
      slow,
    });
  expect(await outcome(false)).toEqual(await outcome(true));
}

/** The same for whatever text is drawn, wherever it is cut. */
const expectAlways = (
  read: Reader,
  text: fc.Arbitrary<string>,
  numRuns: number,
  given: Partial<ReadOptions> = {},
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      text,
      fc.array(fc.nat(), { maxLength: 4 }),
      fc.boolean(),
      async (content, cuts, skipMissing) => {
        const bytes = Buffer.from(content);
        const offsets = cuts.map((n) => n % (bytes.length + 1)).sort((a, b) => a - b);
        await expectSame(read, cutAt(bytes, offsets), { ...given, skipMissing });
      },
    ),
    { numRuns },
  );

/** The same for real data with a byte changed. */
const expectSpoilt = (
  read: Reader,
  real: Buffer,
  numRuns: number,
  requests: readonly RoleRequest[],
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(fc.nat(real.length - 1), fc.integer({ min: 0, max: 255 }), async (at, byte) => {
      const bytes = Buffer.from(real);
      bytes[at] = byte;
      await expectSame(read, [bytes], { requests });
    }),
    { numRuns },
  );

const CLASSES: readonly RoleRequest[] = [
  { role: "pred", kind: "real", selector: "p*" },
  { role: "target", kind: "class" },
];

const plainNumber = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer().map(String),
  fc.double({ min: -10, max: 10, noNaN: true }).map((x) => x.toFixed(6)),
  fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x.toExponential(17)),
);
/** Cells that one of the two readers might take differently. */
const oddCell = fc.constantFrom(
  ..."nan NaN inf -Infinity +1 .5 5. -0 1e400 1e-400 1e-320 -1E+05 007 1_000 0x10 1.2.3 abc - . NA null 1e e5 + ٣".split(
    " ",
  ),
  "",
  " 1",
  "1 ",
  "\t2\t",
  '"3"',
  '"3.5"',
  '""',
  '"a,b"',
  '"a\nb"',
  '" 4"',
  '1"2',
  '"1"x',
  "\u00a01",
  "\u0000",
  "\r",
  "true",
  "9007199254740993",
  "123456789012345678901234567890",
  "0.1234567890123456789012345678901234567890",
);

describe("tables", () => {
  const row = (cell: fc.Arbitrary<string>, width: number): fc.Arbitrary<string> =>
    fc.array(cell, { minLength: width, maxLength: width }).map((cells) => cells.join(","));
  const line = fc.oneof(
    { weight: 12, arbitrary: row(plainNumber, 3) },
    { weight: 1, arbitrary: row(oddCell, 3) },
    {
      weight: 1,
      arbitrary: fc.tuple(plainNumber, oddCell, plainNumber).map((cells) => cells.join(",")),
    },
    { weight: 1, arbitrary: fc.constantFrom("", "1,2", "1,2,3,4", "\r", "#", '"', "\ufeff1,2,3") },
  );
  const text = fc
    .tuple(
      fc.constantFrom("pred,x,target", "x,pred,target", '"pred",x,target', "\ufeffpred,target,x"),
      fc.array(line, { maxLength: 40 }),
      fc.constantFrom("\n", "\r\n"),
      fc.boolean(),
    )
    .map(([header, lines, newline, last]) => [header, ...lines].join(newline) + (last ? newline : ""));

  it("carry the same texts along, with and without the scanner", async () => {
    const carried: readonly RoleRequest[] = [
      { role: "pred", kind: "real", selector: "p" },
      { role: "target", kind: "real", selector: "t" },
      { role: "keep", kind: "text" },
      { role: "group_by", kind: "text", selector: "k,p" },
    ];
    const word = fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom("a", "", " b ", "é漢😀", "x y", "NA") },
      { weight: 1, arbitrary: fc.oneof(oddCell, fc.constantFrom('"q"', '"q,""r"', "a\rb", "c\r")) },
    );
    const texts = fc.tuple(word, plainNumber, plainNumber, word);
    const content = fc
      .tuple(
        fc.constantFrom("k,p,t,n", "p,k,n,t", "t,k,p,n"),
        fc.array(texts, { maxLength: 30 }),
        fc.constantFrom("\n", "\r\n"),
        fc.boolean(),
      )
      .map(([header, lines, newline, last]) => {
        const order = header.split(",").map((name) => "kptn".indexOf(name));
        const all = lines.map((cells) => order.map((at) => cells[at]!).join(","));
        return [header, ...all].join(newline) + (last ? newline : "");
      });
    await expectAlways(table, content, 400, { requests: carried });
  });

  it("are the same with and without the scanner, wherever they are cut", async () => {
    await expectAlways(table, text, 1500);
  });

  it.each([
    "pred,x,target\n1,a,2\n3,b,4\n",
    'pred,target\n1,2\n"3","4"\n5,6\n"7\n8",9\n1,2\n',
    "pred,target\r\n1,2\r\n3,4\r\n\r\n",
    "pred,target\n1,2\n\n3,4\n",
    "pred\n1\n\n2\n\n\n",
    "pred,target\n1,2\n3,1e400\n4,x\n",
    "pred,target\n0.1,2e-400\n3e-320,4\n",
  ])("cut at every byte: %j", async (content) => {
    const given = content.startsWith("pred\n") ? { requests: [{ role: "pred", kind: "real" } as const] } : {};
    for (const pieces of everyCut(Buffer.from(content))) await expectSame(table, pieces, given);
  });

  it("of classes read indices as they are, and names by csv-parse", async () => {
    const label = fc.constantFrom("0", "1", "2", "a", "b", "nan", "-100", "1.0", "3.5", "");
    const lines = fc.array(
      fc.tuple(plainNumber, plainNumber, plainNumber, label).map((cells) => cells.join(",")),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(
          "p_a,p_b,p_c,target",
          "p_1,p_0,p_2,target",
          "p_nan,p_b,p_c,target",
          "p1,p2,p3,target",
        ),
        lines,
        fc.boolean(),
        async (header, rows, skipMissing) => {
          const bytes = Buffer.from([header, ...rows].join("\n"));
          await expectSame(table, [bytes], { requests: CLASSES, skipMissing });
        },
      ),
      { numRuns: 300 },
    );
  });

  it("with other delimiters, without a header, larger than a block", async () => {
    for (const delimiter of ["\t", ";", "|", " ", "a", "."]) {
      const bytes = Buffer.from(`pred${delimiter}target\n${`1.5${delimiter}2\n`.repeat(50)}`);
      await expectSame(table, [bytes], { delimiter });
    }
    const rows = Array.from(
      { length: 30_000 },
      (_, i) => `${Math.sin(i)},${i % 977 === 0 ? '"1"' : Math.cos(i)}`,
    );
    const bytes = Buffer.from(`${rows.join("\n")}\n`);
    await expectSame(table, [bytes], { header: false });
    await expectSame(table, cutAt(bytes, [100_000, 400_001, 400_002]), { header: false });
    const wide = Buffer.from(`pred,target\n1,2\n${"0".repeat(300_000)}1,2\n3,4\n`);
    await expectSame(table, [wide]);
  });

  it("that are real ones with a byte changed", async () => {
    const real = readFileSync("fixtures/data/breast_cancer.csv").subarray(0, 3000);
    const requests: readonly RoleRequest[] = [
      { role: "pred", kind: "real", selector: "prob" },
      { role: "target", kind: "label" },
    ];
    await expectSpoilt(table, real, 1500, requests);
  });
});

describe("records", () => {
  const value = fc.oneof(
    {
      weight: 12,
      arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => JSON.stringify(x)),
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        ..."NaN Infinity -Infinity null true 1e400 1e-400 +1 .5 5. 01 [1] {} -0 1E5 1e+5 9007199254740993".split(
          " ",
        ),
        '"NaN"',
        '"x"',
        '"1"',
        "",
      ),
    },
  );
  const blank = fc.constantFrom("", " ", "\t", "  ");
  const record = fc.tuple(value, value, value, blank, fc.nat(20)).map(([a, b, c, gap, kind]) => {
    if (kind === 0) return `{"target":${b},"pred":${a},"id":${c}}`;
    if (kind === 1) return `{"id":${c},"pred":${a},"target":${b},"more":1}`;
    if (kind === 2) return `{"id":${c},"pred":${a},"pred":${a},"target":${b}}`;
    if (kind === 3) return "";
    return `{${gap}"id"${gap}:${gap}${c},${gap}"pred":${gap}${a}${gap},"target":${b}${gap}}${gap}`;
  });
  const text = fc
    .tuple(fc.array(record, { maxLength: 30 }), fc.constantFrom("\n", "\r\n"), fc.boolean())
    .map(
      ([lines, newline, last]) =>
        ['{"id": 0, "pred": 0.5, "target": 1}', ...lines].join(newline) + (last ? newline : ""),
    );

  it("are the same with and without the scanner, wherever they are cut", async () => {
    await expectAlways(records, text, 1500);
  });

  it("cut at every byte", async () => {
    const lines = [
      '{"pred":[1,2.5],"target":0}',
      '{"pred":[3,4],"target":1}',
      '{"pred":[5,null],"target":1}',
    ];
    const bytes = Buffer.from(`${lines.join("\n")}\n\n{"pred":[7,8],"target":0}`);
    for (const pieces of everyCut(bytes)) {
      await expectSame(records, pieces);
      await expectSame(records, pieces, { skipMissing: true });
    }
  });

  it("of real log-probabilities with a byte changed", async () => {
    const real = readFileSync("fixtures/data/iris.ndjson").subarray(0, 2000);
    const requests: readonly RoleRequest[] = [
      { role: "pred", kind: "real" },
      { role: "target", kind: "class" },
    ];
    await expectSpoilt(records, real, 1000, requests);
  });

  it("with columns of several keys, keys that look like numbers, and text beside", async () => {
    const requests: readonly RoleRequest[] = [
      { role: "pred", kind: "real", selector: "p_*" },
      { role: "target", kind: "real" },
    ];
    const several = `${'{"p_a":1.5,"name":"é\\u00e9","p_b":2,"target":3}\n'.repeat(5)}`;
    await expectSame(records, [Buffer.from(several)], { requests });
    await expectSame(records, [Buffer.from('{"p_a":1,"2":5,"p_b":2,"target":3}\n'.repeat(5))], { requests });
    await expectSame(records, [Buffer.from('{"pred":[[1,2]],"target":[[3,4]]}\n'.repeat(5))]);
    await expectSame(records, [Buffer.from("1\n2\n3\n")], { requests: [{ role: "pred", kind: "real" }] });
  });
});
