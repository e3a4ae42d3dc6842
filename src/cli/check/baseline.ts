import { createHash } from "node:crypto";
import { createReadStream, statSync } from "node:fs";
import * as z from "zod";
import { FileError } from "../../core/errors.ts";
import { reason } from "../../core/system-error.ts";
import { type JsonValue, jsonDocument } from "../../writers/json-document.ts";
import { shown } from "../wording.ts";
import { JsonDocument } from "./document.ts";

/** As JSON has it: what is not finite is a word between quotes. */
const number = z.preprocess(
  (value) => (["NaN", "Infinity", "-Infinity"].includes(String(value)) ? Number(value) : value),
  z.custom<number>((value) => typeof value === "number", {
    error: ({ input }) => `${shown(input)} is not a number`,
  }),
);

const entry = z.strictObject({
  value: number,
  samples: z.int().min(0),
  signature: z.string(),
  sha256: z.string().optional(),
});

/** What a check came to when its baseline was recorded. */
export interface Entry {
  readonly value: number;
  readonly samples: number;
  /** All that moved the number but the version: a newer one may go on with it. */
  readonly signature: string;
  /** Of the input's bytes, all of its files one after the other. */
  readonly sha256?: string | undefined;
}

export type Baseline = Readonly<Record<string, Entry>>;

/** Entries by the name of their check; undefined where there is no such file. */
export function readBaseline(file: string): Baseline | undefined {
  if (!statSync(file, { throwIfNoEntry: false })) return undefined;
  return new JsonDocument(file, 3).parse(z.record(z.string(), entry));
}

/** A baseline's file: sorted, and a value a line, so that its history shows what changed. */
export function baselineText(baseline: Baseline): string {
  const sorted = Object.entries(baseline).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const entries = sorted.map(([name, { value, samples, signature, sha256 }]): [string, JsonValue] => [
    name,
    { value, samples, signature, sha256 },
  ]);
  return jsonDocument(Object.fromEntries(entries));
}

/** SHA-256 of the bytes of files, one after the other; undefined for what can be read but once. */
export async function sha256Of(files: readonly string[]): Promise<string | undefined> {
  const hash = createHash("sha256");
  for (const file of files) {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    try {
      for await (const chunk of createReadStream(file, { highWaterMark: 1 << 18 }))
        hash.update(chunk as Buffer);
    } catch (error) {
      throw new FileError(`cannot be read: ${reason(error)}`, { place: { source: file }, cause: error });
    }
  }
  return hash.digest("hex");
}
