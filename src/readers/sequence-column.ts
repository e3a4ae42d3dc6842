import * as z from "zod";
import { indicesOf, type RoleData, type Shape } from "../core/batch.ts";
import { InputError, type Place } from "../core/errors.ts";
import type { Pick } from "./columns.ts";
import { describe, explain, fill, type Nested, nestedSchema, shapeOf } from "./json-rows.ts";
import { Column, type ReadOptions } from "./rows.ts";

type PlaceAt = (path: readonly PropertyKey[]) => Place;

/** A column of which each row is a sequence, as long as it is. */
export class SequenceColumn extends Column {
  readonly #schema: z.ZodType<Nested>;
  /** The cell at which each row begins, and the next one would. */
  readonly #starts: number[] = [0];

  /** `shape` is that of an item. */
  constructor(pick: Pick, shape: Shape) {
    super(pick, shape);
    this.#schema = z.array(nestedSchema(shape)).nullable() as z.ZodType<Nested>;
  }

  /** Writes a row; false where a part of it is missing and may be. */
  write(row: number, value: unknown, options: ReadOptions, placeAt: PlaceAt, reference: string): boolean {
    if (value !== null && !Array.isArray(value))
      throw new InputError(`${describe(value)} stands where a sequence should: ${this.#form()}`, {
        place: placeAt([]),
      });
    const checked = this.#schema.safeParse(value);
    if (!checked.success) throw explain(checked.error, value, placeAt, reference);
    const start = this.#starts[row]!;
    const end = start + (value?.length ?? 0) * this.width;
    this.#reserve(end);
    const shape = [value?.length ?? 0, ...this.shape];
    const whole = fill(checked.data, shape, this.values, start, this.pick, options, placeAt);
    this.#starts[row + 1] = end;
    return whole;
  }

  override leaveOut(row: number): void {
    this.#starts[row + 1] = this.#starts[row]!;
  }

  override pathOf(cell: number): number[] {
    return indicesOf([Infinity, ...this.shape], cell);
  }

  /** The number of rows says nothing about the cells that they take. */
  override grow(): void {}

  override data(rows: number): RoleData {
    const starts = Uint32Array.from(this.#starts.slice(0, rows + 1));
    const { shape, pick } = this;
    return { values: this.values.subarray(0, starts[rows]), shape, names: pick.names, starts };
  }

  #form(): string {
    return this.pick.sequence === "numbers" ? "an array of numbers" : "an array of arrays of numbers";
  }

  #reserve(cells: number): void {
    if (cells <= this.values.length) return;
    const values = new Float64Array(Math.max(cells, 2 * this.values.length));
    values.set(this.values);
    this.values = values;
  }
}

/** Shape of the items of a sequence; of vectors the first that is there tells it. */
export function itemShapeOf(value: unknown, { sequence }: Pick, placeAt: PlaceAt): Shape {
  if (sequence === "numbers" || !Array.isArray(value)) return [];
  const first = value.findIndex((item) => item !== null);
  return first < 0 ? [] : shapeOf(value[first], placeAt([first]));
}
