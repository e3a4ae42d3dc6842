import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { Pool, Text } from "../../src/cli/printed-text.ts";

const folder = mkdtempSync(join(tmpdir(), "loss-test-"));

/** Two buffers that are printed to in turn, as the printer does. */
function printer(): (text: string) => Uint8Array {
  const buffers = [new Uint8Array(1 << 20), new Uint8Array(1 << 20)];
  let turn = 0;
  return (text) => {
    const buffer = buffers[turn++ % 2]!;
    return buffer.subarray(0, new TextEncoder().encodeInto(text, buffer).written);
  };
}

const part = fc.tuple(
  fc.string({ unit: "grapheme-ascii", minLength: 1, maxLength: 5 }),
  fc.integer({ max: 90_000, min: 0 }),
);

test("texts stand one behind the other, whenever their places become known", () => {
  const texts = fc.array(
    fc.record({ parts: fc.array(part, { maxLength: 6 }), known: fc.integer({ min: 0, max: 9 }) }),
    {
      maxLength: 5,
    },
  );
  fc.assert(
    fc.property(texts, (all) => {
      const path = join(folder, "texts");
      const file = openSync(path, "w+");
      const pool = new Pool(false);
      const print = printer();
      const late: { text: Text; place: number }[] = [];
      let expected = "";
      for (const { parts, known } of all) {
        const place = Buffer.byteLength(expected);
        let asked = 0;
        const text = new Text(pool, { file, place: () => (asked++ >= known ? place : undefined) });
        for (const [unit, times] of parts) {
          text.add(print(unit.repeat(times)));
          expected += unit.repeat(times);
        }
        expect(text.length).toBe(Buffer.byteLength(expected) - place);
        late.push({ text, place });
        if (late.length < 3) continue;
        const [first] = late.splice(0, 1);
        first!.text.write(file, first!.place);
      }
      for (const { text, place } of late) text.write(file, place);
      closeSync(file);
      expect(readFileSync(path, "utf8") === expected).toBe(true);
    }),
    { numRuns: 60 },
  );
});

test("what could not be written is written when that is tried again", () => {
  const path = join(folder, "again");
  const file = openSync(path, "w+");
  const pool = new Pool(false);
  const print = printer();
  const text = new Text(pool, { file, place: () => undefined });
  const parts = Array.from({ length: 5 }, (_, i) => String(i).repeat(300_000));
  for (const one of parts) text.add(print(one));
  const readOnly = openSync(path, "r");
  expect(() => text.write(readOnly, 3)).toThrow("EBADF");
  closeSync(readOnly);
  text.write(file, 3);
  closeSync(file);
  expect(readFileSync(path, "latin1") === `\0\0\0${parts.join("")}`).toBe(true);
});

test.each([false, true])("what others are to read is in memory that threads share: %s", (shared) => {
  const print = printer();
  const text = new Text(new Pool(shared), undefined);
  const parts = ["a".repeat(700_000), "b", "c".repeat(600_000)];
  for (const one of parts) text.add(print(one));
  const pieces = text.shared();
  expect(pieces.every(({ buffer }) => buffer instanceof SharedArrayBuffer)).toBe(true);
  expect(Buffer.concat(pieces).toString() === parts.join("")).toBe(true);
});
