import { expect, test } from "vitest";
import { RowPrinter, setSpecialTexts } from "../../src/wasm/index.ts";
import { freshMemory, fromBits, randomWords } from "./support.ts";

const memory = freshMemory();
const ROWS = 4096;
const ROOM = 1 << 18;
const values = memory.allocate(ROWS * 8);
const out = memory.allocateBuffer(ROOM);
const printer = new RowPrinter(memory, [{ text: "", cells: { pointer: values, stride: 8 } }], "\n");
const start = memory.mark();

/** As JavaScript writes it, but that -0 keeps its sign. */
const textOf = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

function expectAsString(numbers: readonly number[]): void {
  for (let at = 0; at < numbers.length; at += ROWS) {
    const part = numbers.slice(at, at + ROWS);
    memory.doubles(values, part.length).set(part);
    printer.print(0, part.length, 0, out, ROOM);
    const expected = `${part.join("\n")}\n`;
    const text = memory.text(out, printer.length);
    if (text === expected) continue;
    const lines = text.split("\n");
    expect(part.flatMap((x, i) => (lines[i] === textOf(x) ? [] : [[textOf(x), lines[i]]]))).toEqual([]);
  }
}

const word = randomWords(3);
const many = (count: number, make: () => number) => Array.from({ length: count }, make);
const random = () => fromBits((BigInt(word()) << 32n) | BigInt(word()));

test("uniformly random bits", () => {
  expectAsString(many(1_000_000, random));
});

test("short decimals, integers, fractions", () => {
  expectAsString(many(300_000, () => Number(`${word() % 10 ** (1 + (word() % 9))}e${(word() % 60) - 40}`)));
  expectAsString(many(300_000, () => word() / 2 ** (word() % 64)));
  expectAsString(many(300_000, () => (word() * 2 ** 32 + word()) * 2 ** (word() % 20)));
  expectAsString(many(300_000, () => -word() / 2 ** 32));
  expectAsString(Array.from({ length: 20_000 }, (_, i) => i - 10_000));
});

test("powers of 2 and 10, their neighbours and multiples", () => {
  const view = new DataView(new ArrayBuffer(8));
  const near = (x: number) => {
    view.setFloat64(0, x);
    const bits = view.getBigUint64(0);
    return [-3n, -2n, -1n, 0n, 1n, 2n, 3n].flatMap((d) =>
      bits + d < 0n ? [] : [fromBits(bits + d), -fromBits(bits + d)],
    );
  };
  const numbers: number[] = [];
  for (let e = -1074; e < 1024; e++) for (const m of [1, 3, 5, 7]) numbers.push(...near(m * 2 ** e));
  for (let e = -324; e <= 308; e++) for (let m = 1; m < 100; m++) numbers.push(...near(Number(`${m}e${e}`)));
  for (let i = 0; i < 54; i++)
    numbers.push(...near(2 ** i + 1), ...near(2 ** 53 - 2 ** i), ...near(2 ** i + 0.5));
  expectAsString(numbers);
});

test("subnormals, and both ends of the range", () => {
  expectAsString(many(100_000, () => fromBits(BigInt(word()) >> BigInt(word() % 32))));
  expectAsString([
    0,
    -0,
    1e21,
    1e-7,
    0.000001,
    123456789012345680000,
    5e-324,
    Number.MAX_VALUE,
    1e20,
    999999999999999900000,
  ]);
  expectAsString([Number.NaN, Infinity, -Infinity, 9007199254740992, 9007199254740994]);
});

test("rows: texts, indices, columns, and room that ends", () => {
  memory.release(start);
  const rows = new RowPrinter(
    memory,
    [
      { text: '{"index": ', cells: "index" },
      { text: ', "loss": ', cells: { pointer: values, stride: 16 } },
      { text: ', "a long text that fills more than a vector": ', cells: { pointer: values + 8, stride: 16 } },
    ],
    "}\n",
  );
  memory.doubles(values, 6).set([1, -0.5, 1e21, Number.NaN, Infinity, -Infinity]);
  const line = (i: number, a: number, b: number) =>
    `{"index": ${i}, "loss": ${a}, "a long text that fills more than a vector": ${b}}\n`;
  rows.print(0, 3, 4294967295, out, ROOM);
  expect(rows.rows).toBe(3);
  expect(memory.text(out, rows.length)).toBe(
    line(4294967295, 1, -0.5) + line(4294967296, 1e21, Number.NaN) + line(4294967297, Infinity, -Infinity),
  );
  for (let room = 0; room < 400; room++) {
    rows.print(0, 3, 0, out, room);
    expect(rows.length).toBeLessThanOrEqual(room);
    let done = rows.rows;
    let text = memory.text(out, rows.length);
    rows.print(done, 3, 0, out, ROOM);
    text += memory.text(out, rows.length);
    done += rows.rows;
    expect(done).toBe(3);
    expect(text).toBe(line(0, 1, -0.5) + line(1, 1e21, Number.NaN) + line(2, Infinity, -Infinity));
  }
  setSpecialTexts(memory, { nan: '"NaN"', infinity: '"Infinity"', negativeInfinity: '"-Infinity"' });
  rows.print(1, 3, 0, out, ROOM);
  expect(memory.text(out, rows.length)).toContain('"NaN"');
  expect(memory.text(out, rows.length)).toContain(': "-Infinity"}');
});

test("nothing is written behind the room, however long a text is", () => {
  memory.release(start);
  const text = "t".repeat(100);
  const rows = new RowPrinter(memory, [{ text, cells: { pointer: values, stride: 8 } }], "\n");
  memory.doubles(values, 2).set([0.5, -1.5]);
  const margin = 64;
  for (let room = 0; room < 300; room++) {
    const behind = memory.bytes(out + room + margin, 200).fill(1);
    rows.print(0, 2, 0, out, room);
    expect(behind.every((byte) => byte === 1)).toBe(true);
    expect(memory.text(out, rows.length)).toBe(`${text}0.5\n${text}-1.5\n`.slice(0, rows.length));
    expect(rows.length).toBe([0, 104, 209][rows.rows]);
  }
  expect(rows.rows).toBe(1);
});
