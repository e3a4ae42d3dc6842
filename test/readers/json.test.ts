import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readJson } from "../../src/readers/json.ts";
import {
  countUnderflows,
  JsonError,
  type JsonPath,
  JsonPlaces,
  lineAndColumn,
  parseJson,
  parseJsonText,
} from "../../src/readers/json-text.ts";
import { readNdjson } from "../../src/readers/ndjson.ts";
import { everyCut, type Outcome, outcomeOf, sourceOf } from "./support.ts";

const double = fc.oneof(
  fc.double(),
  fc.constantFrom(0, -0, Number.NaN, Infinity, -Infinity, Number.MIN_VALUE, Number.MAX_VALUE),
);
const blank = fc.constantFrom("", "", " ", "\t", " \r");

/** A number as JSON has it; what JSON has no word for is a string, or the bare word that Python writes. */
const shown = (value: number, bare: boolean): string => {
  if (Object.is(value, -0)) return "-0";
  return Number.isFinite(value) || bare ? String(value) : `"${value}"`;
};

interface Written {
  readonly text: string;
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly lines: readonly number[];
}

const record = fc.record({
  pred: fc.array(double, { minLength: 2, maxLength: 2 }),
  target: fc.array(double, { minLength: 2, maxLength: 2 }),
  note: fc.jsonValue(),
  bare: fc.boolean(),
  blank,
  swapped: fc.boolean(),
  gap: fc.constantFrom("", "", "\n", "\r\n"),
});

const keys = (row: {
  pred: number[];
  target: number[];
  note: unknown;
  bare: boolean;
  blank: string;
  swapped: boolean;
}): string => {
  const { blank: b, bare } = row;
  const array = (values: number[]): string => `[${values.map((v) => b + shown(v, bare)).join(`${b},`)}${b}]`;
  const parts = [
    `"pred"${b}:${b}${array(row.pred)}`,
    `"target":${array(row.target)}${b}`,
    `"note":${JSON.stringify(row.note)}`,
  ];
  return `${b}{${(row.swapped ? parts.reverse() : parts).join(`,${b}`)}}${b}`;
};

const written: fc.Arbitrary<Written> = fc
  .tuple(fc.array(record, { minLength: 1, maxLength: 5 }), fc.boolean(), fc.boolean())
  .map(([records, mark, closed]) => {
    let text = mark ? "\ufeff" : "";
    const lines: number[] = [];
    records.forEach((row, i) => {
      if (i > 0) text += `\n${row.gap}`;
      lines.push(text.split("\n").length);
      text += keys(row);
    });
    const values = {
      pred: records.flatMap(({ pred }) => pred),
      target: records.flatMap(({ target }) => target),
    };
    return { text: closed ? `${text}\n` : text, values, lines };
  });

const ndjson = (pieces: readonly Buffer[]): Promise<Outcome> =>
  outcomeOf((options) => readNdjson(sourceOf(pieces), options));
const json = (pieces: readonly Buffer[]): Promise<Outcome> =>
  outcomeOf((options) => readJson(sourceOf(pieces), options));

/** Records in one array instead of one a line. */
const asArray = (text: string): string =>
  `[${text
    .replace(/^\ufeff/, "")
    .split("\n")
    .filter((line) => line.trim() !== "")
    .join(",\n")}]`;

const damaged = (text: string, at: number, extra: Buffer, cut: number): Buffer => {
  const bytes = Buffer.from(text);
  const start = Math.floor(at * bytes.length);
  return Buffer.concat([bytes.subarray(0, start), extra, bytes.subarray(start + cut)]);
};
const damage = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc
    .constantFrom('"', "\0", "\n", ",", "}", "]", "null", "\ufeff", "1e999", "\\", "[", '"pred":1,')
    .map((s) => Buffer.from(s)),
  fc.integer({ min: 0, max: 3 }),
);

describe("written records", () => {
  test("are read back to the bit, with their lines, wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ text, values, lines }) => {
        const bytes = Buffer.from(text);
        const expected = { rows: lines.length, values, missing: [], lines, warnings: [], failure: undefined };
        expect(await ndjson([bytes])).toEqual(expected);
        for (const pieces of everyCut(bytes)) expect(await ndjson(pieces)).toEqual(expected);
      }),
      { numRuns: 40 },
    );
  });

  test("that are damaged give the same rows and the same message wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(written, damage, async ({ text }, [at, extra, cut]) => {
        const bytes = damaged(text, at, extra, cut);
        const whole = await ndjson([bytes]);
        for (const pieces of everyCut(bytes)) expect(await ndjson(pieces)).toEqual(whole);
      }),
      { numRuns: 60 },
    );
  });

  test("are read the same from an array, and from arrays of columns", async () => {
    await fc.assert(
      fc.asyncProperty(written, async ({ text, values, lines }) => {
        const { rows, values: found, failure } = await json([Buffer.from(asArray(text))]);
        expect({ rows, found, failure }).toEqual({ rows: lines.length, found: values, failure: undefined });
        const rowsOf = (flat: readonly number[]): string =>
          `[${lines.map((_, i) => `[${shown(flat[2 * i]!, false)},${shown(flat[2 * i + 1]!, true)}]`).join()}]`;
        const columns = `{"target":${rowsOf(values.target!)},"pred":${rowsOf(values.pred!)}}`;
        const turned = await json([Buffer.from(columns)]);
        expect(turned.values).toEqual(values);
      }),
      { numRuns: 100 },
    );
  });

  test("in a damaged document fail the same way wherever they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(written, damage, async ({ text }, [at, extra, cut]) => {
        const bytes = damaged(asArray(text), at, extra, cut);
        const whole = await json([bytes]);
        const [ones = []] = [...everyCut(bytes)].slice(-1);
        expect(await json(ones)).toEqual(whole);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the careful parser", () => {
  const mutated = fc
    .tuple(fc.jsonValue({ maxDepth: 5 }), damage, fc.boolean())
    .map(([value, [at, extra, cut], intact]) => {
      const text = JSON.stringify(value, null, intact ? 1 : 0);
      return intact ? text : damaged(text, at, extra, cut).toString();
    });

  test("reads what JSON.parse reads and refuses what it refuses, with a place in the text", () => {
    fc.assert(
      fc.property(fc.oneof(mutated, fc.string()), (text) => {
        let expected: unknown;
        let valid = true;
        try {
          expected = JSON.parse(text);
        } catch {
          valid = false;
        }
        if (valid) expect(parseJsonText(text, new Set())).toEqual(expected);
        else {
          let caught: unknown;
          try {
            parseJsonText(text, new Set());
          } catch (error) {
            caught = error;
          }
          if (caught === undefined) expect(text).toMatch(/NaN|Infinity/);
          else {
            expect(caught).toBeInstanceOf(JsonError);
            expect((caught as JsonError).offset).toBeGreaterThanOrEqual(0);
            expect((caught as JsonError).offset).toBeLessThanOrEqual(text.length);
          }
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("every proper beginning of a record is told as cut off", () => {
    const text = '{"pred": [1.5e-3, -2, true, null, NaN, -Infinity], "t\\u0041": "a\\"b"}';
    for (let end = 1; end < text.length; end++) {
      const error = (() => {
        try {
          parseJsonText(text.slice(0, end), new Set());
        } catch (caught) {
          return caught;
        }
        return undefined;
      })();
      expect([text.slice(0, end), (error as JsonError).cut]).toEqual([text.slice(0, end), true]);
    }
  });

  test("keeps bare words apart from strings that contain them", () => {
    expect(parseJson('{"a": NaN, "b": "NaN", "c": [-Infinity]}')).toEqual({
      a: "NaN",
      b: "NaN",
      c: ["-Infinity"],
    });
  });

  test("strings of megabytes do not overflow the stack", () => {
    const long = "a\\n".repeat(1_000_000);
    expect(parseJsonText(`["${long}", NaN]`, new Set())).toEqual(["a\n".repeat(1_000_000), "NaN"]);
  });
});

test.each([
  ['{"pred":[1e-400]}', 1],
  ['{"pred":[0e-400, 0.0, 1e-300, 5e-324]}', 0],
  ['{"pred":[-1.5E-400, 1e-999]}', 2],
  [`[0.${"0".repeat(330)}1]`, 1],
  [`[0.${"0".repeat(330)}, 1${"0".repeat(300)}]`, 0],
])("numbers too small for a double are counted: %#", (text, count) => {
  expect(countUnderflows(text)).toBe(count);
});

describe("the places of a text's values", () => {
  test("are those of their keys, or of themselves in a list", () => {
    const text = '{"a": [1,\n  {"b": null}], "c" : {}}';
    const places = new JsonPlaces();
    parseJsonText(text, new Set(), places);
    const at = (path: JsonPath): string => text.slice(places.offset(path));
    expect(at([])).toBe(text);
    expect(at(["a"])).toMatch(/^"a"/);
    expect(at(["a", 0])).toMatch(/^1/);
    expect(at(["a", 1])).toMatch(/^\{"b"/);
    expect(at(["a", 1, "b"])).toMatch(/^"b"/);
    expect(at(["c"])).toMatch(/^"c"/);
    // what is not there stands in what should have it
    expect(at(["c", "d", 0])).toMatch(/^"c"/);
    expect(lineAndColumn(text, places.offset(["a", 1, "b"]))).toEqual({ line: 2, column: 4 });
  });

  test("are found for every value of any text", () => {
    const walk = (value: unknown, path: JsonPath): JsonPath[] => [
      path,
      ...(Array.isArray(value)
        ? value.flatMap((item, i) => walk(item, [...path, i]))
        : typeof value === "object" && value !== null
          ? Object.entries(value).flatMap(([key, item]) => walk(item, [...path, key]))
          : []),
    ];
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const places = new JsonPlaces();
        parseJsonText(text, new Set(), places);
        for (const path of walk(JSON.parse(text), []).slice(1)) {
          const step = path.at(-1);
          const found = text.slice(places.offset(path));
          if (typeof step === "string") expect(found.startsWith(`${JSON.stringify(step)}:`)).toBe(true);
          else expect(text.slice(0, places.offset(path))).toMatch(step === 0 ? /\[\s*$/ : /,\s*$/);
        }
      }),
    );
  });
});
