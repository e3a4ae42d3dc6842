import { LongInteger } from "../core/batch.ts";
import { quote } from "../core/errors.ts";

/** A JSON text that cannot be read, and the offset at which that shows. */
export class JsonError extends Error {
  readonly offset: number;
  /** The text may have been cut off: it is wrong only because nothing follows. */
  readonly cut: boolean;
  readonly hint: string | undefined;

  constructor(message: string, offset: number, cut = false, hint?: string) {
    super(message);
    this.offset = offset;
    this.cut = cut;
    this.hint = hint;
  }
}

/** Line and column, from 1, of an offset in a text. */
export function lineAndColumn(
  text: string,
  offset: number,
): { readonly line: number; readonly column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}

/** Steps from the root to a value: keys and indices. */
export type JsonPath = readonly PropertyKey[];

/** Where the values of a text stand: the offset of a value's key, or of the value itself in an array, by its path. */
export class JsonPlaces {
  readonly #offsets = new Map<string, number>();

  add(path: JsonPath, offset: number): void {
    this.#offsets.set(JSON.stringify(path), offset);
  }

  /** Of the value or, where there is none, of what it would stand in. */
  offset(path: JsonPath): number {
    const known = this.#offsets.get(JSON.stringify(path));
    return known ?? (path.length === 0 ? 0 : this.offset(path.slice(0, -1)));
  }
}

const DEEPEST = 64;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /-?[A-Za-z_]\w*/y;
const WORDS: Readonly<Record<string, unknown>> = {
  true: true,
  false: false,
  null: null,
  NaN: "NaN",
  Infinity: "Infinity",
  "-Infinity": "-Infinity",
};

/** How JSON writes what other places write like this. */
function spelling(text: string): string | undefined {
  const number = /^([+-]?)(\d*)\.(\d*)/.exec(text);
  if (number && (number[2] === "" || number[3] === ""))
    return `JSON writes ${number[1] === "-" ? "-" : ""}${number[2] || "0"}.${number[3] || "0"}`;
  if (/^\+\d/.test(text)) return "JSON writes numbers without a plus";
  const word = /^([+-]?)(inf|infinity|nan)\b/i.exec(text);
  if (!word) return undefined;
  return `JSON writes ${/nan/i.test(text) ? "NaN" : `${word[1] === "-" ? "-" : ""}Infinity`}`;
}

/**
 * Reads JSON as `JSON.parse` does, and besides: the bare words NaN, Infinity and -Infinity that Python writes (as the
 * strings that stand for them), the place of an error, an end to nesting, and keys that stand twice.
 * Slow; for texts that JSON.parse refuses, or that may hide one of these. Where values stand goes into `places`.
 */
export function parseJsonText(
  text: string,
  usedKeys: { has(key: string): boolean },
  places?: JsonPlaces,
  longIntegers = false,
): unknown {
  let at = 0;
  const path: PropertyKey[] = [];

  const blanks = (): void => {
    while (at < text.length && " \t\n\r".includes(text[at]!)) at++;
  };
  const fail = (expected: string): never => {
    if (at >= text.length) throw new JsonError(`the text ends where ${expected} should stand`, at, true);
    const found =
      text[at] === '"' ? "a string" : quote(/^\S[\w.]{0,20}/u.exec(text.slice(at))?.[0] ?? text[at]!);
    // such as the half of a number or of a word
    const cut = /^[\w.+-]+$/.test(text.slice(at, at + 32)) && at + 32 > text.length;
    const hint = expected === "a value" ? spelling(text.slice(at, at + 32)) : undefined;
    throw new JsonError(`${found} stands where ${expected} should`, at, cut, hint);
  };
  const token = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0];
    if (found !== undefined) at += found.length;
    return found;
  };
  const string = (): string => {
    const start = at;
    at++;
    while (at < text.length && text[at] !== '"' && text[at]! >= " ") at += text[at] === "\\" ? 2 : 1;
    if (at >= text.length) throw new JsonError("a string is not closed", start, true);
    at++;
    try {
      return JSON.parse(text.slice(start, at)) as string;
    } catch {
      throw new JsonError("a string is not closed, or has a character that must be escaped", start);
    }
  };

  const value = (depth: number): unknown => {
    if (depth > DEEPEST) throw new JsonError(`more than ${DEEPEST} levels of nesting`, at);
    blanks();
    const first = text[at];
    if (first === "{") return object(depth);
    if (first === "[") return array(depth);
    if (first === '"') return string();
    const number = token(NUMBER);
    if (number !== undefined)
      return longIntegers && isLong(number) ? new LongInteger(number) : Number(number);
    const start = at;
    const word = token(WORD);
    if (word !== undefined && Object.hasOwn(WORDS, word)) return WORDS[word];
    at = start;
    return fail("a value");
  };
  const array = (depth: number): unknown[] => {
    at++;
    const items: unknown[] = [];
    blanks();
    if (text[at] === "]") {
      at++;
      return items;
    }
    for (;;) {
      blanks();
      if (places) places.add([...path, items.length], at);
      path.push(items.length);
      items.push(value(depth + 1));
      path.pop();
      blanks();
      if (text[at] === "]") {
        at++;
        return items;
      }
      if (text[at] !== ",") fail("',' or ']'");
      at++;
    }
  };
  const object = (depth: number): Record<string, unknown> => {
    at++;
    const entries = new Map<string, unknown>();
    blanks();
    if (text[at] === "}") {
      at++;
      return {};
    }
    for (;;) {
      blanks();
      const start = at;
      if (text[at] !== '"') fail("a key in double quotes");
      const key = string();
      if (entries.has(key) && usedKeys.has(key))
        throw new JsonError(`the key ${quote(key)} stands twice`, start);
      blanks();
      if (text[at] !== ":") fail("':'");
      at++;
      if (places) places.add([...path, key], start);
      path.push(key);
      entries.set(key, value(depth + 1));
      path.pop();
      blanks();
      if (text[at] === "}") {
        at++;
        // own properties all, so that a key such as __proto__ is plain data
        return Object.fromEntries(entries);
      }
      if (text[at] !== ",") fail("',' or '}'");
      at++;
    }
  };

  const result = value(1);
  blanks();
  if (at < text.length) fail("the end");
  return result;
}

/** Reads JSON, the fast way where it can be. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return parseJsonText(text, new Set());
  }
}

/** Digits from which on an integer may be none that a double holds. */
const LONG = /(?<![\d.eE+-])-?\d{16,}(?![\d.eE])/;
const isLong = (number: string): boolean => /^-?\d{16,}$/.test(number) && String(Number(number)) !== number;

/** What was read of a text, with integers that a double does not hold as they stand. */
export function withLongIntegers<T>(text: string, value: T): T {
  return LONG.test(text) ? (parseJsonText(text, new Set(), undefined, true) as T) : value;
}

/** Refuses keys that stand twice in one of a text's records; JSON.parse silently keeps the last. */
export function refuseRepeats(text: string, keys: readonly string[], records: number): void {
  const often = keys.some((key) => {
    const word = JSON.stringify(key);
    let count = 0;
    for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) count++;
    return count > records;
  });
  if (often || text.includes("\\u")) parseJsonText(text, new Set(keys));
}

/** Numbers that JSON.parse turns into 0 although a digit other than 0 stands in them. */
export function countUnderflows(text: string): number {
  if (!/[eE]-\d{3}|0{290}/.test(text)) return 0;
  let count = 0;
  for (const [number, mantissa] of text.matchAll(/(\d[\d.]*)(?:[eE][+-]?\d+)?/g))
    if (/[1-9]/.test(mantissa!) && Number(number) === 0) count++;
  return count;
}
