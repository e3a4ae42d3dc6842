import { describe, expect, test } from "vitest";
import { type CarriedCell, KEPT, LongInteger } from "../../src/core/batch.ts";
import { Notes } from "../../src/core/notes.ts";
import { align, pair } from "../../src/readers/align.ts";
import { ClassNames } from "../../src/readers/classes.ts";
import type { RoleRequest } from "../../src/readers/header.ts";
import { readJson } from "../../src/readers/json.ts";
import { readNdjson } from "../../src/readers/ndjson.ts";
import type { Block, ReadOptions } from "../../src/readers/rows.ts";
import { readTable } from "../../src/readers/table.ts";
import { everyCut, sourceOf } from "./support.ts";

const TABLE = 'pred,target,id,note\n1,2,a7,"x, y"\n3,,b8,\n5,6,007,"line\nbreak"\n7,8,"",z\n';
const RECORDS = [
  { pred: 1, target: 2, id: "a7", note: "x, y" },
  { pred: 3, target: null, id: true, note: null },
  { pred: 5, target: 6, id: 7, note: ["deep"] },
  { pred: 7, target: 8, note: "z" },
];

const NUMBERS: readonly RoleRequest[] = [
  { role: "pred", kind: "real" },
  { role: "target", kind: "real" },
];
const text = (role: string, selector: string): RoleRequest => ({ role, kind: "text", selector });
const REQUESTS = [...NUMBERS, text("keep", "note,id"), text("group_by", "pred")];

const options = (requests = REQUESTS): ReadOptions => ({
  requests,
  classes: new ClassNames(),
  notes: new Notes(),
  skipMissing: true,
  delimiter: undefined,
  header: undefined,
});

/** What came along with the rows that are whole. */
async function carriedOf(blocks: AsyncIterable<Block> | Iterable<Block>): Promise<unknown> {
  const all: Record<string, CarriedCell[]> = {};
  const preds: number[] = [];
  let names: unknown;
  for await (const batch of align(blocks)) {
    preds.push(...batch.roles.pred!.values);
    names = Object.values(batch.carried!).map((data) => data.names);
    for (const [role, { cells }] of Object.entries(batch.carried!))
      all[role] = [...(all[role] ?? []), ...cells];
  }
  return { preds, names, ...all };
}

const NAMES = [["note", "id"], ["pred"]];

describe("carried columns", () => {
  test("of a table are its cells' texts, wherever the bytes are cut", async () => {
    const wanted = {
      preds: [1, 5, 7],
      names: NAMES,
      keep: ["x, y", "a7", "line\nbreak", "007", "z", ""],
      group_by: ["1", "5", "7"],
    };
    for (const pieces of everyCut(Buffer.from(TABLE)))
      expect(await carriedOf(readTable(sourceOf(pieces), ",", options()))).toEqual(wanted);
  });

  const wanted = {
    preds: [1, 5, 7],
    names: NAMES,
    keep: ["x, y", "a7", ["deep"], 7, "z", null],
    group_by: [1, 5, 7],
  };

  test("of records are JSON values", async () => {
    const lines = Buffer.from(RECORDS.map((record) => `${JSON.stringify(record)}\n`).join(""));
    expect(await carriedOf(readNdjson(sourceOf([lines]), options()))).toEqual(wanted);
    const list = Buffer.from(JSON.stringify(RECORDS));
    expect(await carriedOf(readJson(sourceOf([list]), options()))).toEqual(wanted);
  });

  test("are all columns where none are named; a key that holds no array is no column", async () => {
    const every: RoleRequest = { role: "keep", kind: "text" };
    const all = options([...NUMBERS, every]);
    const names = [["pred", "target", "id", "note"]];
    expect(await carriedOf(readTable(sourceOf([Buffer.from(TABLE)]), ",", all))).toMatchObject({ names });
    const list = Buffer.from(JSON.stringify(RECORDS));
    expect(await carriedOf(readJson(sourceOf([list]), options([...NUMBERS, every])))).toMatchObject({
      names,
    });
    const arrays = Buffer.from(JSON.stringify({ model: "m", pred: [1], target: [2], id: ["a"] }));
    expect(await carriedOf(readJson(sourceOf([arrays]), options([...NUMBERS, every])))).toEqual({
      preds: [1],
      names: [["pred", "target", "id"]],
      keep: [1, 2, "a"],
    });
  });

  test("keep integers with more digits than a double holds", async () => {
    const cells = (ids: readonly string[]) => ids.map((id) => `{"pred":1,"target":2,"id":${id}}`);
    const ids = ["9007199254740993", "-12345678901234567890", "9007199254740992", "0.12345678901234567"];
    const wanted = {
      preds: [1, 1, 1, 1],
      names: [["id"]],
      keep: [new LongInteger(ids[0]!), new LongInteger(ids[1]!), Number(ids[2]), Number(ids[3])],
    };
    const all = (): ReadOptions => options([...NUMBERS, text("keep", "id")]);
    const lines = Buffer.from(cells(ids).join("\n"));
    expect(await carriedOf(readNdjson(sourceOf([lines]), all()))).toEqual(wanted);
    const list = Buffer.from(`[${cells(ids).join()}]`);
    expect(await carriedOf(readJson(sourceOf([list]), all()))).toEqual(wanted);
    const arrays = Buffer.from(`{"pred":[1,1,1,1],"target":[2,2,2,2],"id":[${ids.join()}]}`);
    expect(await carriedOf(readJson(sourceOf([arrays]), all()))).toEqual(wanted);
  });

  test("of arrays have a value for each row", async () => {
    const arrays = { pred: [1, 3], target: [2, 4], id: ["a", { b: 1 }] };
    const read = (root: unknown) =>
      carriedOf(
        readJson(sourceOf([Buffer.from(JSON.stringify(root))]), options([...NUMBERS, text("keep", "id")])),
      );
    expect(await read(arrays)).toEqual({ preds: [1, 3], names: [["id"]], keep: ["a", { b: 1 }] });
    await expect(read({ ...arrays, id: ["a"] })).rejects.toThrow("has not a value for each of the 2 rows");
    await expect(read({ ...arrays, id: 3 })).rejects.toThrow(
      "3 stands where an array, a value a row, should",
    );
  });

  test("of several inputs come from the first that has them", async () => {
    const blocks = (name: string, rows: number): Block => ({
      rows,
      roles: { [name]: { values: new Float64Array(rows), shape: [], names: [name] } },
      carried: { keep: { names: ["id"], cells: Array.from({ length: rows }, (_, i) => `${name}${i}`) } },
      missing: undefined,
      place: () => ({ source: name }),
    });
    const streams = [
      { name: "a", blocks: [blocks("a", 2), blocks("a", 1)] },
      { name: "b", blocks: [blocks("b", 3)] },
    ];
    const cells: CarriedCell[] = [];
    for await (const { carried } of align(pair(streams))) cells.push(...carried!.keep!.cells);
    expect(cells).toEqual(["a0", "a1", "a0"]);
    const kept = (name: string, names: readonly string[]): Block => ({
      ...blocks(name, 2),
      carried: {
        [KEPT]: { names, cells: [0, 1].flatMap((row) => names.map((one) => `${name}${one}${row}`)) },
      },
    });
    const both = [
      { name: "a", blocks: [kept("a", ["id", "x"])] },
      { name: "b", blocks: [kept("b", ["y", "id", "z"])] },
    ];
    for await (const { carried } of align(pair(both)))
      expect(carried![KEPT]).toEqual({
        names: ["id", "x", "y", "z"],
        cells: ["aid0", "ax0", "by0", "bz0", "aid1", "ax1", "by1", "bz1"],
      });
  });
});
