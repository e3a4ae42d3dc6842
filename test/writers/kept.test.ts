import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { KEPT, LongInteger } from "../../src/core/batch.ts";
import type { RowBlock } from "../../src/core/row-block.ts";
import { SUMMARY, written } from "./support.ts";

const NAMES = ["id", "a,b"];

/** A row for each loss, and what is kept with it. */
function block(cells: RowBlock["carried"] & object, losses: readonly number[]): RowBlock {
  return {
    rows: losses.length,
    index: (row) => row,
    carried: { other: { names: ["x"], cells: losses.map(() => "y") }, ...cells },
    losses: [
      {
        name: "mae",
        reduction: "mean",
        shape: [],
        unreduced: Float64Array.from(losses),
        perSample: Float64Array.from(losses),
        grads: [],
      },
    ],
  };
}

const kept = (cells: readonly unknown[], names: readonly string[] = NAMES) => ({
  [KEPT]: { names, cells: cells as readonly string[] },
});

const scene = fc
  .array(fc.tuple(fc.double(), fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" })), {
    minLength: 1,
    maxLength: 20,
  })
  // csv-parse takes a lone quote mark or a byte order mark at the very beginning for more than text
  .map((rows) => rows.map(([loss, a, b]) => [loss, a.replaceAll("\ufeff", ""), b] as const));

describe("kept columns", () => {
  test.each([
    ["csv", ","],
    ["tsv", "\t"],
  ] as const)("read back from %s as they are", async (format, delimiter) => {
    await fc.assert(
      fc.asyncProperty(scene, async (rows) => {
        const cells = rows.flatMap(([, a, b]) => [a, b]);
        const text = await written(
          format,
          [
            block(
              kept(cells),
              rows.map(([loss]) => loss),
            ),
          ],
          [],
        );
        const [header, ...records] = parse(text, { delimiter, recordDelimiter: "\n" });
        expect(header).toEqual(["index", "loss", ...NAMES]);
        expect(records.map((record) => record.slice(2))).toEqual(rows.map(([, a, b]) => [a, b]));
      }),
    );
  });

  test("read back from ndjson and json as they are, whatever JSON holds", async () => {
    const json = fc.jsonValue({ noUnicodeString: false });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(json, json), { minLength: 1 }), async (rows) => {
        // JSON.parse of JSON.stringify, for -0 has no sign there
        const plain = JSON.parse(JSON.stringify(rows)) as typeof rows;
        const all = [
          block(
            kept(plain.flat()),
            plain.map(() => 1),
          ),
        ];
        const lines = (await written("ndjson", all, [])).trimEnd().split("\n");
        expect(lines.map((line) => Object.values(JSON.parse(line) as object).slice(3))).toEqual(plain);
        const document = JSON.parse(await written("json", all, [SUMMARY])) as { kept: object };
        expect(document.kept).toEqual({ id: plain.map(([a]) => a), "a,b": plain.map(([, b]) => b) });
      }),
    );
  });

  test("keep the digits of long integers", async () => {
    const id = new LongInteger("12345678901234567890");
    const all = [block(kept([id, [id, null]]), [1])];
    expect(await written("ndjson", all, [])).toBe(
      '{"index":0,"loss":1,"grad":{},"id":12345678901234567890,"a,b":[12345678901234567890,null]}\n',
    );
    expect(await written("csv", all, [])).toBe(
      'index,loss,id,"a,b"\n0,1,12345678901234567890,"[12345678901234567890,null]"\n',
    );
  });

  test("come from all blocks, and are shown in text and Markdown without doing harm", async () => {
    const all = [block(kept(["a\u001b[1m", "|x|"]), [1]), block(kept(["a cell that is too long", ""]), [2])];
    expect((await written("text", all, [SUMMARY])).split("\n").slice(-4)).toEqual([
      "    index         loss           id          a,b",
      "        0            1   a\\u001b[1m          |x|",
      '        0            2 a cell that…           ""',
      "",
    ]);
    expect((await written("markdown", all, [SUMMARY])).split("\n").slice(-3)).toEqual([
      "| 0 | 1 | a\\u001b\\[1m | \\|x\\| |",
      "| 0 | 2 | a cell that is too long |  |",
      "",
    ]);
    const document = JSON.parse(await written("json", all, [SUMMARY])) as { kept: object };
    expect(document.kept).toEqual({
      id: ["a\u001b[1m", "a cell that is too long"],
      "a,b": ["|x|", ""],
    });
  });

  test.each([
    ["csv", ["loss"]],
    ["tsv", ["id", "id"]],
    ["ndjson", ["index"]],
    ["ndjson", ["grad"]],
    ["markdown", ["loss"]],
  ] as const)("are refused in %s where they are called %j", async (format, names) => {
    const twice = names[0];
    await expect(
      written(format, [
        block(
          kept(
            names.map(() => "a"),
            names,
          ),
          [1],
        ),
      ]),
    ).rejects.toMatchObject({
      status: 3,
      message: `two columns of the output would be called "${twice}"`,
      hint: "--keep-columns chooses which of the input's are kept",
    });
  });
});
