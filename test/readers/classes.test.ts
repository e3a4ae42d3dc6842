import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ClassNames, numberedOtherwise } from "../../src/readers/classes.ts";

function named(columns: readonly string[], explicit?: readonly string[]): ClassNames {
  const classes = new ClassNames(explicit);
  classes.setColumns(columns, "t");
  return classes;
}

const iris = named(["prob_setosa", "prob_iris_versicolor", "prob_virginica"]);

describe("class names", () => {
  test.each([
    ["setosa", 0],
    ["prob_setosa", 0],
    ["iris_versicolor", 1],
    ["versicolor", 1],
    ["virginica", 2],
    ["2", 2],
    ["1.0", 1],
    ["7", 7],
    ["-100", -100],
  ])("%s", (text, index) => {
    expect(iris.parse(text)).toBe(index);
  });

  test("that no column ends in are refused with those that there are", () => {
    const classes = "classes are setosa, versicolor, virginica";
    for (const text of ["Setosa", "set", "osa", "prob", ""])
      expect(iris.parse(text)).toEqual({ problem: "is not a class", hint: classes });
    expect(iris.parse("1_0")).toMatchObject({ problem: "is not a number" });
  });

  test("that two columns end in are refused", () => {
    const classes = named(["a_x", "b_x"]);
    expect(classes.parse("x")).toEqual({ problem: "ends the name of more than one prediction column" });
    expect(classes.parse("a_x")).toBe(0);
  });

  test("find their column whatever stands before them", () => {
    const name = fc.string({ unit: fc.constantFrom(..."abcé"), minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.uniqueArray(name, { minLength: 2, maxLength: 8 }),
        fc.constantFrom("p_", "logit.", "Z-z_"),
        (names, stem) => {
          const classes = named(names.map((text) => stem + text));
          expect(names.map((text) => classes.parse(text))).toEqual(names.map((_, i) => i));
        },
      ),
    );
  });

  test("in --classes decide alone", () => {
    const classes = named(["p_x", "p_y"], ["b", "a"]);
    expect(["b", "a", "1"].map((text) => classes.parse(text))).toEqual([0, 1, 1]);
    expect(classes.parse("x")).toEqual({ problem: "is not a class", hint: "classes are b, a" });
    expect(() => named(["p_x", "p_y"], ["a"])).toThrow("--classes names 1 classes, pred has 2 columns");
    expect(() => new ClassNames(["a", "a"])).toThrow('--classes names "a" twice');
  });

  test("of two labels have no columns of their own", () => {
    const labels = new ClassNames(["no", "yes"], false);
    labels.setColumns(["p_a", "p_b", "p_c"], "t");
    labels.setCount(3, "t");
    expect(["no", "yes", "1"].map((text) => labels.parse(text))).toEqual([0, 1, 1]);
    expect(labels.parse("p_a")).toEqual({ problem: "is not a class", hint: "classes are no, yes" });
  });

  test("in --classes that are numbers mean numbers, however they are written", () => {
    const classes = named(["p_x", "p_y", "p_z"], ["1", "2", "3"]);
    expect(["1", "2.0", "+3"].map((text) => classes.parse(text))).toEqual([0, 1, 2]);
    expect(classes.index(3)).toBe(2);
    expect(classes.index(0)).toEqual({ problem: "is not a class", hint: "classes are 1, 2, 3" });
    // may be the index to ignore
    expect([classes.index(-100), classes.parse("255")]).toEqual([-100, 255]);
  });
});

test("columns numbered from 0 are taken in the order of their numbers", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 2, max: 12 }).chain((n) =>
        fc.shuffledSubarray(
          Array.from({ length: n }, (_, i) => i),
          { minLength: n, maxLength: n },
        ),
      ),
      (order) => {
        const names = order.map((i) => `p_${i}`);
        const columns = order.map((_, at) => at + 5);
        const sorted = named(names).sort(columns, names);
        expect(sorted.map((column) => order[column - 5])).toEqual(order.map((_, i) => i));
        // what --classes names stays as it stands
        expect(new ClassNames(names).sort(columns, names)).toEqual(columns);
      },
    ),
  );
});

test("columns numbered otherwise are noticed", () => {
  expect(numberedOtherwise(["p_1", "p_2"])).toBe(true);
  expect(numberedOtherwise(["p_0", "p_2"])).toBe(true);
  expect(numberedOtherwise(["p_1", "p_0"])).toBe(false);
  expect(numberedOtherwise(["p_a", "p_2"])).toBe(false);
  expect(numberedOtherwise(["p_5"])).toBe(false);
});
