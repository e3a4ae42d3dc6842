import type { Place } from "./errors.ts";

/** What readers and checks notice that is not an error: counted, and reported once a kind. */
export interface Note {
  readonly count: number;
  /** Where it was first seen. */
  readonly place: Place | undefined;
  /** The warning, from the count. */
  says(count: number): string;
}

export class Notes {
  readonly #notes = new Map<string, Note>();

  /** `says` must be the same for every note of a kind. */
  add(kind: string, says: (count: number) => string, place?: Place, count = 1): void {
    const known = this.#notes.get(kind);
    this.#notes.set(kind, { count: (known?.count ?? 0) + count, place: known ? known.place : place, says });
  }

  list(): readonly Note[] {
    return [...this.#notes.values()];
  }
}

/** `1 value`, `3 values`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
