import { writeSync } from "node:fs";
import { reason } from "../core/system-error.ts";
import type { Answer } from "../engine/job.ts";
import type { RunPlan } from "../engine/run.ts";
import { type PrintedText, type Printer, type TextTarget, workOnSegments } from "../engine/segment-work.ts";
import { catalogue, loadLoss } from "../losses/catalogue.ts";
import { helpCounting, openSegments } from "../readers/index.ts";
import { settleOnLongRun } from "../readers/long-run.ts";
import { BulkSum } from "../reducers/bulk-sum.ts";
import { perSample } from "../reducers/rows.ts";
import { Totals } from "../reducers/totals.ts";
import { createWriter, loadCompiledRows, type Sink } from "../writers/index.ts";
import { findLoss } from "./names.ts";
import type { ThreadPlan } from "./threads.ts";

/** How a thread works beside others. */
interface Manner {
  /** Whether it settles V8 on a long run, for all, with its first answer. */
  readonly settle: boolean;
  /** Lets other things happen, for a thread that must not block. */
  readonly turn?: () => Promise<unknown>;
}

/** What a thread does: rebuilds the parts of a run from its plan, and works on segments. */
export async function work(
  { job, input, output, run }: ThreadPlan,
  tell: (answer: Answer) => void,
  { settle, turn }: Manner,
): Promise<void> {
  const losses = run.losses.map(async (one) => ({
    ...one,
    loss: await loadLoss(findLoss(one.loss, catalogue())),
  }));
  const plan: RunPlan = { ...run, losses: await Promise.all(losses) };
  const reader = await openSegments(input);
  if (plan.rows) await loadCompiledRows();
  if (job.tally) await helpCounting(input, job, job.tally);
  const printer = plan.rows ? printerFor(output, job.file === undefined) : undefined;
  let unsettled = settle;
  await workOnSegments(
    plan,
    job,
    {
      reducers: { totals: () => new Totals(() => new BulkSum()), perSample },
      reader,
      printer,
      ...(turn && { turn }),
    },
    (answer) => {
      tell(answer);
      if (unsettled) settleOnLongRun();
      unsettled = false;
    },
  );
  reader.close();
}

/** A writer into memory; `shared`: that the main thread reads from, or else this one writes it to a file. */
function printerFor({ format, perSample, grad }: ThreadPlan["output"], shared: boolean): Printer {
  const pool = new Pool(shared);
  let text = new Text(pool, undefined);
  const sink: Sink = {
    write: (data) => Promise.resolve(text.add(typeof data === "string" ? Buffer.from(data) : data)),
    end: () => Promise.resolve(),
    abort: () => {},
  };
  const plain = (words: string): string => words;
  const style = { strong: plain, faint: plain };
  const options = { sink, perSample, grad, explain: reason, style, width: undefined, continued: true };
  const writer = createWriter(format, options);
  return {
    rows: (block) => writer.rows(block),
    begin(target) {
      text = new Text(pool, target);
    },
    taken: () => text,
  };
}

/** Bytes of a piece of text that waits. */
const PIECE = 1 << 19;

/** Memory for pieces, which is used again: what is taken anew makes V8 collect garbage. */
class Pool {
  readonly shared: boolean;
  /** The text whose last bytes are not copied yet: they stay as they are until the next are printed. */
  borrower: Text | undefined;
  readonly #free: Uint8Array[] = [];

  constructor(shared: boolean) {
    this.shared = shared;
  }

  take(): Uint8Array {
    const make = (): Uint8Array =>
      new Uint8Array(this.shared ? new SharedArrayBuffer(PIECE) : new ArrayBuffer(PIECE));
    return this.#free.pop() ?? make();
  }

  release(pieces: readonly Uint8Array[]): void {
    for (const { buffer } of pieces) this.#free.push(new Uint8Array(buffer));
  }
}

class Text implements PrintedText {
  readonly #pool: Pool;
  readonly #target: TextTarget | undefined;
  /** What is not written yet: copies, of which all but the last are full, then bytes that are the printer's. */
  #waiting: Uint8Array[] = [];
  #borrowed: Uint8Array | undefined;
  #length = 0;
  #written = 0;

  constructor(pool: Pool, target: TextTarget | undefined) {
    this.#pool = pool;
    this.#target = target;
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    // its memory is printed to next
    this.#pool.borrower?.settle();
    this.#length += bytes.length;
    this.#borrowed = bytes;
    this.#pool.borrower = this;
    if (!this.#target || this.#target.place() !== undefined) this.settle();
  }

  /** Writes all to its place if that is known, or else copies what is borrowed. */
  settle(): void {
    const place = this.#target?.place();
    if (this.#target && place !== undefined) {
      this.write(this.#target.file, place);
      return;
    }
    if (this.#borrowed) this.#keep(this.#borrowed);
    this.#give();
  }

  write(file: number, place: number): void {
    for (const piece of this.#waiting) this.#write(file, piece, place);
    this.release();
    if (this.#borrowed) this.#write(file, this.#borrowed, place);
    this.#give();
  }

  shared(): readonly Uint8Array[] {
    if (this.#borrowed) this.#keep(this.#borrowed);
    this.#give();
    // V8 is slow at copying to shared memory, so only what is given away goes there
    return this.#pool.shared ? this.#waiting : this.#waiting.map(sharedCopy);
  }

  release(): void {
    this.#pool.release(this.#waiting);
    this.#waiting = [];
  }

  #give(): void {
    this.#borrowed = undefined;
    if (this.#pool.borrower === this) this.#pool.borrower = undefined;
  }

  #write(file: number, bytes: Uint8Array, place: number): void {
    writeAt(file, bytes, place + this.#written);
    this.#written += bytes.length;
  }

  #keep(bytes: Uint8Array): void {
    for (let rest = bytes; rest.length > 0; ) {
      const last = this.#waiting.at(-1);
      const fits = last && last.length < PIECE;
      const { buffer } = fits ? last : this.#pool.take();
      const start = fits ? last.length : 0;
      const piece = new Uint8Array(buffer, 0, Math.min(PIECE, start + rest.length));
      piece.set(rest.subarray(0, piece.length - start), start);
      if (fits) this.#waiting.pop();
      this.#waiting.push(piece);
      rest = rest.subarray(piece.length - start);
    }
  }
}

function sharedCopy(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.length));
  copy.set(bytes);
  return copy;
}

function writeAt(file: number, bytes: Uint8Array, place: number): void {
  const { length } = bytes;
  for (let done = 0; done < length; ) done += writeSync(file, bytes, done, length - done, place + done);
}
