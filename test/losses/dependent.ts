import type { Arrays } from "../engine/arrays.ts";

// for losses whose rows depend on each other
export const VECTORS: Arrays = {
  pred: [
    [1, 0],
    [0.8, 0.6],
    [0, 1],
    [-0.6, 0.8],
    [-1, 0],
  ],
  target: [7, 7, -2, -2, 0.5],
};
export const LIVES: Arrays = {
  pred: [0.4, -0.2, 1.1, 0.3, -1],
  time: [5, 3, 3, 8, 3],
  event: [1, 1, 1, 0, 0],
};
export const QUERIES: Arrays = {
  pred: [0.4, -0.2, 1.1, 0.3, -1],
  target: [1, 0, 1, 0.25, 0],
  group: [2, 7, 2, 2, 7],
};
export const SIMILARITIES: Arrays = {
  pred: [
    [0.9, 0.1, -0.2],
    [0.2, 0.7, 0.3],
    [-0.1, 0.4, 0.8],
  ],
};
export const MASKS: Arrays = {
  pred: [
    [0.9, 0.8, 0.1],
    [0.2, 0.7, 0.4],
  ],
  target: [
    [1, 1, 0],
    [0, 1, 1],
  ],
};
export const CLASS_MASKS: Arrays = {
  pred: [
    [
      [2, 0.5],
      [0, 1],
    ],
    [
      [-1, 0.3],
      [1, -0.5],
    ],
  ],
  target: [
    [
      [1, 0],
      [0, 1],
    ],
    [
      [1, 1],
      [0, 0],
    ],
  ],
};
