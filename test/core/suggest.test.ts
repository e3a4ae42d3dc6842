import { expect, test } from "vitest";
import { nearest } from "../../src/core/suggest.ts";

test.each<[word: string, candidates: string[], found: string[]]>([
  ["msee", ["mse", "mae", "bce"], ["mse"]],
  ["cross-entorpy", ["cross-entropy", "nll"], ["cross-entropy"]],
  ["Cross_Entropy", ["cross-entropy", "nll"], ["cross-entropy"]],
  ["smooth", ["smooth-l1", "mse"], ["smooth-l1"]],
  ["emse", ["mse", "mae"], ["mse"]],
  ["smel", ["mse", "l1", "nll"], []],
  ["", ["mse"], []],
  ["mse", [], []],
  ["maf", ["mac", "mab", "maa", "mad"], ["maa", "mab", "mac"]],
  ["mse", ["mse", "mse"], ["mse"]],
])("%j among %j: %j", (word, candidates, found) => {
  expect(nearest(word, candidates)).toEqual(found);
});
