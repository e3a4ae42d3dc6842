import type { CarriedCell } from "../../src/core/batch.ts";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { Notes } from "../../src/core/notes.ts";
import { ClassNames } from "../../src/readers/classes.ts";
import type { RoleRequest } from "../../src/readers/header.ts";
import type { Block, ReadOptions } from "../../src/readers/rows.ts";
import type { Source } from "../../src/readers/source.ts";

/** Bytes that come in the pieces that a test has cut. */
export function sourceOf(pieces: readonly Buffer[], name = "t"): Source {
  return {
    name,
    size: undefined,
    async *open() {
      yield* pieces;
    },
    settle: () => Promise.resolve(),
    discard: () => {},
  };
}

/** Cuts bytes at some offsets. */
export function cutAt(bytes: Buffer, offsets: readonly number[]): Buffer[] {
  const ends = [...offsets, bytes.length];
  return ends.map((end, i) => bytes.subarray(i === 0 ? 0 : ends[i - 1], end));
}

/** All ways to cut bytes in two, and the one that leaves each byte alone. */
export function* everyCut(bytes: Buffer): Generator<Buffer[]> {
  for (let at = 1; at < bytes.length; at++) yield cutAt(bytes, [at]);
  yield Array.from(bytes, (byte) => Buffer.from([byte]));
}

const PAIR: readonly RoleRequest[] = [
  { role: "pred", kind: "real" },
  { role: "target", kind: "real" },
];

function optionsFor(given: Partial<ReadOptions> = {}): ReadOptions {
  return {
    requests: PAIR,
    classes: new ClassNames(),
    notes: new Notes(),
    skipMissing: false,
    delimiter: undefined,
    header: undefined,
    ...given,
  };
}

/** What came of reading: the values of each role, which rows have holes, and how it ended. */
export interface Outcome {
  readonly rows: number;
  readonly values: Readonly<Record<string, readonly number[]>>;
  readonly missing: readonly number[];
  /** Where each row's first role stands. */
  readonly lines: readonly (number | undefined)[];
  readonly warnings: readonly string[];
  readonly failure: string | undefined;
  /** Cells that were carried along, where any were asked for. */
  readonly carried?: Readonly<Record<string, readonly CarriedCell[]>>;
}

/** Reads to the end or to the failure, which must be one that the user can do something about. */
export async function outcomeOf(
  read: (options: ReadOptions) => AsyncIterable<Block> | Iterable<Block>,
  given: Partial<ReadOptions> = {},
): Promise<Outcome> {
  const options = optionsFor({ notes: new Notes(), ...given });
  const values: Record<string, number[]> = {};
  const carried: Record<string, CarriedCell[]> = {};
  const missing: number[] = [];
  const lines: (number | undefined)[] = [];
  let rows = 0;
  let failure: string | undefined;
  try {
    for await (const block of read(options)) {
      for (const [role, data] of Object.entries(block.roles)) {
        values[role] ??= [];
        values[role].push(...data.values);
      }
      for (const [role, { cells }] of Object.entries(block.carried ?? {}))
        carried[role] = [...(carried[role] ?? []), ...cells];
      for (let row = 0; row < block.rows; row++) {
        if (block.missing?.[row]) missing.push(rows + row);
        lines.push(block.place(row, Object.keys(block.roles)[0]!, 0).line);
      }
      rows += block.rows;
    }
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    failure = `${error.status}: ${formatMessage(error.message, error.place, error.hint)}`;
  }
  const warnings = options.notes.list().map(({ says, count, place }) => formatMessage(says(count), place));
  const outcome = { rows, values, missing, lines, warnings, failure };
  return Object.keys(carried).length > 0 ? { ...outcome, carried } : outcome;
}
