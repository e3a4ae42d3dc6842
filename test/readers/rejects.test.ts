import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InputError, type LossError, type RawRow } from "../../src/core/errors.ts";
import { readJson } from "../../src/readers/json.ts";
import { readNdjson } from "../../src/readers/ndjson.ts";
import { readTable } from "../../src/readers/table.ts";
import { cutAt, outcomeOf, sourceOf } from "./support.ts";

interface Told {
  readonly kind: string | undefined;
  readonly at: number | undefined;
  readonly raw: RawRow | undefined;
}

/** Takes as many as there are. */
function collector() {
  const told: Told[] = [];
  return {
    told,
    rejects: {
      add(error: LossError, raw?: RawRow): void {
        told.push({ kind: error.kind, at: error.place?.line ?? error.place?.record, raw });
      },
      count: 0,
      summary: () => new InputError("bad"),
    },
  };
}

/** Rows of a table that make no sense, each with what is wrong. */
const BAD = {
  "x,1": "number",
  ",1": "missing",
  "1": "fields",
  "1,2,3": "fields",
  "1,1e400": "number",
} as const;
const LINES = {
  '{"pred":"x","target":1}': "number",
  '{"target":1}': "missing",
  "{": "syntax",
  "[1]": "fields",
} as const;

const rowsOf = (bad: Readonly<Record<string, string>>, good: (x: number) => string) =>
  fc.array(
    fc.oneof(
      {
        weight: 3,
        arbitrary: fc.integer({ min: -99, max: 99 }).map((x) => ({ text: good(x), kind: "", x })),
      },
      fc.constantFrom(...Object.entries(bad)).map(([text, kind]) => ({ text, kind, x: 0 })),
    ),
    { maxLength: 12 },
  );
const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });

/** Cuts bytes at some shares of their length. */
const pieces = (bytes: Buffer, at: readonly number[]): Buffer[] =>
  cutAt(
    bytes,
    [...new Set(at.map((share) => Math.floor(share * bytes.length)))].sort((a, b) => a - b),
  );

describe("rows that make no sense are handed on, and their places are holes", () => {
  test("in a table, wherever its bytes are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        rowsOf(BAD, (x) => `${x},7`),
        cuts,
        fc.boolean(),
        async (rows, at, crlf) => {
          const end = crlf ? "\r\n" : "\n";
          const lines = ["pred,target", "0,0", ...rows.map(({ text }) => text)];
          const bytes = Buffer.from(lines.map((line) => line + end).join(""));
          const { told, rejects } = collector();
          const got = await outcomeOf((options) => readTable(sourceOf(pieces(bytes, at)), ",", options), {
            rejects,
          });
          let byte = lines[0]!.length + lines[1]!.length + 2 * end.length;
          const wanted: Told[] = [];
          for (const [i, { text, kind }] of rows.entries()) {
            if (kind) wanted.push({ kind, at: i + 3, raw: { byte, text } });
            byte += text.length + end.length;
          }
          expect(told).toEqual(wanted);
          expect(got.failure).toBeUndefined();
          expect(got.missing).toEqual(wanted.map((one) => one.at! - 2));
          const sound = rows.flatMap(({ kind, x }, i) => (kind ? [] : [[i + 1, x]]));
          expect(sound.map(([row]) => [row, got.values.pred![row!]])).toEqual(sound);
        },
      ),
    );
  });

  test("in lines of JSON, wherever their bytes are cut", async () => {
    const good = (x: number): string => `{"pred":${x},"target":7}`;
    await fc.assert(
      fc.asyncProperty(rowsOf(LINES, good), cuts, async (rows, at) => {
        const lines = [good(0), ...rows.map(({ text }) => text)];
        const bytes = Buffer.from(lines.map((line) => `${line}\n`).join(""));
        const { told, rejects } = collector();
        const got = await outcomeOf((options) => readNdjson(sourceOf(pieces(bytes, at)), options), {
          rejects,
        });
        let byte = lines[0]!.length + 1;
        const wanted: Told[] = [];
        for (const [i, { text, kind }] of rows.entries()) {
          if (kind) wanted.push({ kind, at: i + 2, raw: { byte, text } });
          byte += text.length + 1;
        }
        expect(told).toEqual(wanted);
        expect(got.missing).toEqual(wanted.map((one) => one.at! - 1));
      }),
    );
  });

  test("in a document, with their records", async () => {
    const records = [
      { pred: 1, target: 1 },
      { pred: "x", target: 1 },
      { pred: 2, target: [3] },
      { pred: 4, target: 5 },
    ];
    const { told, rejects } = collector();
    const bytes = Buffer.from(JSON.stringify(records));
    const got = await outcomeOf((options) => readJson(sourceOf([bytes]), options), { rejects });
    expect(told).toEqual([
      { kind: "number", at: 2, raw: { byte: undefined, text: JSON.stringify(records[1]) } },
      { kind: "fields", at: 3, raw: { byte: undefined, text: JSON.stringify(records[2]) } },
    ]);
    expect(got).toMatchObject({ rows: 4, missing: [1, 2], failure: undefined });
  });

  test("but what all rows share ends the reading", async () => {
    const { told, rejects } = collector();
    const read = (text: string) =>
      outcomeOf((options) => readTable(sourceOf([Buffer.from(text)]), ",", options), { rejects });
    expect((await read("a,b,c\n1,2,3\n")).failure).toMatch("no column is known to hold it");
    expect((await read('pred,target\n1,2\n3,"4\n')).failure).toMatch(
      "a quote opened in this row is never closed",
    );
    expect(told).toEqual([]);
  });
});
