import type { Batch } from "../core/batch.ts";
import { locate } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { Range } from "../core/loss.ts";
import { type Notes, plural } from "../core/notes.ts";

/** Where a role's cell stands in the input. */
function placeOf(batch: Batch, role: string, i: number): Place {
  const { row, cell } = locate(batch.roles[role]!, i);
  return batch.place(row, role, cell);
}

/** NaN and infinities are let through, and counted; but infinities not in the roles in `open`, where they are proper values. */
export function noteNonFinite(batch: Batch, notes: Notes, open: readonly string[] = []): void {
  if (batch.finite) return;
  for (const [role, { values }] of Object.entries(batch.roles)) {
    if (allFinite(values)) continue;
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (Number.isFinite(v)) continue;
      const place = placeOf(batch, role, i);
      if (Number.isNaN(v))
        notes.add(
          `nan:${role}`,
          (n) => `${plural(n, "value")} of ${role} ${n === 1 ? "is" : "are"} NaN`,
          place,
        );
      else if (!open.includes(role))
        notes.add(
          `inf:${role}`,
          (n) => `${plural(n, "value")} of ${role} ${n === 1 ? "is" : "are"} infinite`,
          place,
        );
    }
  }
}

/** In one pass without a branch: what is not finite makes a NaN of a 0, and four sums need not wait for each other. */
function allFinite(values: Float64Array): boolean {
  const { length } = values;
  let [a, b, c, d] = [0, 0, 0, 0];
  let i = 0;
  for (; i + 3 < length; i += 4) {
    a += values[i]! * 0;
    b += values[i + 1]! * 0;
    c += values[i + 2]! * 0;
    d += values[i + 3]! * 0;
  }
  for (; i < length; i++) a += values[i]! * 0;
  return a + b + c + d === 0;
}

/** Values outside a range are an error; what rounding can explain is noted. */
export function checkRange(batch: Batch, role: string, range: Range, notes: Notes): void {
  const { values } = batch.roles[role]!;
  const { min = -Infinity, max = Infinity, above, slack = 0, values: only, hint } = range;
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    if (
      only
        ? only.includes(v) || Number.isNaN(v)
        : !(v < min || v > max || (above !== undefined && v <= above))
    )
      continue;
    const place = placeOf(batch, role, i);
    const words = describe(range);
    if (only || above !== undefined || v < min - slack || v > max + slack)
      throw new InputError(`${v} is ${words}`, { place, hint, kind: "range" });
    notes.add(
      `slack:${role}`,
      (n) =>
        `${plural(n, "value")} of ${role} ${n === 1 ? "is" : "are"} ${words} by rounding, and taken as the bound`,
      place,
    );
  }
}

/** What is said of a value that is not within a range. */
function describe({ min, max, above, values }: Range): string {
  if (values) return `not one of ${values.join(", ")}`;
  if (above !== undefined) return `not above ${above}`;
  if (min === undefined || min === -Infinity) return `above ${max}`;
  return max === undefined ? `below ${min}` : `outside ${min}..${max}`;
}

/** Sample weights are finite and not negative. */
export function checkWeights(batch: Batch, role: string): void {
  const { values, shape } = batch.roles[role]!;
  if (shape.length > 0)
    throw new InputError("a sample weight is one number a row", { place: batch.place(0, role, 0) });
  for (let row = 0; row < values.length; row++) {
    const v = values[row]!;
    if (v >= 0 && v < Infinity) continue;
    throw new InputError(`${v} is no weight: weights are finite and at least 0`, {
      place: batch.place(row, role, 0),
      kind: "range",
    });
  }
}

/** Class indices are whole numbers below the number of classes. Remembers what it has seen, for a hint. */
export class ClassCheck {
  lowest = Infinity;

  /** Checks a batch's targets. */
  check(batch: Batch, role: string, classes: number, ignoreIndex: number | undefined): void {
    const { values, starts } = batch.roles[role]!;
    for (let i = 0; i < values.length; i++) {
      const v = values[i]!;
      if (v === ignoreIndex) continue;
      if (v >= 0 && v < classes && Number.isInteger(v)) {
        if (v < this.lowest) this.lowest = v;
        continue;
      }
      const place = placeOf(batch, role, i);
      if (!Number.isInteger(v))
        throw new InputError(`class ${v} is not a whole number`, { place, kind: "class" });
      throw new InputError(`class ${v} is outside 0..${classes - 1}`, {
        place,
        hint: starts ? sequenceHint(v) : this.#hint(v, classes),
        kind: "class",
      });
    }
  }

  #hint(v: number, classes: number): string | undefined {
    if (v < 0) return v === -1 || v === -100 ? `to leave such rows out: --ignore-index=${v}` : undefined;
    return v === classes && this.lowest > 0 ? "the labels look 1-based; classes count from 0" : undefined;
  }
}

/** That the lowest class is 1 says nothing here: the blank is 0 in most cases. */
const sequenceHint = (v: number): string | undefined =>
  v < 0 ? "sequences are not padded: each is as long as it is" : undefined;
