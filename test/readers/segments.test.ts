import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Notes } from "../../src/core/notes.ts";
import { openSegments } from "../../src/readers/index.ts";

const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
const HEADER = "pred,target\n";
const ROWS = Array.from({ length: 50 }, (_, i) => [i, i / 8] as const);
const TEXTS = {
  csv: HEADER + ROWS.map(([pred, target]) => `${pred},${target}\n`).join(""),
  ndjson: ROWS.map(([pred, target]) => `{"pred": ${pred}, "target": ${target}}\n`).join(""),
};

test.each(Object.entries(TEXTS))("segments of %s hold all rows, each once", async (ending, text) => {
  const file = join(folder, `t.${ending}`);
  writeFileSync(file, text);
  const reader = await openSegments({
    operands: [file],
    requests: [
      { role: "pred", kind: "real" },
      { role: "target", kind: "real" },
    ],
    format: undefined,
    delimiter: undefined,
    header: undefined,
    classes: undefined,
    skipMissing: false,
  });
  const found: number[][] = [];
  const ends = [];
  for (let start = 0; start < text.length; start += 300) {
    await reader.read(start, start + 300, text.length, new Notes(), ({ rows, roles }) => {
      for (let row = 0; row < rows; row++) found.push([roles.pred!.values[row]!, roles.target!.values[row]!]);
    });
    ends.push(reader.end);
  }
  reader.close();
  expect(found).toEqual(ROWS);
  let lines = 0;
  for (const end of ends) {
    lines += end.lines;
    // as many lines as stand before the place
    expect(text.slice(0, end.bytes).split("\n").length - 1).toBe(lines);
  }
  expect(ends.at(-1)?.bytes).toBe(text.length);
});
