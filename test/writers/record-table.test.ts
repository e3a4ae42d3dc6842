import { expect, test } from "vitest";
import { recordTable } from "../../src/writers/record-table.ts";

const RECORDS = [
  { name: 'a "b", c', value: 0.1, fine: true, note: null },
  { name: "x|y\tz", value: Number.NaN, fine: false, note: "n" },
];

test("records as a table, quoted where they must be", () => {
  expect(recordTable(RECORDS, "csv")).toBe(
    'name,value,fine,note\n"a ""b"", c",0.1,true,\nx|y\tz,NaN,false,n\n',
  );
  expect(recordTable(RECORDS, "tsv")).toBe(
    'name\tvalue\tfine\tnote\n"a ""b"", c"\t0.1\ttrue\t\n"x|y\tz"\tNaN\tfalse\tn\n',
  );
});

test("records as lines of JSON, without keys that have no value", () => {
  const lines = recordTable(RECORDS, "ndjson").trimEnd().split("\n");
  expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
    { name: 'a "b", c', value: 0.1, fine: true },
    { name: "x|y\tz", value: "NaN", fine: false, note: "n" },
  ]);
});

test("records in Markdown, numbers to the right", () => {
  expect(recordTable(RECORDS, "markdown")).toBe(
    '| name | value | fine | note |\n| --- | --: | --- | --- |\n| a "b", c | 0.1 | true |  |\n| x\\|y z | NaN | false | n |\n',
  );
});
