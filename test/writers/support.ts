import fc from "fast-check";
import { type Shape, sizeOf } from "../../src/core/batch.ts";
import type { LossRows, RowBlock } from "../../src/core/row-block.ts";
import {
  createWriter,
  type OutputFormat,
  type Sink,
  type Summary,
  type Writer,
} from "../../src/writers/index.ts";
import type { WriterOptions } from "../../src/writers/writer.ts";
import { fromBits, randomWords } from "../wasm/support.ts";

/** Keeps what it is given, which it looks at later, as a file does. */
export class KeepingSink implements Sink {
  #text = "";

  async write(data: string | Uint8Array): Promise<void> {
    await Promise.resolve();
    this.#text += typeof data === "string" ? data : Buffer.from(data).toString();
  }

  end(): Promise<void> {
    return Promise.resolve();
  }

  abort(): void {}

  get text(): string {
    return this.#text;
  }
}

/** The text of a number as it is promised: String(x), but that -0 keeps its sign. */
export const textOf = (x: number): string => (Object.is(x, -0) ? "-0" : String(x));

const SPECIAL = [0, -0, Number.NaN, Infinity, -Infinity, 5e-324, Number.MAX_VALUE, 1e21, 1e-7, 2 ** 53];

/** Doubles of every kind: any bits, short decimals, integers, and those with a spelling of their own. */
export function randomDoubles(seed: number): () => number {
  const word = randomWords(seed);
  return () => {
    const kind = word() % 8;
    if (kind < 3) return fromBits((BigInt(word()) << 32n) | BigInt(word()));
    if (kind < 5) return word() / 2 ** 32 - 0.5;
    if (kind === 5) return Number(`${word() % 1000}e${(word() % 12) - 6}`);
    if (kind === 6) return word() - 2 ** 31;
    return SPECIAL[word() % SPECIAL.length]!;
  };
}

export interface LossForm {
  readonly name: string;
  readonly reduction: "mean" | "none";
  readonly shape: Shape;
  readonly grads: readonly { role: string; shape: Shape; names: readonly string[] }[];
}

export interface Scene {
  readonly seed: number;
  /** Rows of each block. */
  readonly blocks: readonly number[];
  /** Whether rows were left out of the input. */
  readonly gaps: boolean;
  readonly losses: readonly LossForm[];
}

const shape: fc.Arbitrary<Shape> = fc.oneof(
  fc.constant([]),
  fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
);

const columnName = fc.oneof(
  fc.constantFrom("pred", "a,b", 'say "x"', "tab\there", "line\nbreak", "@1", " space ", "é😀"),
  fc.string({ minLength: 1, maxLength: 6 }),
);

const lossForm: fc.Arbitrary<Omit<LossForm, "name">> = fc.record({
  reduction: fc.constantFrom("mean" as const, "none" as const),
  shape,
  grads: fc
    .uniqueArray(fc.constantFrom("pred", "pred2", "log_var"), { maxLength: 2 })
    .chain((roles) =>
      fc.tuple(
        ...roles.map((role) =>
          shape.chain((inner) =>
            fc
              .array(columnName, { minLength: sizeOf(inner), maxLength: sizeOf(inner) })
              .map((names) => ({ role, shape: inner, names })),
          ),
        ),
      ),
    ),
});

/** Some losses over some blocks, a few rows or many thousands. */
export const scenes: fc.Arbitrary<Scene> = fc.record({
  seed: fc.integer(),
  blocks: fc.oneof(
    fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 1, maxLength: 4 }),
    fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 1, maxLength: 3 }),
  ),
  gaps: fc.boolean(),
  losses: fc
    .array(lossForm, { minLength: 1, maxLength: 3 })
    .map((forms) => forms.map((form, i) => ({ ...form, name: ["mse", "smooth-l1", "bce"][i]! }))),
});

export function blocksOf({ seed, blocks, gaps, losses }: Scene): RowBlock[] {
  const next = randomDoubles(seed);
  const word = randomWords(seed + 1);
  const fill = (length: number): Float64Array => Float64Array.from({ length }, next);
  let index = 0;
  return blocks.map((rows) => {
    const indices = Array.from({ length: rows }, () => {
      if (gaps) index += [0, 0, 0, 1, 5, 70_000][word() % 6]!;
      return index++;
    });
    const results = losses.map((form): LossRows => {
      const grads = form.grads.map((grad) => ({ ...grad, values: fill(rows * sizeOf(grad.shape)) }));
      return {
        name: form.name,
        reduction: form.reduction,
        shape: form.shape,
        unreduced: fill(rows * sizeOf(form.shape)),
        perSample: form.reduction === "none" ? undefined : fill(rows),
        grads,
      };
    });
    return { rows, index: (row) => indices[row]!, losses: results };
  });
}

export const SUMMARY: Summary = {
  loss: "mse",
  params: {},
  reduction: "mean",
  whole: undefined,
  value: 0.5,
  samples: 3,
  ignored: 0,
  skipped: 0,
  denominator: 3,
  sum: 1.5,
  mean: 0.5,
  warnings: [],
  signature: "mse|reduction:mean|loss-cli:0.0.0",
};

export const summariesOf = ({ losses }: Pick<Scene, "losses">): Summary[] =>
  losses.map(({ name, reduction }) => ({
    ...SUMMARY,
    loss: name,
    reduction,
    value: reduction === "none" ? undefined : 0.5,
  }));

export function makeWriter(
  format: OutputFormat | "quiet",
  sink: Sink,
  options: Partial<WriterOptions> = {},
): Writer {
  return createWriter(format, {
    sink,
    perSample: true,
    grad: true,
    explain: (error) => (error as NodeJS.ErrnoException).code ?? String(error),
    style: { strong: (text) => text, faint: (text) => text },
    width: undefined,
    ...options,
  });
}

/** All that a writer writes of blocks, with the summaries or without. */
export async function written(
  format: OutputFormat,
  blocks: readonly RowBlock[],
  summaries?: readonly Summary[],
  options: Partial<WriterOptions> = {},
): Promise<string> {
  const sink = new KeepingSink();
  const writer = makeWriter(format, sink, options);
  for (const block of blocks) await writer.rows(block);
  if (summaries) await writer.finish(summaries);
  return sink.text;
}

/** What a writer writes of blocks when others have printed all but the first. */
export async function writtenTogether(
  format: "csv" | "ndjson",
  blocks: readonly RowBlock[],
): Promise<string> {
  const sink = new KeepingSink();
  const writer = makeWriter(format, sink);
  for (const [i, block] of blocks.entries()) {
    const text = await written(format, [block], undefined, { continued: true });
    if (i === 0) await writer.rows(block);
    else if (block.rows > 0) await writer.append?.(block.losses, [Buffer.from(text)]);
  }
  return sink.text;
}

/** A block's first rows. */
export function firstRows({ rows, index, losses }: RowBlock, count: number): RowBlock {
  const cut = (values: Float64Array): Float64Array => values.slice(0, (values.length / rows) * count);
  return {
    rows: count,
    index,
    losses: losses.map((loss) => ({
      ...loss,
      unreduced: cut(loss.unreduced),
      perSample: loss.perSample && cut(loss.perSample),
      grads: loss.grads.map((grad) => ({ ...grad, values: cut(grad.values) })),
    })),
  };
}

/** A row's values of an array, in the shape's nesting; what is not finite by its name, as JSON has it. */
export function nested(values: Float64Array, row: number, form: Shape): unknown {
  let next = row * sizeOf(form);
  const build = ([length, ...inner]: Shape): unknown => {
    if (length !== undefined) return Array.from({ length }, () => build(inner));
    const x = values[next++]!;
    return Number.isFinite(x) ? x : String(x);
  };
  return build(form);
}
