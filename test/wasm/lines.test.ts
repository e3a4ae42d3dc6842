import fc from "fast-check";
import { expect, test } from "vitest";
import { LineCounter } from "../../src/wasm/index.ts";
import { freshMemory } from "./support.ts";

const memory = freshMemory();
const block = memory.allocateBuffer(1 << 12);

/** Lines of a text that comes in pieces; undefined where they are not plain. */
function count(text: string, cuts: readonly number[]): number | undefined {
  const counter = new LineCounter(memory);
  const bytes = Buffer.from(text);
  let start = 0;
  for (const end of [...cuts.filter((cut) => cut <= bytes.length).toSorted((a, b) => a - b), bytes.length]) {
    memory.bytes(block, end - start).set(bytes.subarray(start, end));
    if (!counter.take(block, end - start)) return undefined;
    start = end;
  }
  return counter.lines;
}

/** What the lines are when there is nothing odd about them. */
function lines(text: string): number | undefined {
  const all = text.split(/\r?\n/);
  if (all.at(-1) === "") all.pop();
  return /["\r]/.test(all.join("")) || all.includes("") ? undefined : all.length;
}

test("lines as they are split by line feeds, wherever the text is cut", () => {
  const piece = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom("1,2\n", "3,4\r\n", "5.25,", "é", `${"6".repeat(70)}\n`) },
    { weight: 1, arbitrary: fc.constantFrom('"', "\r", "\n", "\r\n") },
  );
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join("")),
      fc.array(fc.nat(400), { maxLength: 4 }),
      (text, cuts) => {
        expect(count(text, cuts)).toBe(lines(text));
      },
    ),
    { numRuns: 3000 },
  );
});

test.each([
  ["", 0],
  ["1", 1],
  ["1\n", 1],
  ["1\r\n2", 2],
  ["\n", undefined],
  ["1\n\n", undefined],
  ["1\r\n\r\n2", undefined],
  ["1\r2\n", undefined],
  ["1\n2\r", undefined],
  ['1\n"2"\n', undefined],
  ["1\n".repeat(2000), 2000],
] as const)("%j", (text, expected) => {
  expect(count(text, [])).toBe(expected);
  expect(lines(text)).toBe(expected);
});
