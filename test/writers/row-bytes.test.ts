import fc from "fast-check";
import { expect, test } from "vitest";
import { positionAt } from "../../src/core/row-block.ts";
import { type Cell, RowBytes } from "../../src/writers/row-bytes.ts";
import { randomDoubles, textOf } from "./support.ts";

const jsonText = (x: number): string => (Number.isFinite(x) ? textOf(x) : `"${x}"`);

/** All bytes of calls, each of some rows. */
async function bytesOf(
  rowBytes: RowBytes,
  values: Float64Array,
  width: number,
  blocks: readonly number[],
  line: (row: number, cell: Cell, values: Float64Array) => string,
): Promise<{ text: string; pieces: number; longest: number }> {
  const parts: Buffer[] = [];
  let done = 0;
  for (const rows of blocks) {
    const block = values.subarray(done * width, (done + rows) * width);
    done += rows;
    await rowBytes.write(
      rows,
      (row, cell) => line(row, cell, block),
      async (bytes) => {
        // later, as a file does
        await Promise.resolve();
        parts.push(Buffer.from(bytes));
      },
    );
  }
  return {
    text: Buffer.concat(parts).toString(),
    pieces: parts.length,
    longest: Math.max(0, ...parts.map((part) => part.length)),
  };
}

const fill = (length: number, seed: number): Float64Array =>
  Float64Array.from({ length }, randomDoubles(seed));

test("few numbers and many are written the same, as String(x) but for -0", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.boolean(),
      fc.integer({ min: 1, max: 7 }),
      fc.array(fc.integer({ min: 0, max: 2500 }), { minLength: 1, maxLength: 6 }),
      async (seed, json, width, blocks) => {
        const rows = blocks.reduce((sum, n) => sum + n);
        const values = fill(rows * width, seed);
        const line = (row: number, cell: Cell, block: Float64Array): string => {
          const cells = Array.from({ length: width }, (_, i) => cell(block, row * width + i));
          return `<${cells.join("é ")}>\n`;
        };
        const { text } = await bytesOf(new RowBytes({ json }), values, width, blocks, line);
        const number = json ? jsonText : textOf;
        let expected = "";
        for (let row = 0; row < rows; row++)
          expected += line(row, (all, i) => number(positionAt(all, i)), values);
        expect(text === expected).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test("every kind of number, a hundred thousand of them", async () => {
  const values = fill(100_000, 7);
  for (const json of [false, true]) {
    const number = json ? jsonText : textOf;
    const line = (row: number, cell: Cell, block: Float64Array): string => `${cell(block, row)}\n`;
    const { text } = await bytesOf(new RowBytes({ json }), values, 1, [values.length], line);
    const lines = text.split("\n");
    expect(lines.pop()).toBe("");
    expect(lines.length).toBe(values.length);
    expect(lines.findIndex((one, i) => one !== number(values[i]!))).toBe(-1);
  }
});

test("numbers stand where the format puts them, whatever it asks for first, and as often as it says", async () => {
  const rows = 3000;
  const values = fill(rows * 2, 3);
  const other = fill(rows, 4);
  const line = (row: number, cell: Cell, block: Float64Array): string => {
    const last = cell(block, row * 2 + 1);
    const first = cell(block, row * 2);
    return `${cell(other, row)}|${first}|${last}|${first}|`;
  };
  const { text } = await bytesOf(new RowBytes({ json: false }), values, 2, [rows], line);
  const expected = Array.from({ length: rows }, (_, row) => {
    const [first, last] = [textOf(values[row * 2]!), textOf(values[row * 2 + 1]!)];
    return `${textOf(other[row]!)}|${first}|${last}|${first}|`;
  });
  expect(text === expected.join("")).toBe(true);
});

test("rows of any width are written, however many numbers fit at once", async () => {
  for (const [width, rows] of [
    [1, 32_767],
    [1, 32_769],
    [8191, 9],
    [8192, 5],
    [8193, 5],
    [40_000, 2],
  ] as const) {
    const values = fill(width * rows, width);
    const line = (row: number, cell: Cell, block: Float64Array): string =>
      `${Array.from({ length: width }, (_, i) => cell(block, row * width + i)).join(",")};`;
    const { text, pieces } = await bytesOf(new RowBytes({ json: false }), values, width, [rows], line);
    const expected = Array.from(
      { length: rows },
      (_, row) =>
        `${Array.from(values.subarray(row * width, (row + 1) * width), (x) => textOf(x)).join(",")};`,
    );
    expect(text === expected.join(""), `${rows} rows of ${width}`).toBe(true);
    // never more in memory than a row that is wide, or a piece of narrow ones
    const least = width > 8192 ? rows : Math.ceil((rows * width) / 32_768);
    expect(pieces, `${rows} rows of ${width}`).toBeGreaterThanOrEqual(least);
  }
});

test("texts that are longer than what is printed at once", async () => {
  const long = "x".repeat(600_000);
  const values = fill(5000, 1);
  const rowBytes = new RowBytes({ json: false });
  const short = (row: number, cell: Cell, block: Float64Array): string => `${cell(block, row)}\n`;
  await bytesOf(rowBytes, values, 1, [5000], short);
  const line = (row: number, cell: Cell, block: Float64Array): string => `${long}${cell(block, row)}${long}`;
  const { text } = await bytesOf(rowBytes, values.subarray(0, 3), 1, [3], line);
  expect(text === Array.from(values.subarray(0, 3), (x) => long + textOf(x) + long).join("")).toBe(true);
});

test("comes in pieces that stay small, however large the block is", async () => {
  const values = fill(300_000, 2);
  const line = (row: number, cell: Cell, block: Float64Array): string => `${cell(block, row)}\n`;
  const { pieces, longest } = await bytesOf(new RowBytes({ json: false }), values, 1, [300_000], line);
  expect(pieces).toBeGreaterThan(8);
  expect(longest).toBeLessThanOrEqual(1 << 20);
});

test("no rows are no bytes", async () => {
  const line = (): string => "never";
  const { pieces } = await bytesOf(new RowBytes({ json: true }), new Float64Array(0), 1, [0, 0], line);
  expect(pieces).toBe(0);
});

test("an error of the one who takes the bytes is handed on", async () => {
  for (const rows of [3, 10_000]) {
    const values = fill(rows, 5);
    const writing = new RowBytes({ json: false }).write(
      rows,
      (row, cell) => cell(values, row),
      () => Promise.reject(new Error("full")),
    );
    await expect(writing).rejects.toThrow("full");
  }
});

test("values that count up are written as others are, whatever they begin with and where they stop to", async () => {
  const starts = [0, -0, -3, 0.5, 9, 99_998_000, 2 ** 53 - 4000, 2 ** 53 - 5, 1e300, Number.NaN];
  for (const start of starts)
    for (const gap of [1, 2500, 4999, 6000]) {
      const values = Float64Array.from({ length: 5000 }, (_, i) => start + i + (i >= gap ? 1 : 0));
      const line = (row: number, cell: Cell, block: Float64Array): string => `${cell(block, row)};`;
      const { text } = await bytesOf(new RowBytes({ json: false }), values, 1, [4500, 500], line);
      expect(text === `${[...values].map(textOf).join(";")};`).toBe(true);
    }
});

test("bytes stay as they are until the next are there, also where other rows follow", async () => {
  const values = fill(20_000, 7);
  let last: Uint8Array = new Uint8Array();
  let text = "";
  const decoder = new TextDecoder();
  const rowBytes = new RowBytes({ json: false });
  const texts = ["\n", `${"x".repeat(200)}\n`, `${"y".repeat(90_000)}\n`, "\n"];
  const rowsOf = (end: string): Float64Array => values.subarray(0, end.length > 1000 ? 20 : values.length);
  for (const end of texts)
    await rowBytes.write(
      rowsOf(end).length,
      (row, cell) => `${cell(rowsOf(end), row)}${end}`,
      (bytes) => {
        text += decoder.decode(last);
        last = bytes;
      },
    );
  text += decoder.decode(last);
  const expected = texts.flatMap((end) => Array.from(rowsOf(end), (x) => textOf(x) + end));
  expect(text === expected.join("")).toBe(true);
});
