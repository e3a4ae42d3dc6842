import type { CarriedCell } from "./batch.ts";

/** What can stand in a JSON document; numbers that are not finite are written as strings. */
export type Value =
  | string
  | number
  | boolean
  | null
  | readonly Value[]
  | { readonly [key: string]: Value | undefined };

/** A column of a section's table. */
export interface SectionColumn {
  readonly name: string;
  /** Numbers from 0 to 1 that people read as percentages. */
  readonly percent?: boolean;
  /** Left out where a table is for people. */
  readonly detail?: boolean;
}

/** What a run tells besides the reduced value, in a form that every writer can show. */
export interface Section {
  /** Its field in a JSON document, such as `groups`. */
  readonly name: string;
  readonly json: Value;
  /** Heads the table where it is for people. */
  readonly title: string;
  readonly columns: readonly SectionColumn[];
  readonly rows: readonly (readonly CarriedCell[])[];
  /** Sentences that stand below it. */
  readonly notes: readonly string[];
  /** It has one row, which people read downwards. */
  readonly record?: true;
  /** The column that is drawn as bars beside the table. */
  readonly bars?: number;
}
