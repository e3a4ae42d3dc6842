import { describe, expect, test } from "vitest";
import type { Shape } from "../../src/core/batch.ts";
import {
  boxes,
  checkClassWeights,
  classDims,
  elementwise,
  perClass,
  perClassIndex,
  vectors,
  wholeRows,
} from "../../src/core/layout.ts";

describe("elementwise", () => {
  test.each<[pred: Shape, target: Shape, out: Shape]>([
    [[], [], []],
    [[3], [3], [3]],
    [
      [2, 3],
      [2, 3],
      [2, 3],
    ],
    [[1], [], []],
    [[], [1], []],
    [[1], [1], [1]],
  ])("(%j) and (%j) give (%j)", (pred, target, out) => {
    expect(elementwise({ pred, target })).toEqual({ out });
  });

  test.each<[pred: Shape, target: Shape, message: string]>([
    [[3], [], "shapes differ: pred has (3) a row, target has one number a row"],
    [[1], [3], "shapes differ: pred has (1) a row, target has (3) a row"],
    [[2, 3], [3, 2], "shapes differ: pred has (2,3) a row, target has (3,2) a row"],
    [[1, 1], [], "shapes differ: pred has (1,1) a row, target has one number a row"],
  ])("(%j) and (%j) differ", (pred, target, message) => {
    expect(() => elementwise({ pred, target })).toThrow(
      expect.objectContaining({ message, status: 3 }) as Error,
    );
  });
});

describe("perClass", () => {
  test.each<[pred: Shape, target: Shape, out: Shape, classes: number | undefined]>([
    [[3], [], [], 3],
    [[3], [1], [], 3],
    [[3], [3], [], undefined],
    [[1], [], [], 1],
    [[1], [1], [], 1],
    [[3, 2], [2], [2], 3],
    [[3, 2], [3, 2], [2], undefined],
    [[3, 4, 5], [4, 5], [4, 5], 3],
    [[2, 2], [2], [2], 2],
  ])("(%j) and (%j) give (%j), classes: %s", (pred, target, out, classes) => {
    expect(perClass({ pred, target })).toEqual(classes === undefined ? { out } : { out, classes });
  });

  test("one number a row has no classes", () => {
    expect(() => perClass({ pred: [], target: [] })).toThrow(
      expect.objectContaining({
        message: "pred has one number a row, where a loss on classes takes one for each class",
        hint: "name a column for each class, for example --pred 'logit_*'",
      }) as Error,
    );
  });

  test.each<[pred: Shape, target: Shape, message: string]>([
    [
      [3],
      [4],
      "shapes differ: pred has (3) a row, so target takes one number a row (class indices) or (3) (distributions), but has (4) a row",
    ],
    [
      [3, 2],
      [3],
      "shapes differ: pred has (3,2) a row, so target takes (2) a row (class indices) or (3,2) (distributions), but has (3) a row",
    ],
  ])("(%j) and (%j) differ", (pred, target, message) => {
    expect(() => perClass({ pred, target })).toThrow(
      expect.objectContaining({ message, status: 3 }) as Error,
    );
  });
});

test("classDims", () => {
  expect(classDims([3])).toEqual({ classes: 3, inner: 1 });
  expect(classDims([3, 2, 5])).toEqual({ classes: 3, inner: 10 });
});

const refuses = (layout: () => unknown, message: string, hint?: string) =>
  expect(layout).toThrow(expect.objectContaining({ message, hint, status: 3 }) as Error);

test("perClassIndex takes no distributions", () => {
  expect(perClassIndex({ pred: [3], target: [] })).toEqual({ out: [], classes: 3 });
  expect(perClassIndex({ pred: [3, 2], target: [2] })).toEqual({ out: [2], classes: 3 });
  refuses(
    () => perClassIndex({ pred: [3], target: [3] }),
    "target takes class indices, but has a column for each class",
  );
});

test("checkClassWeights", () => {
  checkClassWeights(undefined, 3);
  checkClassWeights([1, 2, 3], 3);
  refuses(() => checkClassWeights([1], 3), "--weight has 1 values, pred has 3 classes");
});

describe("wholeRows and vectors", () => {
  test("a row has one loss", () => {
    expect(wholeRows({ pred: [2, 3], target: [2, 3] })).toEqual({ out: [] });
    expect(vectors({ a: [3], b: [3], c: [3] })).toEqual({ out: [] });
    expect(vectors({ a: [3], b: [3], c: [] }, ["c"])).toEqual({ out: [] });
    expect(vectors({ a: [3], b: [3], c: [1] }, ["c"])).toEqual({ out: [] });
  });

  test.each<[shapes: Record<string, Shape>, message: string, hint?: string]>([
    [{ a: [3], b: [2], c: [] }, "shapes differ: a has (3) a row, b has (2) a row"],
    [{ a: [3], b: [], c: [] }, "shapes differ: a has (3) a row, b has one number a row"],
    [{ a: [3], b: [3], c: [3] }, "c has (3) a row, but takes one number a row"],
    [{ a: [2, 3], b: [2, 3], c: [] }, "a has (2,3) a row, but takes one vector a row"],
    [
      { a: [], b: [], c: [] },
      "a has one number a row, where this loss takes several",
      "name all of its columns, for example --a 'a_*'",
    ],
  ])("%j are refused", (shapes, message, hint) => {
    refuses(() => vectors(shapes, ["c"]), message, hint);
  });
});

test("boxes are four numbers", () => {
  expect(boxes({ pred: [4], target: [4] })).toEqual({ out: [] });
  refuses(() => boxes({ pred: [4], target: [3] }), "target has (3) a row, but a box is four numbers a row");
  refuses(
    () => boxes({ pred: [], target: [4] }),
    "pred has one number a row, but a box is four numbers a row",
  );
});
