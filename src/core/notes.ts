import type { Place } from "./errors.ts";

/** What readers and checks notice that is not an error: counted, and reported once a kind. */
export interface Note {
  readonly count: number;
  /** Where it was first seen. */
  readonly place: Place | undefined;
  /** The warning, from the count. */
  says(count: number): string;
}

/** A note as plain data, which threads can send each other. */
export interface NoteState {
  readonly kind: string;
  readonly count: number;
  readonly place: Place | undefined;
  /** The warning for a count of 1, and for one that stands for any other. */
  readonly one: string;
  readonly many: string;
}

/** A count that no warning holds otherwise. */
const ANY = 8765432109876543;

/** Classes that stand in the data by their names: counted, for what it says depends on how many do not. */
export const CLASS_NAMES = "class-name";

export class Notes {
  readonly #notes = new Map<string, Note>();

  /** `says` must be the same for every note of a kind. */
  add(kind: string, says: (count: number) => string, place?: Place, count = 1): void {
    const known = this.#notes.get(kind);
    this.#notes.set(kind, { count: (known?.count ?? 0) + count, place: known ? known.place : place, says });
  }

  /** Those that say something by themselves. */
  list(): readonly Note[] {
    return [...this.#notes.values()].filter(({ count, says }) => says(count) !== "");
  }

  /** How often a kind was noticed. */
  count(kind: string): number {
    return this.#notes.get(kind)?.count ?? 0;
  }

  state(): NoteState[] {
    return [...this.#notes].map(([kind, { count, place, says }]) => ({
      kind,
      count,
      place,
      one: says(1),
      many: says(ANY),
    }));
  }

  /** Takes in what was noticed further on. */
  merge(states: readonly NoteState[]): void {
    for (const { kind, count, place, one, many } of states)
      this.add(kind, (n) => (n === 1 ? one : many.replaceAll(String(ANY), String(n))), place, count);
  }
}

/** `1 value`, `3 values`. */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
