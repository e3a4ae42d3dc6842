import { InputError, LossError, type Place, type RawRow } from "../core/errors.ts";
import { plural } from "../core/notes.ts";
import type { Rejects } from "../core/rejects.ts";
import { reason } from "../core/system-error.ts";
import { descriptorSink, fileSink, type Sink } from "../writers/index.ts";

/** Characters of a row that are kept. */
const LONGEST = 10_000;

/** A bad row, as its line says it. */
interface Reject extends Pick<Place, "line" | "record" | "column" | "subject"> {
  readonly file: string | undefined;
  readonly byte: number | undefined;
  readonly text: string | undefined;
  readonly kind: string;
  readonly message: string;
}

/** What cannot be read is found before what a loss cannot take, so rows come from file to file in disorder. */
function inOrder(rows: readonly Reject[]): Reject[] {
  const files = [...new Set(rows.map(({ file }) => file))];
  const row = ({ line, record }: Reject): number => line ?? record ?? 0;
  return [...rows].sort((a, b) => files.indexOf(a.file) - files.indexOf(b.file) || row(a) - row(b));
}

/** Collects bad rows for a file of them, as NDJSON: where each stands, what is wrong, and the row itself. */
export class RejectsFile implements Rejects {
  /** Where to look, in messages. */
  readonly #see: string;
  readonly #open: () => Sink;
  readonly #most: number;
  readonly #rows: Reject[] = [];
  /** What ended the run because of these rows. */
  #verdict: LossError | undefined;

  /** `file`: `-` is standard output. */
  constructor({ file, most }: { readonly file: string; readonly most: number }, stdout: number) {
    this.#see = file === "-" ? "" : `: see ${file}`;
    this.#open = () => (file === "-" ? descriptorSink(stdout, "stdout", reason) : fileSink(file, reason));
    this.#most = most;
  }

  get count(): number {
    return this.#rows.length;
  }

  add(error: LossError, raw?: RawRow): void {
    if (this.count === this.#most) {
      const what = this.count === 1 ? "more than one row is bad" : `more than ${this.count} rows are bad`;
      this.#verdict = new InputError(`${what}${this.#see}`, { hint: "--max-errors allows more" });
      throw this.#verdict;
    }
    const { source, line, column, record, subject } = error.place ?? {};
    const { byte, text } = raw ?? {};
    this.#rows.push({
      file: source,
      line,
      byte,
      record,
      column,
      subject,
      kind: error.kind ?? "other",
      message: error.message,
      text: text && text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text,
    });
  }

  summary(): LossError {
    const verb = this.count === 1 ? "is" : "are";
    this.#verdict = new InputError(`${plural(this.count, "row")} ${verb} bad${this.#see}`);
    return this.#verdict;
  }

  /** Writes the file, whole; gives the error to end with, where the run failed. */
  async conclude(error: unknown): Promise<unknown> {
    const sink = this.#open();
    try {
      await sink.write(
        inOrder(this.#rows)
          .map((row) => `${JSON.stringify(row)}\n`)
          .join(""),
      );
      await sink.end();
    } catch (failure) {
      sink.abort();
      throw failure;
    }
    // what ended the run is told with what was collected before it
    if (!(error instanceof LossError) || this.count === 0 || error === this.#verdict) return error;
    const before = `${plural(this.count, "bad row")} before it${this.#see}`;
    const hint = error.hint === undefined ? before : `${error.hint}; ${before}`;
    return new LossError(error.status, error.message, { place: error.place, hint });
  }
}
