import * as z from "zod";
import { type Shape, sizeOf } from "../core/batch.ts";
import { InputError, type Place, quote } from "../core/errors.ts";
import { LABEL_NAMES } from "./classes.ts";
import type { Pick } from "./columns.ts";
import { isMissing, isNumeric, type NotNumber, trimBlanks } from "./number.ts";
import { MISSING, type ReadOptions } from "./rows.ts";

const DEEPEST = 64;
const WORDS: Readonly<Record<string, number>> = {
  NaN: Number.NaN,
  Infinity: Infinity,
  "-Infinity": -Infinity,
};

type Leaf = number | string | boolean | null;
/** What a value of a record or of an array may be, before its leaves are looked at. */
export type Nested = Leaf | readonly Nested[];

/** A JSON object. Its keys are looked up as own ones, so that `constructor` is a key like any other. */
export const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What stands in a place where a number should. JSON.parse makes 1e400 an infinity, which no JSON number is. */
const leaf = z.custom<Leaf>((v) =>
  typeof v === "number" ? Number.isFinite(v) : v === null || typeof v === "string" || typeof v === "boolean",
);

/** Checks that a value nests exactly as a shape says; null may stand for any part of it. */
export function nestedSchema(shape: Shape): z.ZodType<Nested> {
  let schema: z.ZodType<Nested> = leaf as z.ZodType<Nested>;
  for (const size of [...shape].reverse())
    schema = z.array(schema).length(size).nullable() as z.ZodType<Nested>;
  return schema;
}

/** The shape of a nested value, by the first entry of each level that is there. */
export function shapeOf(value: unknown, place: Place): number[] {
  const shape: number[] = [];
  let part: unknown = value;
  while (Array.isArray(part)) {
    if (shape.length === DEEPEST) throw new InputError(`more than ${DEEPEST} levels of nesting`, { place });
    if (part.length === 0) throw new InputError("an empty array", { place });
    shape.push(part.length);
    part = part.find((item) => item !== null) as unknown;
  }
  return shape;
}

/** Puts zod's complaint about a nested value into this project's words. */
export function explain(
  error: z.ZodError,
  value: unknown,
  placeAt: (path: readonly PropertyKey[]) => Place,
  reference: string,
): InputError {
  const issue = error.issues[0]!;
  let found: unknown = value;
  for (const key of issue.path) found = (found as Record<PropertyKey, unknown>)[key];
  const place = placeAt(issue.path);
  if (found === undefined) return new InputError("missing value", { place, hint: MISSING, kind: "missing" });
  if (issue.code === "too_small" || issue.code === "too_big") {
    const wanted = Number(issue.code === "too_small" ? issue.minimum : issue.maximum);
    const got = (found as readonly unknown[]).length;
    return new InputError(`has ${got} value${got === 1 ? "" : "s"}, ${reference} has ${wanted}`, {
      place,
      kind: "fields",
    });
  }
  if (typeof found === "number" && !Number.isFinite(found))
    return new InputError("a number is larger than a double can hold", { place, kind: "number" });
  if (isRecord(found))
    return new InputError("an object stands where a number or an array should", { place, kind: "fields" });
  if (issue.code === "custom")
    return new InputError(`${describe(found)} stands where ${reference} has a number`, {
      place,
      kind: "fields",
    });
  return new InputError(`${describe(found)} stands where ${reference} has an array`, {
    place,
    kind: "fields",
  });
}

export function describe(value: unknown): string {
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (value === null) return "null";
  if (typeof value === "object") return Object.keys(value).length > 0 ? "an object" : "an empty object";
  return typeof value === "string" ? quote(value) : String(value);
}

/**
 * Writes the numbers of a checked value into `into` from `at`; false where one of them is missing and may be.
 * `placeAt` is asked only for messages.
 */
export function fill(
  value: Nested,
  shape: Shape,
  into: Float64Array,
  at: number,
  pick: Pick,
  options: ReadOptions,
  placeAt: (path: readonly number[]) => Place,
): boolean {
  let next = at;
  let whole = true;
  const path: number[] = [];
  const hole = (): void => {
    if (!options.skipMissing)
      throw new InputError("missing value", {
        place: placeAt(path),
        hint: MISSING,
        kind: "missing",
      });
    whole = false;
  };
  const walk = (part: Nested, depth: number): void => {
    if (part === null) {
      hole();
      const end = next + sizeOf(shape.slice(depth));
      into.fill(0, next, end);
      next = end;
    } else if (typeof part === "object") {
      for (let i = 0; i < part.length; i++) {
        path[depth] = i;
        walk(part[i]!, depth + 1);
      }
      path.length = depth;
    } else if (typeof part === "number" && pick.kind !== "class") into[next++] = part;
    else {
      const number = leafValue(part, pick, options);
      if (number === undefined) hole();
      else if (typeof number === "string") {
        const kind = pick.kind === "class" ? "class" : "number";
        throw new InputError(number, { place: placeAt(path), kind });
      }
      into[next++] = typeof number === "number" ? number : 0;
    }
  };
  walk(value, 0);
  return whole;
}

/** A leaf that is no plain number: its value, undefined where it is missing, or what is wrong with it. */
function leafValue(
  part: number | string | boolean,
  { kind }: Pick,
  { classes }: ReadOptions,
): number | undefined | string {
  if (typeof part === "number") {
    const index = classes.index(part);
    return typeof index === "number" ? index : worded(String(part), index);
  }
  if (typeof part === "boolean") return kind === "label" ? Number(part) : `${part} is not a number`;
  if (Object.hasOwn(WORDS, part)) return WORDS[part];
  const trimmed = trimBlanks(part);
  const numeric = isNumeric(trimmed);
  if (kind === "class" && (!numeric || classes.isName(trimmed))) {
    const value = classes.parse(trimmed);
    if (typeof value === "number") return value;
    if (!isMissing(trimmed)) return worded(quote(part), value);
  }
  if (isMissing(trimmed)) return undefined;
  const number = numeric ? "; numbers stand without quotes" : kind === "label" ? `; ${LABEL_NAMES}` : "";
  return `the string ${quote(part)} is not a ${kind === "class" ? "class index" : "number"}${number}`;
}

const worded = (shown: string, { problem, hint }: NotNumber): string =>
  `${shown} ${problem}${hint ? ` (${hint})` : ""}`;

/** `pred[3][1]`. */
export function subject(name: string, path: readonly PropertyKey[]): string {
  return name + path.map((key) => `[${String(key)}]`).join("");
}
