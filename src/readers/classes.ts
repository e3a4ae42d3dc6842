import { InputError, quote, UsageError } from "../core/errors.ts";
import { CLASS_NAMES, type Notes } from "../core/notes.ts";
import type { NotNumber } from "./number.ts";
import { isNumeric, parseNumber } from "./number.ts";

const AMBIGUOUS = -1;

/** What helps where a binary label is a text. */
export const LABEL_NAMES = "labels with names take --classes: what counts as 0, then as 1";

/**
 * Turns class names into class indices, by the prediction's columns or an explicit list; of binary labels, whose names
 * are explicit, into 0 and 1.
 */
export class ClassNames {
  readonly #explicit: readonly string[] | undefined;
  /** Whether predictions have a column for each class, as they have not for binary labels. */
  readonly #byColumn: boolean;
  readonly #byName = new Map<string, number>();
  #count: number | undefined;
  /** Names in --classes that are numbers, by their values: `1.0` and 1 mean what `1` names. */
  readonly #byValue = new Map<number, number>();
  /** Cells that were names, and no numbers, since they were noted last. */
  #names = 0;

  constructor(explicit?: readonly string[], byColumn = true) {
    this.#explicit = explicit;
    this.#byColumn = byColumn;
    explicit?.forEach((name, i) => {
      if (this.#byName.has(name)) throw new UsageError(`--classes names ${quote(name)} twice`);
      this.#byName.set(name, i);
      const value = parseNumber(name);
      if (typeof value === "number") this.#byValue.set(value, i);
    });
  }

  /** Tells which columns the predictions stand in. */
  setColumns(names: readonly string[], source: string): void {
    if (names.length < 2 || !this.#byColumn) return;
    this.setCount(names.length, source);
    if (this.#explicit) {
      refuseOtherOrder(this.#explicit, names);
      return;
    }
    names.forEach((name, i) => {
      for (const part of endings(name)) {
        this.#byName.set(part, this.#byName.has(part) ? AMBIGUOUS : i);
      }
    });
  }

  /** The columns of the classes in the order of their numbers, where they are numbered 0..C-1. */
  sort(columns: readonly number[], names: readonly string[]): readonly number[] {
    return this.#explicit ? columns : (numbering(names)?.map((at) => columns[at]!) ?? columns);
  }

  /** Tells how many classes the predictions have, where their columns have no names of their own. */
  setCount(count: number, source: string): void {
    if (!this.#byColumn) return;
    this.#count = count;
    if (this.#explicit && this.#explicit.length !== count)
      throw new InputError(`--classes names ${this.#explicit.length} classes, pred has ${count} columns`, {
        place: { source },
      });
  }

  /** Whether every number in the data is the index that it says, so that it can be read without asking here. */
  get plain(): boolean {
    const strange = (name: string): boolean => typeof parseNumber(name) === "number" && !/\d/.test(name);
    return this.#byValue.size === 0 && ![...this.#byName.keys()].some(strange);
  }

  /** Whether a text that looks like a number is a name. */
  isName(text: string): boolean {
    return this.#explicit?.includes(text) === true;
  }

  /** Reads a trimmed target cell: a name where there is one, else an index. */
  parse(text: string): number | NotNumber {
    const named = this.#byName.get(text);
    const numeric = isNumeric(text);
    if (named !== undefined && (this.#explicit || !numeric)) {
      if (named === AMBIGUOUS) return { problem: "ends the name of more than one prediction column" };
      if (!numeric) this.#names++;
      return named;
    }
    const value = parseNumber(text);
    if (typeof value === "number") return this.index(value);
    if (numeric) return value;
    return this.#byName.size > 0
      ? { problem: "is not a class", hint: `classes are ${this.#describe()}` }
      : {
          problem: "is not a class index",
          hint: "class names take prediction columns that end in them, or --classes with their order",
        };
  }

  /** Notes how many names there were. */
  noteNames(notes: Notes): void {
    if (this.#names > 0) notes.add(CLASS_NAMES, () => "", undefined, this.#names);
    this.#names = 0;
  }

  /** The column that a class index in the data means. */
  index(value: number): number | NotNumber {
    if (this.#byValue.size === 0) return value;
    const named = this.#byValue.get(value);
    if (named !== undefined) return named;
    // an index would mean one class by its place and another by its name; what is out of range may be ignored
    if (value >= 0 && value < this.#byName.size)
      return { problem: "is not a class", hint: `classes are ${this.#describe()}` };
    return value;
  }

  #describe(): string {
    if (this.#explicit) return list(this.#explicit);
    const shortest = new Array<string>(this.#count ?? 0).fill("");
    for (const [name, i] of this.#byName) {
      const known = shortest[i];
      if (known !== undefined && (known === "" || name.length < known.length)) shortest[i] = name;
    }
    return list(shortest);
  }
}

/** Classes that the columns are named after, but in another order: then one of the two is wrong. */
function refuseOtherOrder(classes: readonly string[], columns: readonly string[]): void {
  const columnOf = classes.map((name) => columns.findIndex((column) => endings(column).includes(name)));
  if (new Set(columnOf).size < columns.length || columnOf.includes(-1)) return;
  const at = columnOf.findIndex((column, i) => column !== i);
  if (at < 0) return;
  throw new UsageError(
    `--classes has ${quote(classes[at]!)} at ${at + 1}, where the prediction columns have ${quote(columns[at]!)}`,
    { hint: "the columns name the classes by themselves" },
  );
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

/** Where columns end in 0..C-1: which of them is the column of each class. */
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
  return order;
}

/** Whether columns are numbered, but not 0..C-1, so that class 0 is not the column that ends in 0. */
export function numberedOtherwise(names: readonly string[]): boolean {
  const numbers = names.map((name) => /^(.*?)(0|[1-9]\d*)$/.exec(name));
  if (names.length < 2 || numbers.some((m) => !m || m[1] !== numbers[0]?.[1])) return false;
  return numbers.some((m) => Number(m?.[2]) >= names.length);
}
