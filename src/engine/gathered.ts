import type { Batch, CarriedData, RoleData } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";

/** Numbers that are kept at most: half a gigabyte of them. */
const MOST = 1 << 26;

/** All rows of an input, for losses whose rows depend on each other. */
export class Gathered {
  readonly #why: string;
  readonly #source: string;
  readonly #parts: {
    readonly rows: number;
    readonly index: Float64Array;
    readonly roles: Batch["roles"];
    readonly carried: Batch["carried"];
  }[] = [];
  #rows = 0;
  #numbers = 0;
  #skipped = 0;

  /** `why` names the losses that need them, for the message where there are too many. */
  constructor(why: string, source: string) {
    this.#why = why;
    this.#source = source;
  }

  /** Copies a batch, for its arrays are used again. */
  add({ rows, roles, carried, skipped, index }: Batch): void {
    this.#skipped += skipped;
    if (rows === 0) return;
    for (const { values } of Object.values(roles)) this.#numbers += values.length;
    if (this.#numbers > MOST)
      throw new InputError(
        `all rows are needed at once for ${this.#why}, and these are more than ${MOST} numbers`,
        {
          place: { source: this.#source },
        },
      );
    const copies = Object.entries(roles).map(([role, data]) => [
      role,
      { ...data, values: data.values.slice() },
    ]);
    this.#parts.push({
      rows,
      index: Float64Array.from({ length: rows }, (_, row) => index(row)),
      roles: Object.fromEntries(copies) as Batch["roles"],
      carried,
    });
    this.#rows += rows;
  }

  /** All of it as one batch. Its rows were checked as they came, so nobody asks for their places. */
  batch(): Batch {
    const roles: Record<string, RoleData> = {};
    for (const [role, data] of Object.entries(this.#parts[0]?.roles ?? {}))
      roles[role] = { ...data, values: concat(this.#parts.map((part) => part.roles[role]!.values)) };
    const carried: Record<string, CarriedData> = {};
    for (const [role, { names }] of Object.entries(this.#parts[0]?.carried ?? {}))
      carried[role] = { names, cells: this.#parts.flatMap((part) => part.carried![role]!.cells) };
    const positions = concat(this.#parts.map((part) => part.index));
    const place: Place = { source: this.#source };
    return {
      rows: this.#rows,
      roles,
      carried,
      skipped: this.#skipped,
      index: (row) => positions[row]!,
      place: (_, role) => ({ ...place, subject: role }),
    };
  }
}

function concat(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
