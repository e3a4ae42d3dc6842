import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { countLines, countRows, newTally } from "../../src/readers/counted-rows.ts";

const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "t.csv");

/** The same by splitting: rows whose lines begin up to each multiple's next line feed, and all. */
function counted(text: string, every: number, named: boolean): number[] | undefined {
  const lines = text.split(/\r?\n/);
  if (lines.at(-1) === "") lines.pop();
  if (lines.includes("") || /["\r]/.test(lines.join(""))) return undefined;
  const counts: number[] = [];
  for (let at = 0; at < text.length; at += every)
    counts.push(at === 0 ? 0 : Math.min(lines.length, text.slice(0, at).split("\n").length));
  return [...counts, lines.length].map((count) => Math.max(0, count - (named ? 1 : 0)));
}

const piece = fc.oneof(
  { weight: 60, arbitrary: fc.constantFrom("1,2\n", "3,4\r\n", "5.25,", `${"6".repeat(70)}\n`) },
  { weight: 1, arbitrary: fc.constantFrom('"', "\r", "\n", "\r\n") },
);
const texts = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(""));

test("rows before each segment are those of the text, whoever has counted which segments", () => {
  fc.assert(
    fc.property(
      texts,
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      fc.boolean(),
      (text, every, named, helped) => {
        writeFileSync(file, text);
        const tally = newTally(text.length, every);
        if (helped) countLines(file, text.length, every, tally);
        expect(countRows(file, text.length, every, named, tally)).toEqual(counted(text, every, named));
      },
    ),
    { numRuns: 300 },
  );
});

test("what a thread has taken and not counted is counted by who needs it", () => {
  const text = "1,2\n".repeat(100);
  writeFileSync(file, text);
  const tally = newTally(text.length, 7);
  new Int32Array(tally)[0] = 16;
  expect(countRows(file, text.length, 7, true, tally)).toEqual(counted(text, 7, true));
});

test("a file that has become shorter, or is packed, is not counted", () => {
  writeFileSync(file, "1,2\n");
  expect(countRows(file, 40, 8, false)).toBeUndefined();
  writeFileSync(file, Buffer.from([0x1f, 0x8b, 8, 0, 0]));
  expect(countRows(file, 5, 8, false)).toBeUndefined();
});
