import fc from "fast-check";
import { expect, test } from "vitest";
import { type NdjsonKey, NdjsonScanner } from "../../src/wasm/index.ts";
import { freshMemory } from "./support.ts";

const memory = freshMemory();
const SIZE = 1 << 16;
const ROWS = 200;
const cells = memory.allocate(20 * ROWS * 8);
const buffer = memory.allocateBuffer(SIZE);
const start = memory.mark();

/** What a key wants: skipped, a number, or an array of so many. */
interface Wish {
  name: string;
  width: number | "skip";
}

interface Outcome {
  rows: number[][];
  consumed: number;
  status: "ok" | "not-understood";
}

/** The values of a record, or undefined where it is not understood; JSON.parse decides what JSON is. */
function readRecord(line: string, wishes: readonly Wish[]): number[] | undefined {
  // A number that would lose its value (overflow to infinity, underflow to 0) cannot be told from the parsed one.
  const record = parse(line, wishes);
  if (record === undefined) return undefined;
  const values: number[] = [];
  for (const { name, width } of wishes) {
    const value = record[name];
    if (width === "skip") {
      if (typeof value === "object" && value !== null) return undefined;
      if (value === Infinity) return undefined;
    } else if (width === 1) {
      if (typeof value !== "number") return undefined;
      values.push(value);
    } else {
      if (!Array.isArray(value) || value.length !== width || !value.every((each) => typeof each === "number"))
        return undefined;
      values.push(...(value as number[]));
    }
  }
  return values.every(Number.isFinite) ? values : undefined;
}

function parse(line: string, wishes: readonly Wish[]): Record<string, unknown> | undefined {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof record !== "object" || record === null || Array.isArray(record)) return undefined;
  const names = wishes.map(({ name }) => name);
  // Twice the same key, or an escape, shows in the text alone.
  const keys = [...line.matchAll(/"([^"]*)"[ \t\r]*:/g)].map((match) => match[1]);
  if (line.includes("\\") || JSON.stringify(keys) !== JSON.stringify(names)) return undefined;
  return record as Record<string, unknown>;
}

function reference(text: string, final: boolean, wishes: readonly Wish[]): Outcome {
  const outcome: Outcome = { rows: [], consumed: 0, status: "ok" };
  while (outcome.consumed < text.length) {
    let end = text.indexOf("\n", outcome.consumed) + 1;
    if (end === 0) {
      if (!final) break;
      end = text.length;
    }
    const line = text.slice(outcome.consumed, end).replace(/\n$/, "");
    const values = readRecord(line, wishes);
    if (values === undefined) {
      outcome.status = "not-understood";
      break;
    }
    outcome.rows.push(values);
    outcome.consumed = end;
  }
  return outcome;
}

function scan(text: string, final: boolean, wishes: readonly Wish[], scanner = scannerOf(wishes)): Outcome {
  const bytes = Buffer.from(text, "latin1");
  memory.bytes(buffer, SIZE).fill(0x31);
  memory.bytes(buffer, bytes.length).set(bytes);
  const status = scanner.scan(buffer, bytes.length, final, ROWS);
  const width = wishes.reduce((sum, { width }) => sum + (width === "skip" ? 0 : width), 0);
  const values = memory.doubles(cells, scanner.rows * width);
  const rows = Array.from({ length: scanner.rows }, (_, i) => [
    ...values.subarray(i * width, (i + 1) * width),
  ]);
  if (status === "not-understood") expect(scanner.record).toBe(scanner.consumed);
  return { rows, consumed: scanner.consumed, status };
}

function scannerOf(wishes: readonly Wish[]): NdjsonScanner {
  memory.release(start);
  const stride = 8 * wishes.reduce((sum, { width }) => sum + (width === "skip" ? 0 : width), 0);
  let pointer = cells;
  return new NdjsonScanner(
    memory,
    wishes.map(({ name, width }): NdjsonKey => {
      const key = JSON.stringify(name);
      if (width === "skip") return { key, cells: null, anyBytes: true };
      const target = { key, cells: { pointer, stride } };
      pointer += 8 * width;
      return width === 1 ? target : { ...target, width };
    }),
  );
}

const blank = fc.oneof(
  { weight: 9, arbitrary: fc.constant("") },
  fc.constantFrom(" ", "  ", "\t", "\r", " \t\r   "),
);
const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((x) => JSON.stringify(x)),
  fc.integer({ min: -3, max: 12 }).map(String),
  fc.double({ min: -1, max: 1, noNaN: true }).map((x) => x.toExponential(18)),
);
const odd = fc.constantFrom(
  "01",
  "+1",
  ".5",
  "5.",
  "-",
  "-01",
  "1e",
  "1e+",
  "NaN",
  "Infinity",
  "null",
  '"1"',
  "1e400",
  "[]",
  "[1",
  "{}",
  "true",
  "1.5x",
  "0x1",
  "1_0",
  "-0",
  "0.1000000000000000055511151231257827021181583404541015625",
  "00",
  "0e5",
  "1E-05",
  "",
);
const scalar = fc.oneof(
  number,
  fc.constantFrom(
    "true",
    "false",
    "null",
    '"text"',
    '"\xe9, 1"',
    '""',
    '"}"',
    '"a\\n"',
    '"a\x01"',
    "nul",
    "[1]",
    "{}",
    "True",
    "1e400",
    "1.",
    '"a',
  ),
);
const names = ["pred", "target", "a long key with a lot of words in it", "id"];

const scene = (oddities: number) =>
  fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 4 })
    .chain((keys) =>
      fc.tuple(
        ...keys.map((name) =>
          fc.record({
            name: fc.constant(name),
            width: fc.constantFrom<(number | "skip")[]>(1, 2, 3, "skip"),
          }),
        ),
      ),
    )
    .chain((wishes) => {
      const value = oddities ? fc.oneof({ weight: 40, arbitrary: number }, odd) : number;
      const some = <T>(normal: T, ...others: T[]) =>
        oddities
          ? fc.oneof({ weight: 60, arbitrary: fc.constant(normal) }, fc.constantFrom(...others))
          : fc.constant(normal);
      const member = ({ name, width }: Wish) =>
        fc
          .record({
            before: blank,
            key: blank,
            colon: blank,
            after: blank,
            name: some(name, "other", name.toUpperCase()),
            text:
              width === "skip"
                ? scalar
                : width === 1
                  ? value
                  : fc
                      .tuple(
                        fc.array(value, { minLength: width, maxLength: width }),
                        blank,
                        blank,
                        some(0, 1, -1),
                      )
                      .map(
                        ([values, a, b, surplus]) =>
                          `[${a}${(surplus < 0 ? values.slice(1) : surplus > 0 ? [...values, "1"] : values).join(`${b},${a}`)}${b}]`,
                      ),
          })
          .map((m) => `${m.before}${JSON.stringify(m.name)}${m.key}:${m.colon}${m.text}${m.after}`);
      const record = fc
        .record({
          members: fc.tuple(...wishes.map(member)),
          open: some("{", "", "[", " {"),
          close: some("}", "", "]", ",}", "} "),
          comma: some(",", ", ", ",,", ";"),
          end: some("\n", "\r\n", "\n\n", " "),
        })
        .map((r) => `${r.open}${r.members.join(r.comma)}${r.close}${r.end}`);
      return fc.record({
        wishes: fc.constant(wishes),
        text: fc.array(record, { maxLength: 8 }).map((all) => all.join("")),
        final: fc.boolean(),
      });
    });

test("plain records", () => {
  fc.assert(
    fc.property(scene(0), ({ wishes, text, final }) => {
      expect(scan(text, final, wishes)).toEqual(reference(text, final, wishes));
    }),
    { numRuns: 3000 },
  );
});

test("records with all that may go wrong", () => {
  fc.assert(
    fc.property(scene(1), fc.constantFrom(0, 0, 1, 2, 3), ({ wishes, text, final }, chop) => {
      const cut = text.slice(0, text.length - chop);
      const expected = reference(cut, final, wishes);
      const found = scan(cut, final, wishes);
      // The scanner may leave a skipped value to JSON.parse where that would take it; never the other way round.
      expect(expected.rows.slice(0, found.rows.length)).toEqual(found.rows);
      if (found.status === "ok") expect(found).toEqual(expected);
      else if (expected.consumed !== found.consumed)
        expect(wishes.some(({ width }) => width === "skip")).toBe(true);
    }),
    { numRuns: 10000 },
  );
});

test("what was learnt from one record is not taken for another", () => {
  const wishes: Wish[] = [
    { name: "pred", width: 2 },
    { name: "target", width: 1 },
  ];
  const first = '{"pred": [1, 2], "target": 3}\n';
  for (let i = 0; i < first.length; i++) {
    for (const put of ["", " ", "x", ",", "}", "]", '"', "1", "\\", "\n", "\0"]) {
      for (const kept of [first.slice(i), first.slice(i + 1)]) {
        const text = first + first.slice(0, i) + put + kept + first;
        expect(scan(text, true, wishes), JSON.stringify(text)).toEqual(reference(text, true, wishes));
      }
    }
  }
});

test("cut at every byte, and joined again", () => {
  fc.assert(
    fc.property(scene(0), ({ wishes, text }) => {
      const whole = reference(text, true, wishes);
      if (whole.status !== "ok") return;
      const scanner = scannerOf(wishes);
      for (let cut = 0; cut <= text.length; cut++) {
        const head = scan(text.slice(0, cut), false, wishes, scanner);
        expect(head.status).toBe("ok");
        const tail = scan(text.slice(head.consumed), true, wishes, scanner);
        expect([...head.rows, ...tail.rows]).toEqual(whole.rows);
      }
    }),
    { numRuns: 60 },
  );
});

test("underflow, and long digits", () => {
  const wishes: Wish[] = [{ name: "pred", width: 1 }];
  expect(scan('{"pred":1e-400}\n', true, wishes).status).toBe("not-understood");
  expect(scan('{"pred":0e-400}\n', true, wishes).rows).toEqual([[0]]);
  expect(scan(`{"pred":0.${"3".repeat(700)}}`, true, wishes).rows).toEqual([[1 / 3]]);
});
