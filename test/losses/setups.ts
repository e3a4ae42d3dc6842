import { checkParams } from "../../src/cli/validate.ts";
import { type Shape, sizeOf } from "../../src/core/batch.ts";
import { UsageError } from "../../src/core/errors.ts";
import type { Loss, PreparedLoss } from "../../src/core/loss.ts";
import type { AnyParamValues, Param } from "../../src/core/param.ts";

/** Numbers in 0..1 that are the same in every run (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const ROWS = 6;
const WIDTH = 3;

/** Whether a loss takes parameters: each may be within its range, and its loss still refuse it. */
function takes(loss: Loss, given: AnyParamValues): boolean {
  try {
    loss.prepare(checkParams(loss, given));
    return true;
  } catch (error) {
    if (error instanceof UsageError) return false;
    throw error;
  }
}

/** Parameters to try: none, and for each one at a time values within its range. */
export function parameterSets(loss: Loss): AnyParamValues[] {
  const samples = (param: Param): AnyParamValues[string][] => {
    if (param.kind === "flag") return [true, false];
    if (param.kind === "choice") return [...param.choices];
    if (param.kind === "numbers") return [[0.5, 2, 1.25]];
    if (param.integer) return [1];
    return [-1.5, 0, 0.25, 0.75, 1, 1.25, 1.75, 2, 3];
  };
  const sets: AnyParamValues[] = [{}];
  for (const [name, param] of Object.entries(loss.params))
    for (const value of samples(param)) {
      // beside what it means anything with
      const set = { ...param.only, [name]: value };
      if (takes(loss, set)) sets.push(set);
    }
  // what the predictions are changes the kernel's path, so the other parameters are tried on each
  const from = loss.params.from;
  if (from?.kind === "choice")
    for (const set of [...sets])
      for (const choice of from.choices) if (!("from" in set)) sets.push({ ...set, from: choice });
  return sets;
}

export interface Setup {
  readonly label: string;
  readonly prepared: PreparedLoss;
  readonly shapes: Readonly<Record<string, Shape>>;
  /** Of sequences. */
  readonly starts: Readonly<Record<string, Uint32Array>>;
  readonly values: Readonly<Record<string, Float64Array>>;
}

type Draw = (values: Record<string, Float64Array>, random: () => number) => void;

/** What is no free choice of each number, made of random ones. */
const DRAWS: Readonly<Record<string, Draw>> = {
  "multilabel-margin": ({ target }, random) => {
    for (let row = 0; row < ROWS; row++) {
      const first = Math.floor(random() * WIDTH);
      target!.set([first, random() < 0.5 ? -1 : (first + 1) % WIDTH, -1], row * WIDTH);
    }
  },
  aft: ({ lower, upper }, random) => {
    for (let i = 0; i < lower!.length; i++) {
      lower![i] = [0, 0.5 + random(), 2 * random()][i % 3]!;
      upper![i] = [lower![i]! + random() + 0.1, lower![i]!, Infinity][Math.floor(random() * 3)]!;
      if (upper![i] === 0) upper![i] = 1;
    }
  },
  // two groups of vectors of length 1
  ...Object.fromEntries(
    ["circle", "ntxent"].map((name): [string, Draw] => [
      name,
      ({ pred, target }) => {
        for (let row = 0; row < ROWS; row++) {
          const vector = pred!.subarray(row * WIDTH, (row + 1) * WIDTH);
          const length = Math.hypot(...vector);
          for (const [i, x] of vector.entries()) vector[i] = x / length;
          target![row] = [0, 1, 1, 0, 1, 2][row]!;
        }
      },
    ]),
  ),
  // groups of several rows and of one
  ...Object.fromEntries(
    ["query-rmse", "query-cross-entropy"].map((name): [string, Draw] => [
      name,
      ({ group }) => group!.set([3, 1, 3, 3, 2, 1]),
    ]),
  ),
  // rows over the classes are one-hot
  ...Object.fromEntries(
    ["categorical-hinge", "multiclass-hinge"].map((name): [string, Draw] => [
      name,
      ({ target }) => {
        if (target!.length === ROWS) return;
        const classes = target!.length / ROWS;
        for (let i = 0; i < target!.length; i++)
          target![i] = i % classes === Math.floor(i / classes) % classes ? 1 : 0;
      },
    ]),
  ),
  // two that end at the same time
  cox: ({ time, event }) => {
    time![2] = time![4]!;
    event![2] = 1;
  },
  // the second corner above 0, and the first below: also a width and a height
  ...Object.fromEntries(
    ["giou", "diou", "ciou"].map((name): [string, Draw] => [
      name,
      ({ pred, target }) => {
        for (const values of [pred!, target!])
          for (let i = 0; i < values.length; i++) values[i] = Math.abs(values[i]!) * (i % 4 < 2 ? -1 : 1);
      },
    ]),
  ),
};

/**
 * Kinds of shapes to try: numbers or rows, class indices, distributions, one label for several vectors, boxes, and
 * those that only the losses below take.
 */
const KINDS = ["", "index", "label", "box", "single", "group", "square", "deep", "sequence"] as const;
type Kind = (typeof KINDS)[number];

/** One number a row, a label for one vector, as many columns as rows, a mask for each class, sequences. */
const KINDS_OF: Readonly<Record<string, readonly Kind[]>> = {
  cox: ["single"],
  "query-rmse": ["single"],
  "query-cross-entropy": ["single"],
  circle: ["group"],
  ntxent: ["group"],
  "multi-quantile": ["group"],
  "info-nce": ["square"],
  dice: ["", "deep"],
  tversky: ["", "deep"],
  "generalized-dice": ["", "deep"],
  ctc: ["sequence"],
};

/** Items of each row, of which there are enough frames for the labels. */
const LENGTHS: Readonly<Record<string, readonly number[]>> = {
  vectors: [3, 4, 5, 1, 3, 6],
  numbers: [2, 1, 2, 0, 0, 2],
};

function startsOf(sequence: string, size: number): Uint32Array {
  let end = 0;
  return Uint32Array.from([0, ...LENGTHS[sequence]!.map((length) => (end += length * size))]);
}

function shapeIn(kind: Kind, role: string, isIndex: boolean): Shape {
  if (isIndex || kind === "single") return [];
  if (role === "target" && (kind === "label" || kind === "group")) return [];
  if (kind === "square") return [ROWS];
  if (kind === "deep") return [WIDTH, 2];
  return [kind === "box" ? 4 : WIDTH];
}

/** A loss at random points inside its domain, for every set of parameters and every kind of target. */
export function setups(loss: Loss, seed = 1): Setup[] {
  const random = randomFrom(seed);
  const all: Setup[] = [];
  for (const given of parameterSets(loss)) {
    const prepared = loss.prepare(given);
    for (const kind of KINDS) {
      // shapes that are for others
      if (!(KINDS_OF[loss.name] ?? KINDS.slice(0, 4)).includes(kind)) continue;
      if (kind === "index" && !Object.values(loss.roles).some(({ kind }) => kind === "class")) continue;
      if (kind === "label" && !(Object.keys(loss.roles).length === 3 && loss.roles.target)) continue;
      if (kind === "box" && loss.family !== "box") continue;
      const shapes: Record<string, Shape> = {};
      const values: Record<string, Float64Array> = {};
      const starts: Record<string, Uint32Array> = {};
      for (const [role, { kind: what, sequence }] of Object.entries(loss.roles)) {
        const range = prepared.ranges[role];
        const low = Math.max(range?.min ?? range?.above ?? -3, what === "label" ? 0 : -3);
        const high = Math.min(range?.max ?? 3, what === "label" ? 1 : 3);
        const only = range?.values;
        const inside = () =>
          only ? only[Math.floor(random() * only.length)]! : low + (high - low) * (0.01 + 0.98 * random());
        const index = what === "class" && (kind === "index" || kind === "sequence");
        shapes[role] = shapeIn(kind, role, index);
        const draw = index ? () => Math.floor(random() * WIDTH) : what === "class" ? random : inside;
        const size = sizeOf(shapes[role]);
        if (sequence) starts[role] = startsOf(sequence, size);
        values[role] = Float64Array.from({ length: starts[role]?.[ROWS] ?? ROWS * size }, draw);
      }
      DRAWS[loss.name]?.(values, random);
      try {
        prepared.layout(shapes);
      } catch {
        continue; // this loss does not take this kind of target
      }
      all.push({ label: `${loss.name} ${JSON.stringify(given)} ${kind}`, prepared, shapes, starts, values });
    }
  }
  if (all.length === 0) throw new Error(`no shapes for ${loss.name}`);
  return all;
}

interface Filled {
  readonly loss: Float64Array;
  readonly mass: Float64Array | undefined;
  readonly grad: Readonly<Record<string, Float64Array>>;
}

/** Calls a kernel on arrays that hold `fill` before. */
export function call(
  { prepared, shapes, starts }: Setup,
  values: Setup["values"],
  roles: readonly string[],
  fill: number,
): Filled {
  const { out, classes } = prepared.layout(shapes);
  const array = (size: number) => new Float64Array(size).fill(fill);
  const loss = array(prepared.whole === "value" ? 1 : ROWS * sizeOf(out));
  const mass = classes === undefined ? undefined : array(loss.length);
  const grad = Object.fromEntries(roles.map((role) => [role, array(values[role]!.length)]));
  prepared.kernel(values, { loss, mass, grad }, { rows: ROWS, shapes, starts });
  return { loss, mass, grad };
}

/**
 * torch lets the gradient of a variance pass through its floor, so there it is no slope, and gives that of ctc by
 * log-probabilities as if they went through log-softmax; torchvision holds a factor of ciou constant.
 */
export function isPassedThrough({ name }: Loss, role: string, x: number, { params }: PreparedLoss): boolean {
  if (name === "ctc") return params.from === "log-probs";
  return name === "ciou" || (name === "gaussian-nll" && role === "var" && x <= Number(params.eps));
}

export const total = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0);
