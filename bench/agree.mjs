// All must have computed the same before anyone is timed.
import { closeSync, openSync, readSync } from "node:fs";
import { median } from "./units.mjs";

const TOLERANCE = 1e-9;
const CHUNK = 1 << 22;

/** @param {number} a @param {number} b */
const close = (a, b) => Math.abs(a - b) <= TOLERANCE * Math.max(Math.abs(a), Math.abs(b));

/**
 * @param {Map<string, number>} answers by contestant
 * @returns {string[]} what is wrong with those who are off what most say
 */
export function disagreements(answers) {
  const middle = median([...answers.values()]);
  return [...answers]
    .filter(([, answer]) => !close(answer, middle))
    .map(([name, answer]) => `${name} says ${answer}, where the median of all is ${middle}`);
}

/** @param {string} path */
function* lines(path) {
  const file = openSync(path, "r");
  const buffer = Buffer.alloc(CHUNK);
  try {
    let rest = "";
    for (let length = readSync(file, buffer); length > 0; length = readSync(file, buffer)) {
      const whole = (rest + buffer.toString("latin1", 0, length)).split("\n");
      rest = whole.pop() ?? "";
      yield* whole;
    }
    if (rest) yield rest;
  } finally {
    closeSync(file);
  }
}

/** @param {string} ours @param {string} theirs */
const sameNumbers = (ours, theirs) => {
  const cells = theirs.split(",").map(Number);
  const expected = ours.split(",").map(Number);
  return cells.length === expected.length && cells.every((cell, i) => close(cell, expected[i]));
};

/**
 * Compares two files of rows, header and all, in their order; numbers by value, however they are printed.
 * @param {string} ours path
 * @param {string} theirs path
 * @returns {string | undefined} where they first part
 */
export function difference(ours, theirs) {
  const expected = lines(ours);
  let line = 0;
  for (const found of lines(theirs)) {
    line++;
    const { value = "nothing" } = expected.next();
    if (found !== value && !sameNumbers(value, found))
      return `line ${line}: "${found}", where loss has "${value}"`;
  }
  return expected.next().done ? undefined : `ends after line ${line}, where loss has more`;
}
