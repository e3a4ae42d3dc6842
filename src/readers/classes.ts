import { InputError, quote } from "../core/errors.ts";
import type { NotNumber } from "./number.ts";
import { parseNumber } from "./number.ts";

const AMBIGUOUS = -1;

/** Turns class names and class indices into class indices, by the prediction's columns or an explicit list. */
export class ClassNames {
  readonly #explicit: readonly string[] | undefined;
  readonly #byName = new Map<string, number>();
  /** Class index -> column, where the columns are numbered 0..C-1 in another order. */
  #order: readonly number[] | undefined;
  #count: number | undefined;

  constructor(explicit?: readonly string[]) {
    this.#explicit = explicit;
    explicit?.forEach((name, i) => {
      if (this.#byName.has(name)) throw new InputError(`--classes names ${quote(name)} twice`);
      this.#byName.set(name, i);
    });
  }

  /** Tells which columns the predictions stand in. */
  setColumns(names: readonly string[], source: string): void {
    if (names.length < 2) return;
    this.#count = names.length;
    if (this.#explicit) {
      if (this.#explicit.length !== names.length)
        throw new InputError(
          `--classes names ${this.#explicit.length} classes, pred has ${names.length} columns`,
          {
            place: { source },
          },
        );
      return;
    }
    names.forEach((name, i) => {
      for (const part of endings(name)) {
        this.#byName.set(part, this.#byName.has(part) ? AMBIGUOUS : i);
      }
    });
    this.#order = numbering(names);
  }

  /** Whether any names are known, so that a text may be one. */
  get known(): boolean {
    return this.#byName.size > 0;
  }

  /** Reads a trimmed target cell: a name where there is one, else an index. */
  parse(text: string): number | NotNumber {
    const named = this.#byName.get(text);
    const numeric = /^[+-]?[\d.]/.test(text);
    if (named !== undefined && (this.#explicit || !numeric)) {
      if (named === AMBIGUOUS) return { problem: "ends the name of more than one prediction column" };
      return named;
    }
    const value = parseNumber(text);
    if (typeof value === "number") return this.index(value);
    if (numeric) return value;
    return this.known
      ? { problem: "is not a class", hint: `classes are ${this.#describe()}` }
      : {
          problem: "is not a class index",
          hint: "class names take prediction columns that end in them, or --classes with their order",
        };
  }

  /** A class index that stands in the data as the column that it means. */
  index(value: number): number {
    return this.#order?.[value] ?? value;
  }

  #describe(): string {
    if (this.#explicit) return list(this.#explicit);
    const shortest = Array.from({ length: this.#count ?? 0 }, (_, i) => {
      const names = [...this.#byName].filter(([, at]) => at === i).map(([name]) => name);
      return names.sort((a, b) => a.length - b.length)[0] ?? "";
    });
    return list(shortest);
  }
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, 10).map((name) => (/^[\w.+-]+$/.test(name) ? name : quote(name)));
  return shown.join(", ") + (names.length > 10 ? `, … (${names.length})` : "");
}

/** The name itself, and what stands behind each of its separators: `prob_a_b`, `a_b`, `b`. */
function endings(name: string): string[] {
  const parts = [name];
  for (const { index, 0: separator } of name.matchAll(/[^\p{L}\p{N}]+/gu)) {
    const rest = name.slice(index + separator.length);
    if (index > 0 && rest !== "") parts.push(rest);
  }
  return parts;
}

/** Where columns end in 0..C-1 but stand in another order: the column of each class. */
function numbering(names: readonly string[]): readonly number[] | undefined {
  const order: number[] = [];
  let stem: string | undefined;
  for (const [column, name] of names.entries()) {
    const match = /^(.*?)(0|[1-9]\d*)$/.exec(name);
    if (!match || (stem !== undefined && match[1] !== stem)) return undefined;
    stem = match[1];
    const number = Number(match[2]);
    if (number >= names.length || order[number] !== undefined) return undefined;
    order[number] = column;
  }
  return order.some((column, i) => column !== i) ? order : undefined;
}

/** Whether columns are numbered, but not 0..C-1, so that class 0 is not the column that ends in 0. */
export function numberedOtherwise(names: readonly string[]): boolean {
  const numbers = names.map((name) => /^(.*?)(0|[1-9]\d*)$/.exec(name));
  if (names.length < 2 || numbers.some((m) => !m || m[1] !== numbers[0]?.[1])) return false;
  return numbers.some((m) => Number(m?.[2]) >= names.length);
}
