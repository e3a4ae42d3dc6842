import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type JsonValue, jsonDocument } from "../../src/writers/json-document.ts";

test("a document of finite numbers is what JSON.stringify makes of it, minus zero apart", () => {
  const value = fc
    .jsonValue({ stringUnit: "binary" })
    .map((one) => JSON.parse(JSON.stringify(one)) as JsonValue);
  fc.assert(
    fc.property(value, (one) => {
      expect(jsonDocument(one)).toBe(`${JSON.stringify(one, null, 2)}\n`);
    }),
  );
});

test("numbers that JSON has no word for are strings, and what has no value is left out", () => {
  expect(jsonDocument({ a: Number.NaN, b: [Infinity, -Infinity, -0], c: undefined, d: {}, e: [] })).toBe(
    '{\n  "a": "NaN",\n  "b": [\n    "Infinity",\n    "-Infinity",\n    -0\n  ],\n  "d": {},\n  "e": []\n}\n',
  );
});
