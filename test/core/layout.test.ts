import { describe, expect, test } from "vitest";
import type { Shape } from "../../src/core/batch.ts";
import { classDims, elementwise, perClass } from "../../src/core/layout.ts";

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
