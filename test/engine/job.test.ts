import { expect, test } from "vitest";
import { Board, newBoard } from "../../src/engine/job.ts";

const SEGMENTS = 5;

test("a text's place follows from the last one that was told, and the lengths since", () => {
  const board = new Board(newBoard(SEGMENTS));
  // the first text is written by whoever writes what stands above it
  expect(board.placeOf(0)).toEqual({ value: undefined });
  expect(board.placeOf(1)).toBeUndefined();
  board.tellLength(1, 10);
  board.tellLength(3, 30);
  expect(board.placeOf(2)).toBeUndefined();
  board.tellPlace(1, 100);
  expect([1, 2, 3, 4].map((index) => board.placeOf(index)?.value)).toEqual([100, 110, undefined, undefined]);
  board.tellLength(2, 0);
  expect([2, 3, 4].map((index) => board.placeOf(index)?.value)).toEqual([110, 110, 140]);
});

test("behind a text whose place nobody knew, places are told anew", () => {
  const board = new Board(newBoard(SEGMENTS));
  board.tellPlace(1, undefined);
  expect(board.placeOf(1)).toEqual({ value: undefined });
  expect(board.placeOf(2)).toBeUndefined();
  board.tellPlace(2, 7);
  expect(board.placeOf(2)).toEqual({ value: 7 });
});

test("nobody waits once the board is closed", async () => {
  const board = new Board(newBoard(SEGMENTS));
  board.close();
  expect(await board.waitForPlace(3)).toBeUndefined();
  expect(await board.rowsBefore(3)).toBeUndefined();
  expect(await board.expectedRows()).toBeUndefined();
  await board.waitFor(3);
  expect(board.take()).toBeGreaterThan(SEGMENTS);
});
