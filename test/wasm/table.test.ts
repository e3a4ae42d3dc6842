import fc from "fast-check";
import { expect, test } from "vitest";
import { type Cells, TableScanner } from "../../src/wasm/index.ts";
import { freshMemory } from "./support.ts";
import { type Outcome, reference } from "./table-reference.ts";

const memory = freshMemory();
const SIZE = 1 << 19;
const ROWS = 6000;
const COLUMNS = 40;
const cells = memory.allocate(COLUMNS * ROWS * 8);
const buffer = memory.allocateBuffer(SIZE);
const start = memory.mark();

function scan(
  text: string,
  final: boolean,
  delimiter: string,
  wanted: readonly boolean[],
  maxRows: number,
): Outcome & { record: number; at: number } {
  memory.release(start);
  const width = wanted.filter(Boolean).length;
  let next = 0;
  const columns: (Cells | null)[] = wanted.map((is) =>
    is ? { pointer: cells + 8 * next++, stride: 8 * width } : null,
  );
  const scanner = new TableScanner(memory, delimiter.charCodeAt(0), columns);
  const bytes = Buffer.from(text, "latin1");
  // What lies behind the block must not matter.
  memory.bytes(buffer, bytes.length + 64).fill(0x31);
  memory.bytes(buffer, bytes.length).set(bytes);
  const status = scanner.scan(buffer, bytes.length, final, maxRows);
  const values = memory.doubles(cells, scanner.rows * width);
  const rows = Array.from({ length: scanner.rows }, (_, i) => [
    ...values.subarray(i * width, (i + 1) * width),
  ]);
  return { rows, consumed: scanner.consumed, status, record: scanner.record, at: scanner.at };
}

function sameRows(a: Outcome["rows"], b: Outcome["rows"]): boolean {
  return a.length === b.length && a.every((row, i) => row.every((x, k) => Object.is(x, b[i]?.[k])));
}

function expectSame(
  text: string,
  final: boolean,
  delimiter: string,
  wanted: readonly boolean[],
  maxRows = ROWS,
): void {
  const { record, at, ...outcome } = scan(text, final, delimiter, wanted, maxRows);
  const expected = reference(text, final, delimiter, wanted, maxRows);
  // Thousands of rows are compared quickly first: a difference is worth the wait.
  if (!sameRows(outcome.rows, expected.rows)) expect(outcome.rows).toEqual(expected.rows);
  expect({ ...outcome, rows: 0 }).toEqual({ ...expected, rows: 0 });
  if (outcome.status === "not-understood") {
    expect(record).toBe(outcome.consumed);
    expect(at).toBeGreaterThanOrEqual(record);
    expect(at).toBeLessThanOrEqual(text.length);
  }
}

const plain = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc.integer({ min: -5, max: 12 }).map(String),
  fc.double({ min: -10, max: 10, noNaN: true }).map((x) => x.toFixed(6)),
  fc.double({ min: 0, max: 1, noNaN: true }).map((x) => x.toExponential(18)),
  fc
    .double({ min: -1e9, max: 1e9, noNaN: true })
    .map((x) => x.toExponential(18).replace(/e([+-])(\d)$/, "e$10$2")),
);
const odd = fc.constantFrom(
  "nan",
  "-inf",
  "Infinity",
  " 1 ",
  "\t2",
  '"1.5"',
  '"1,5"',
  "",
  "x",
  "1e400",
  "1e-400",
  "1\0",
  "1\xe9",
  "+1",
  ".5",
  "5.",
  "1\r",
  "1234567890123456789012345",
  "0.1000000000000000055511151231257827021181583404541015625",
  '"a\nb"',
  "\r",
  "1;2",
  "\t",
);
const note = fc.string({ unit: fc.constantFrom(..."ab \xe9\t.1"), maxLength: 40 });
const delimiters = fc.constantFrom(",", "\t", ";", "|", " ", ":");
const newline = fc.constantFrom("\n", "\r\n");

const table = (width: number, spoil: boolean) =>
  fc.array(
    fc.record({
      fields: fc.array(spoil ? fc.oneof({ weight: 8, arbitrary: plain }, odd, note) : plain, {
        minLength: width,
        maxLength: width,
      }),
      surplus: spoil ? fc.constantFrom(0, 0, 0, 0, 0, 0, 0, 1, -1) : fc.constant(0),
      end: newline,
    }),
    { maxLength: 12 },
  );

const scene = (spoil: boolean) =>
  fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }).chain((wanted) =>
    fc.record({
      wanted: fc.constant(wanted),
      delimiter: delimiters,
      records: table(wanted.length, spoil),
      chop: fc.constantFrom(0, 0, 1, 2, 3),
      final: fc.boolean(),
      maxRows: fc.constantFrom(ROWS, ROWS, 3),
    }),
  );

function textOf({
  records,
  delimiter,
  chop,
}: {
  records: { fields: string[]; surplus: number; end: string }[];
  delimiter: string;
  chop: number;
}): string {
  const text = records
    .map(({ fields, surplus, end }) => {
      const all = surplus > 0 ? [...fields, "1"] : fields.slice(0, fields.length + surplus);
      return all.join(delimiter) + end;
    })
    .join("");
  return text.slice(0, text.length - chop);
}

test("plain tables", () => {
  fc.assert(
    fc.property(scene(false), (each) =>
      expectSame(textOf(each), each.final, each.delimiter, each.wanted, each.maxRows),
    ),
    { numRuns: 3000 },
  );
});

test("tables with all that may go wrong", () => {
  fc.assert(
    fc.property(scene(true), (each) =>
      expectSame(textOf(each), each.final, each.delimiter, each.wanted, each.maxRows),
    ),
    { numRuns: 6000 },
  );
});

test("any bytes", () => {
  const text = fc.string({ unit: fc.constantFrom(...'0123456789.,,,\n\n\r"- \te\0\xff'), maxLength: 120 });
  fc.assert(
    fc.property(
      text,
      fc.array(fc.boolean(), { minLength: 1, maxLength: 3 }),
      fc.boolean(),
      (text, wanted, final) => expectSame(text, final, ",", wanted),
    ),
    { numRuns: 20000 },
  );
});

test("cut at every byte, and joined again", () => {
  fc.assert(
    fc.property(scene(false), ({ wanted, delimiter, records }) => {
      const text = textOf({ records, delimiter, chop: 0 });
      const whole = reference(text, true, delimiter, wanted, ROWS).rows;
      for (let cut = 0; cut <= text.length; cut++) {
        const head = scan(text.slice(0, cut), false, delimiter, wanted, ROWS);
        expect(head.status).toBe("ok");
        const tail = scan(text.slice(head.consumed), true, delimiter, wanted, ROWS);
        expect([...head.rows, ...tail.rows]).toEqual(whole);
      }
    }),
    { numRuns: 40 },
  );
});

test("long runs of skipped fields", () => {
  for (let width = 1; width <= COLUMNS; width++) {
    for (const column of [0, width >> 1, width - 1]) {
      const wanted = Array.from({ length: width }, (_, i) => i === column);
      for (const lengths of [0, 1, 5, 31, 32, 33]) {
        const fields = (n: number) =>
          Array.from({ length: n }, (_, i) => (i === column ? "1.5" : "z".repeat((lengths + i) % 34)));
        for (const n of [width - 1, width, width + 1])
          expectSame(`${fields(n).join(",")}\n`, true, ",", wanted);
      }
    }
  }
});

test("tables larger than the list of separators, with oddities far inside", () => {
  const row = fc.sample(fc.tuple(plain, plain, plain), { numRuns: 500, seed: 1 });
  fc.assert(
    fc.property(
      fc.record({
        wanted: fc.constantFrom(
          [true, true, true],
          [false, true, true],
          [true, false, true],
          [true, true, false],
          [false, false, true],
        ),
        rows: fc.integer({ min: 1, max: 5000 }),
        lines: newline,
        odd: fc.array(
          fc.record({
            at: fc.nat(),
            text: fc.oneof(odd, fc.constantFrom("1,2", "1\n2", '"2"', '"1,2"', "1\r\n", "\t1", "0.1e1")),
            column: fc.nat(2),
          }),
          { maxLength: 4 },
        ),
        final: fc.boolean(),
        maxRows: fc.oneof(fc.constant(ROWS), fc.integer({ min: 0, max: 5000 })),
      }),
      ({ wanted, rows, lines, odd, final, maxRows }) => {
        const records = Array.from({ length: rows }, (_, i) => [...(row[i % row.length] ?? [])]);
        for (const { at, text, column } of odd) (records[at % rows] ?? [])[column] = text;
        const text = records.map((fields) => fields.join(",") + lines).join("");
        expectSame(text.slice(0, SIZE - 64), final, ",", wanted, maxRows);
      },
    ),
    { numRuns: 150 },
  );
});

test("a short record is not made up for by a long one", () => {
  const good = "1,2,3\n".repeat(20);
  for (const wanted of [
    [true, true, true],
    [true, false, true],
    [false, true, false],
    [true, true, false],
  ]) {
    for (const pair of [
      "1,2\n1,2,3,4\n",
      "1,2,3,4\n1,2\n",
      "1\n1,2,3,4,5\n",
      "1,2,3,4,5\n1\n",
      "1,2\n3\n1,2,3,4,5,6\n",
    ]) {
      for (const [before, after] of [
        ["", ""],
        [good, ""],
        ["", good],
        [good, good],
      ]) {
        expectSame(before + pair + after, true, ",", wanted);
      }
    }
  }
});
