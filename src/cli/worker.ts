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
  const free: Text[] = [];
  let text = new Text(shared, free);
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
    begin: (target) => text.begin(target),
    taken() {
      const taken = text;
      text = free.pop() ?? new Text(shared, free);
      return taken;
    },
  };
}

function copyOf(bytes: Uint8Array, shared: boolean, room = bytes.length): Uint8Array {
  const copy = new Uint8Array(shared ? new SharedArrayBuffer(room) : new ArrayBuffer(room));
  copy.set(bytes);
  return copy;
}

class Text implements PrintedText {
  readonly #shared: boolean;
  readonly #free: Text[];
  /** What is not written yet. */
  #memory: Uint8Array;
  #length = 0;
  #written = 0;
  #target: TextTarget | undefined;

  /** `free` is where it goes when it is no longer needed. */
  constructor(shared: boolean, free: Text[]) {
    this.#shared = shared;
    this.#free = free;
    this.#memory = copyOf(new Uint8Array(0), shared, 1 << 16);
  }

  get length(): number {
    return this.#length;
  }

  begin(target: TextTarget | undefined): void {
    this.#length = 0;
    this.#written = 0;
    this.#target = target;
  }

  add(bytes: Uint8Array): void {
    const place = this.#target?.place();
    if (this.#target && place !== undefined) {
      const { file } = this.#target;
      this.write(file, place);
      writeAt(file, bytes, place + this.#length);
      this.#length += bytes.length;
      this.#written = this.#length;
      return;
    }
    const waiting = this.#waiting();
    const length = waiting.length + bytes.length;
    if (length > this.#memory.length) this.#memory = copyOf(waiting, this.#shared, 2 * length);
    this.#memory.set(bytes, waiting.length);
    this.#length += bytes.length;
  }

  write(file: number, place: number): void {
    writeAt(file, this.#waiting(), place + this.#written);
    this.#written = this.#length;
  }

  shared(): Uint8Array {
    // V8 is slow at copying to shared memory, so only what is given away goes there
    return this.#shared ? this.#waiting() : copyOf(this.#waiting(), true);
  }

  release(): void {
    this.#free.push(this);
  }

  #waiting(): Uint8Array {
    return this.#memory.subarray(0, this.#length - this.#written);
  }
}

function writeAt(file: number, bytes: Uint8Array, place: number): void {
  const { length } = bytes;
  for (let done = 0; done < length; ) done += writeSync(file, bytes, done, length - done, place + done);
}
