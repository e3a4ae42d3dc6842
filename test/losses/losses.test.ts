import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { checkParams } from "../../src/cli/validate.ts";
import { type Shape, sizeOf } from "../../src/core/batch.ts";
import { UsageError } from "../../src/core/errors.ts";
import { gradRoles, type Loss, type PreparedLoss, type Range, type Reduction } from "../../src/core/loss.ts";
import type { AnyParamValues, Param } from "../../src/core/param.ts";
import { losses } from "../../src/losses/index.ts";
import { type Arrays, compute, flat, type Nested, shapeOf } from "../engine/arrays.ts";

const ROOT = new URL("../../", import.meta.url);
const GOLDEN = new URL("fixtures/golden/", ROOT);

interface Case {
  readonly id: string;
  readonly loss: string;
  readonly params: Readonly<Record<string, number | readonly number[] | boolean | string>>;
  readonly reduction: Reduction;
  readonly input: Arrays;
  readonly expect: {
    readonly value?: Nested;
    readonly none?: readonly Nested[];
    readonly per_sample?: readonly Nested[];
    readonly grad?: Arrays;
  };
  /** Of the value, where the library itself is not exact. */
  readonly tolerance?: number;
}

const casesOf = (folder: string, { name }: Loss): readonly Case[] => {
  const file = new URL(`${folder}${name}.json`, GOLDEN);
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Case[]) : [];
};

/** Parameters of a case the way a command line gives them, past its checks. */
function givenIn({ params }: Case, loss: Loss): AnyParamValues {
  const raw = Object.entries(params).map(([name, value]) => [
    name,
    loss.params[name]?.kind === "numbers" && typeof value === "number" ? [value] : value,
  ]);
  return checkParams(loss, Object.fromEntries(raw));
}

/**
 * The first cell that differs by more than `relative`, in words. `absolute` is for cells in which the reference
 * itself lost its digits by cancellation (a gradient softmax - onehot near 0): its error is then some last places
 * of the terms, which are about as large as the largest cell, and no relative bound can hold.
 */
function difference(
  what: string,
  got: readonly number[],
  want: Nested | undefined,
  relative: number,
  absolute: number,
): string[] {
  if (want === undefined) return [];
  const expected = flat(want);
  if (got.length !== expected.length) return [`${what}: ${got.length} cells for ${expected.length}`];
  const scale = Math.min(1e3, Math.max(1, ...expected.filter(Number.isFinite).map(Math.abs)));
  const wrong = expected.findIndex((v, i) => {
    const value = got[i]!;
    if (value === v || (Number.isNaN(value) && Number.isNaN(v))) return false;
    return !(Math.abs(value - v) <= relative * Math.abs(v) + absolute * scale);
  });
  return wrong < 0 ? [] : [`${what}[${wrong}]: ${got[wrong]} for ${expected[wrong]}`];
}

/** Runs a case and names what is not as it should be. */
async function differences(one: Case, loss: Loss, relative: number, absolute: number): Promise<string[]> {
  const { input, reduction, expect: wanted } = one;
  const options = { given: givenIn(one, loss), grad: wanted.grad !== undefined };
  const answer = await compute(loss, input, { ...options, reduction });
  const wrong = difference("none", answer.unreduced, wanted.none, relative, absolute);
  if (wanted.none && String(shapeOf(wanted.none).slice(1)) !== String(answer.shape))
    wrong.push(`shape ${answer.shape} for ${shapeOf(wanted.none).slice(1)}`);
  if (reduction !== "none")
    wrong.push(...difference("value", [answer.value!], wanted.value, one.tolerance ?? relative, absolute));
  wrong.push(...difference("per_sample", answer.perSample, wanted.per_sample, relative, absolute));
  for (const [role, grad] of Object.entries(wanted.grad ?? {}))
    wrong.push(...difference(`grad.${role}`, answer.grads[role] ?? [], grad, relative, absolute));
  return wrong.map((text) => `${one.id}: ${text}`);
}

describe.each(losses.map((loss) => [loss.name, loss] as const))("reference values of %s", (_, loss) => {
  test("there are some, and each says something", () => {
    const cases = ["", "torch/"].flatMap((folder) => casesOf(folder, loss));
    expect(cases.length, `fixtures/golden/${loss.name}.json is missing`).toBeGreaterThan(0);
    expect(cases.filter((one) => one.loss !== loss.name)).toEqual([]);
    const empty = cases.filter(({ expect: { value, none } }) => value === undefined && none === undefined);
    expect(empty.map(({ id }) => id)).toEqual([]);
    const reductions = new Set(cases.map(({ reduction }) => reduction));
    // what only counts is a metric elsewhere, of which libraries give the mean alone; one number is not reduced
    const alone = loss.prepare().whole === "value" || (gradRoles(loss).length === 0 && reductions.size === 1);
    const wanted = alone ? ["mean"] : ["mean", "none", "sum"];
    expect([...reductions].sort()).toEqual([...(loss.batchmean ? ["batchmean"] : []), ...wanted]);
  });

  test.each(["", "torch/"])("of fixtures/golden/%s", async (folder) => {
    const wrong: string[] = [];
    for (const one of casesOf(folder, loss)) wrong.push(...(await differences(one, loss, 1e-12, 1e-15)));
    expect(wrong).toEqual([]);
  });

  test("near 0 and far out, with no allowance for cancellation", async () => {
    const wrong: string[] = [];
    for (const one of casesOf("precise/", loss)) wrong.push(...(await differences(one, loss, 1e-14, 0)));
    expect(wrong).toEqual([]);
  });
});

test("every reference file belongs to a loss", () => {
  const names = losses.map(({ name }) => `${name}.json`);
  for (const folder of ["", "torch/", "precise/"]) {
    const files = readdirSync(new URL(folder, GOLDEN)).filter((file) => file.endsWith(".json"));
    expect(files.filter((file) => !names.includes(file))).toEqual([]);
  }
});

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
function parameterSets(loss: Loss): AnyParamValues[] {
  const samples = (param: Param): AnyParamValues[string][] => {
    if (param.kind === "flag") return [true, false];
    if (param.kind === "choice") return [...param.choices];
    if (param.kind === "numbers") return [[0.5, 2, 1.25]];
    if (param.integer) return [1];
    return [-1.5, 0, 0.25, 0.75, 1, 1.25, 1.75, 2, 3];
  };
  const sets: AnyParamValues[] = [{}];
  for (const [name, param] of Object.entries(loss.params))
    for (const value of samples(param)) if (takes(loss, { [name]: value })) sets.push({ [name]: value });
  // what the predictions are changes the kernel's path, so the other parameters are tried on each
  const from = loss.params.from;
  if (from?.kind === "choice")
    for (const set of [...sets])
      for (const choice of from.choices) if (!("from" in set)) sets.push({ ...set, from: choice });
  return sets;
}

interface Setup {
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
  circle: ["group"],
  ntxent: ["group"],
  "info-nce": ["square"],
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
function setups(loss: Loss, seed = 1): Setup[] {
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
function call(
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
function isPassedThrough({ name }: Loss, role: string, x: number, { params }: PreparedLoss): boolean {
  if (name === "ctc") return params.from === "log-probs";
  return name === "ciou" || (name === "gaussian-nll" && role === "var" && x <= Number(params.eps));
}

const total = (values: Float64Array): number => values.reduce((sum, v) => sum + v, 0);

describe.each(losses.map((loss) => [loss.name, loss] as const))("the kernel of %s", (_, loss) => {
  const roles = gradRoles(loss);

  test("has the slopes that finite differences find", () => {
    const wrong: string[] = [];
    for (const setup of [...setups(loss, 1), ...setups(loss, 2), ...setups(loss, 3)]) {
      const { grad } = call(setup, setup.values, roles, 0);
      for (const role of roles) {
        for (const [i, g] of grad[role]!.entries()) {
          const at = (x: number) => {
            const moved = Float64Array.from(setup.values[role]!);
            moved[i] = x;
            return total(call(setup, { ...setup.values, [role]: moved }, [], 0).loss);
          };
          const x = setup.values[role]![i]!;
          if (isPassedThrough(loss, role, x, setup.prepared)) continue;
          const h = 1e-6;
          const slope = (at(x + h) - at(x - h)) / (2 * h);
          // the step's own error is some 1e-10, and grows with the curvature
          if (!(Math.abs(g - slope) <= 1e-6 * Math.max(1, Math.abs(slope))))
            wrong.push(`${setup.label} ${role}[${i}] = ${x}: ${g}, slope ${slope}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });

  test("gives the same losses with and without gradients, and writes every cell", () => {
    for (const setup of setups(loss)) {
      const plain = call(setup, setup.values, [], 12.5);
      const other = call(setup, setup.values, [], -7.25);
      const first = call(setup, setup.values, roles, 12.5);
      const second = call(setup, setup.values, roles, -7.25);
      expect(first, setup.label).toEqual(second);
      expect(other, setup.label).toEqual(plain);
      expect(first.loss, setup.label).toEqual(plain.loss);
      expect(first.mass, setup.label).toEqual(plain.mass);
    }
  });

  test("leaves its input alone", () => {
    for (const setup of setups(loss)) {
      const before = structuredClone(setup.values);
      call(setup, setup.values, roles, 0);
      expect(setup.values, setup.label).toEqual(before);
    }
  });

  test("turns NaN into NaN, there and nowhere else", () => {
    for (const setup of setups(loss)) {
      for (const [role, { kind }] of Object.entries(loss.roles)) {
        // the engine refuses a class that is no whole number
        if (kind === "class" && setup.shapes[role]!.length === 0) continue;
        const cells = setup.values[role]!.length;
        for (let i = 0; i < cells; i++) {
          const values = { ...setup.values, [role]: Float64Array.from(setup.values[role]!) };
          values[role]![i] = Number.NaN;
          const { loss: out } = call(setup, values, roles, 0);
          const reached =
            setup.starts[role]?.findLastIndex((start) => start <= i) ?? Math.floor((i * out.length) / cells);
          // an ignored row does not count, whatever it holds
          const ignored =
            setup.prepared.params.ignore_index === setup.values.target?.[reached] &&
            setup.shapes.target?.length === 0;
          const found = [...out.keys()].filter((cell) => Number.isNaN(out[cell]!));
          const label = `${setup.label} ${role}[${i}]`;
          // other rows may depend on this one, and other elements of a row by way of a softmax
          const spreads =
            loss.name === "kl-div" && setup.prepared.params.from === "logits" && role === "pred";
          if (setup.prepared.whole === "rows" || spreads) expect(found, label).toContain(reached);
          else expect(found, label).toEqual(ignored ? [] : [reached]);
        }
      }
    }
  });

  test("writes no negative zero as a loss", () => {
    for (const setup of setups(loss)) {
      const values = Object.fromEntries(
        Object.entries(setup.values).map(([role, v]) => [role, v.map(() => 0)]),
      );
      for (const v of call(setup, values, roles, 1).loss) expect(Object.is(v, -0), setup.label).toBe(false);
    }
  });
});

describe("kinks", () => {
  const single = { pred: [], target: [] };
  const onNumbers = losses.filter((loss) => {
    const { roles } = loss;
    if (Object.keys(roles).join() !== "pred,target" || gradRoles(loss).length === 0) return false;
    if (Object.values(roles).some(({ kind }) => kind !== "real")) return false;
    try {
      loss.prepare().layout(single);
      return true;
    } catch {
      return false; // it takes rows
    }
  });
  const isInside = (range: Range | undefined, v: number) =>
    !(v < (range?.min ?? v) || v > (range?.max ?? v) || v <= (range?.above ?? -Infinity));

  test.each(onNumbers.map((loss) => [loss.name, loss] as const))(
    "%s has the subgradient of least norm",
    (_, loss) => {
      for (const given of [...parameterSets(loss), ...("beta" in loss.params ? [{ beta: 0 }] : [])]) {
        const prepared = loss.prepare(given);
        const { pred: within, target: targets } = prepared.ranges;
        const steps = Object.values(prepared.params).filter((v) => typeof v === "number");
        // where the target's own size is divided by, 0 is a pole and not a kink
        const truth = isInside(targets, 0) && prepared.params.floor !== 0 ? 0 : 1;
        const value = (x: number) => {
          const loss = new Float64Array(1);
          const pred = Float64Array.of(x);
          const grad = { pred: new Float64Array(1) };
          const dims = { rows: 1, shapes: single };
          prepared.kernel({ pred, target: Float64Array.of(truth) }, { loss, grad }, dims);
          return { loss: loss[0]!, slope: grad.pred[0]! };
        };
        for (const d of [0, -0, 1, -1, ...steps, ...steps.map((v) => -v)]) {
          const h = 2 ** -26;
          const x = truth + d;
          // a kink that is closer to 0 than the step cannot be seen by it
          if (d !== 0 && Math.abs(d) <= h) continue;
          if (!isInside(within, x - h) || !isInside(within, x + h)) continue;
          const at = value(x);
          const sides = [(at.loss - value(x - h).loss) / h, (value(x + h).loss - at.loss) / h];
          const [low, high] = [Math.min(...sides), Math.max(...sides)];
          const label = `${loss.name} ${JSON.stringify(given)} at ${x}: ${at.slope} between ${low} and ${high}`;
          const error = 1e-6 * Math.max(1, Math.abs(at.slope));
          expect(at.slope, label).toBeGreaterThanOrEqual(low - error);
          expect(at.slope, label).toBeLessThanOrEqual(high + error);
          // nearest to 0 of what lies between the slopes on both sides
          const least = low > 0 ? low : Math.min(high, 0);
          expect(Math.abs(at.slope - least), label).toBeLessThanOrEqual(error);
        }
      }
    },
  );
});

describe("what a loss says about itself", () => {
  const fold = (name: string) => name.toLowerCase().replace(/[-_]/g, "");
  const folderOf = ({ name, family }: Loss) => new URL(`src/losses/${family}/${name}.ts`, ROOT);

  test("names and aliases are unique, without regard to case, - and _", () => {
    const owners = new Map<string, string>();
    const twice: string[] = [];
    for (const { name, aliases } of losses) {
      for (const word of [name, ...aliases]) {
        const owner = owners.get(fold(word));
        if (owner !== undefined) twice.push(`${word} of ${name}: also ${owner}`);
        owners.set(fold(word), `${word} of ${name}`);
      }
    }
    expect(twice).toEqual([]);
  });

  test.each(losses.map((loss) => [loss.name, loss] as const))("%s", async (name, loss) => {
    expect(name).toMatch(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/);
    expect(existsSync(folderOf(loss)), `src/losses/${loss.family}/${name}.ts`).toBe(true);
    const exported = (await import(folderOf(loss).href)) as Record<string, unknown>;
    const camel = name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
    expect(exported[camel], `the export ${camel}`).toBe(loss);
    const { summary, formula, gradient, denominator, reference } = loss;
    for (const text of [summary, formula, gradient, denominator, reference])
      expect(text.trim().length).toBeGreaterThan(0);
    expect(Object.keys(loss.libraries).length).toBeGreaterThan(0);
    for (const param of Object.values(loss.params)) expect(param.about).not.toBe("");
    for (const param of Object.keys(loss.params)) expect(param).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
    for (const group of loss.exclusive)
      expect(Object.keys(loss.params)).toEqual(expect.arrayContaining([...group]));
  });

  test("examples name data that is there and options that exist", () => {
    for (const { name, example, params, roles } of losses) {
      const [file, ...rest] = example.split(" ");
      const inline = /^(?:'\[.*\]'|-?\d[-\d.,]*)$/.test(file!);
      expect(inline || existsSync(new URL(file!, ROOT)), `${name}: ${file}`).toBe(true);
      const flags = Object.keys(params).filter((key) => params[key]!.kind === "flag");
      const known = [
        "reduction",
        ...Object.keys(params),
        ...Object.keys(roles),
        ...flags.map((key) => `no_${key}`),
      ].map((key) => `--${key.replaceAll("_", "-")}`);
      for (const option of rest.filter((word) => word.startsWith("--"))) expect(known).toContain(option);
    }
  });

  test("src/losses/index.ts lists every file that defines a loss", () => {
    const folder = new URL("src/losses/", ROOT);
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) =>
      file.includes("/"),
    );
    const defining = files.filter((file) =>
      readFileSync(new URL(file, folder), "utf8").includes("defineLoss({"),
    );
    expect(defining.sort()).toEqual(losses.map(({ family, name }) => `${family}/${name}.ts`).sort());
  });
});

describe("parameters", () => {
  type Raw = Record<string, unknown>;
  const refused: [loss: string, raw: Raw, message: string][] = [
    ["smooth-l1", { beta: "-1" }, "--beta: -1 is out of range; it must be at least 0"],
    ["smooth-l1", { beta: "wide" }, '--beta: "wide" is not a number'],
    ["smooth-l1", { sigma: "0" }, "--sigma: 0 is out of range; it must be above 0"],
    ["smooth-l1", { beta: "1", sigma: "1" }, "--beta and --sigma say the same; give one of them"],
    [
      "cross-entropy",
      { from: "logit" },
      '--from: "logit" is not one of logits, probs, log-probs (did you mean logits?)',
    ],
    ["cross-entropy", { weight: ["1", "-2"] }, "--weight: -2 is out of range; it must be at least 0"],
    ["cross-entropy", { weight: ["1", ""] }, '--weight: "" is not a number'],
    ["cross-entropy", { ignore_index: "1.5" }, "--ignore-index: 1.5 is not a whole number"],
    [
      "cross-entropy",
      { label_smoothing: "1.01" },
      "--label-smoothing: 1.01 is out of range; it must be at least 0 and at most 1",
    ],
    [
      "cross-entropy",
      { label_smoothing: "-0.1" },
      "--label-smoothing: -0.1 is out of range; it must be at least 0 and at most 1",
    ],
    ["nll", { from: "" }, '--from: "" is not one of logits, probs, log-probs'],
    ["nll", { weight: ["1", "inf"] }, '--weight: "inf" is not a number'],
    ["nll", { ignore_index: "none" }, '--ignore-index: "none" is not a whole number'],
    ["bce", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    [
      "bce-with-logits",
      { from: "prob" },
      '--from: "prob" is not one of logits, probs, log-probs (did you mean probs?)',
    ],
    [
      "bce-with-logits",
      { pos_weight: ["-1e-9"] },
      "--pos-weight: -1e-9 is out of range; it must be at least 0",
    ],
    // regression
    ["huber", { delta: "0" }, "--delta: 0 is out of range; it must be above 0"],
    ["pseudo-huber", { delta: "-1" }, "--delta: -1 is out of range; it must be above 0"],
    ["fair", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["cauchy", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["welsch", { c: "-2" }, "--c: -2 is out of range; it must be above 0"],
    ["geman-mcclure", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["tukey-biweight", { c: "0" }, "--c: 0 is out of range; it must be above 0"],
    ["lq", { q: "0.5" }, "--q: 0.5 is out of range; it must be at least 1"],
    ["quantile", { alpha: "1.5" }, "--alpha: 1.5 is out of range; it must be at least 0 and at most 1"],
    ["log-lin-quantile", { alpha: "90" }, "--alpha: 90 is out of range; it must be at least 0 and at most 1"],
    ["expectile", { alpha: "-0.1" }, "--alpha: -0.1 is out of range; it must be at least 0 and at most 1"],
    ["epsilon-insensitive", { epsilon: "-1" }, "--epsilon: -1 is out of range; it must be at least 0"],
    [
      "squared-epsilon-insensitive",
      { epsilon: "-1" },
      "--epsilon: -1 is out of range; it must be at least 0",
    ],
    ["mape", { floor: "-1" }, "--floor: -1 is out of range; it must be at least 0"],
    ["num-errors", { greater_than: "-1" }, "--greater-than: -1 is out of range; it must be at least 0"],
    // distribution
    ["poisson-nll", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["poisson-nll", { constant: "gamma" }, '--constant: "gamma" is not one of stirling, exact'],
    ["tweedie-nll", { power: "2" }, "--power: 2 is out of range; it must be above 1 and below 2"],
    ["tweedie-deviance", { power: "half" }, '--power: "half" is not a number'],
    ["gaussian-nll", { eps: "0" }, "--eps: 0 is out of range; it must be above 0"],
    ["kl-div", { from: "odds" }, '--from: "odds" is not one of log-probs, probs, logits'],
    ["cox", { mean_over: "time" }, '--mean-over: "time" is not one of rows, events'],
    // margins, rows, vectors, boxes, masks, lifetimes
    ["hinge", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["squared-hinge", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["modified-huber", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["perceptron", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["exponential", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["sparsemax-binary", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["soft-margin", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["hinge-embedding", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["cosine-embedding", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["margin-ranking", { labels: "0/1" }, '--labels: "0/1" is not one of pm1, 01 (did you mean 01?)'],
    ["hinge-embedding", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["contrastive", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["triplet-margin", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["triplet-margin-with-distance", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["margin-ranking", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["multi-margin", { margin: "wide" }, '--margin: "wide" is not a number'],
    [
      "cosine-embedding",
      { margin: "1.5" },
      "--margin: 1.5 is out of range; it must be at least -1 and at most 1",
    ],
    ["triplet-margin", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["triplet-margin-with-distance", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["giou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["diou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["ciou", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["dice", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["tversky", { eps: "-1" }, "--eps: -1 is out of range; it must be at least 0"],
    ["triplet-margin", { p: "0" }, "--p: 0 is out of range; it must be above 0"],
    [
      "triplet-margin-with-distance",
      { distance: "euclid" },
      '--distance: "euclid" is not one of l2, l1, linf, sql2, cosine',
    ],
    [
      "cosine-distance",
      { form: "minus" },
      '--form: "minus" is not one of distance, negative, similarity, dot',
    ],
    ["giou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["diou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["ciou", { box_format: "yxyx" }, '--box-format: "yxyx" is not one of xyxy, xywh, cxcywh'],
    ["dice", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["dice", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["dice", { per: "pixel" }, '--per: "pixel" is not one of sample, batch'],
    ["tversky", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["tversky", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["tversky", { per: "pixel" }, '--per: "pixel" is not one of sample, batch'],
    ["tversky", { alpha: "-0.1" }, "--alpha: -0.1 is out of range; it must be at least 0"],
    ["tversky", { beta: "-0.1" }, "--beta: -0.1 is out of range; it must be at least 0"],
    ["generalized-dice", { from: "mask" }, '--from: "mask" is not one of logits, probs, log-probs'],
    ["generalized-dice", { smooth: "-1" }, "--smooth: -1 is out of range; it must be at least 0"],
    ["circle", { gamma: "0" }, "--gamma: 0 is out of range; it must be above 0"],
    ["circle", { margin: "wide" }, '--margin: "wide" is not a number'],
    ["ntxent", { temperature: "0" }, "--temperature: 0 is out of range; it must be above 0"],
    ["info-nce", { temperature: "-1" }, "--temperature: -1 is out of range; it must be above 0"],
    ["aft", { distribution: "weibull" }, '--distribution: "weibull" is not one of normal, logistic, extreme'],
    ["aft", { scale: "0" }, "--scale: 0 is out of range; it must be above 0"],
    ["ctc", { blank: "-1" }, "--blank: -1 is out of range; it must be at least 0"],
    ["ctc", { from: "scores" }, '--from: "scores" is not one of logits, probs, log-probs'],
    ["bce", { eps: "0.5" }, "--eps: 0.5 is out of range; it must be at least 0 and below 0.5"],
    ["bce", { eps_mode: "least" }, '--eps-mode: "least" is not one of clip, floor, add'],
    ["sigmoid-focal", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["categorical-focal", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["poly1-cross-entropy", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["generalized-cross-entropy", { from: "odds" }, '--from: "odds" is not one of logits, probs, log-probs'],
    ["sigmoid-focal", { alpha: "2" }, "--alpha: 2 is out of range; it must be at least -1 and at most 1"],
    ["sigmoid-focal", { gamma: "-1" }, "--gamma: -1 is out of range; it must be at least 0"],
    ["categorical-focal", { gamma: "-1" }, "--gamma: -1 is out of range; it must be at least 0"],
    [
      "categorical-focal",
      { label_smoothing: "2" },
      "--label-smoothing: 2 is out of range; it must be at least 0 and at most 1",
    ],
    ["categorical-focal", { alpha: ["-1"] }, "--alpha: -1 is out of range; it must be at least 0"],
    ["poly1-cross-entropy", { epsilon: "big" }, '--epsilon: "big" is not a number'],
    ["generalized-cross-entropy", { q: "0" }, "--q: 0 is out of range; it must be above 0 and at most 1"],
    ["multi-margin", { p: "3" }, "--p: 3 is out of range; it must be at least 1 and at most 2"],
    ["multi-margin", { weight: ["1", "-2"] }, "--weight: -2 is out of range; it must be at least 0"],
    [
      "multilabel-soft-margin",
      { weight: ["1", "-2"] },
      "--weight: -2 is out of range; it must be at least 0",
    ],
    ["zero-one", { threshold: "half" }, '--threshold: "half" is not a number'],
    ["hamming", { threshold: "half" }, '--threshold: "half" is not a number'],
  ];
  const named = (name: string) => losses.find((loss) => loss.name === name)!;

  test.each(refused)("%s refuses %j", (name, raw, message) => {
    expect(() => checkParams(named(name), raw)).toThrow(
      expect.objectContaining({ message, status: 2 }) as Error,
    );
  });

  test("each has a case above", () => {
    const covered = new Set(
      refused.flatMap(([name, raw]) => Object.keys(raw).map((key) => `${name} ${key}`)),
    );
    // a yes or no cannot be out of range
    const all = losses.flatMap(({ name, params }) =>
      Object.keys(params)
        .filter((key) => params[key]!.kind !== "flag")
        .map((key) => `${name} ${key}`),
    );
    expect(all.filter((one) => !covered.has(one))).toEqual([]);
  });
});
