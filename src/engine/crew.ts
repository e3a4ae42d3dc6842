import type { Position } from "../core/batch.ts";
import { movedDown } from "../core/errors.ts";
import type { Notes } from "../core/notes.ts";
import { type Answer, Board, type Job, newBoard, type SegmentResult, segmentsOf } from "./job.ts";
import type { Pass } from "./pass.ts";
import type { Helpers } from "./run.ts";

/** A running thread. */
export interface Thread {
  stop(): Promise<unknown>;
}

export interface CrewParts {
  readonly threads: number;
  readonly size: number;
  /** Bytes of a segment. */
  readonly segment: number;
  readonly notes: Notes;
  /** A count of rows before each segment, and of all; undefined where they must be read for that. */
  rowCount(): Promise<
    { readonly tally: SharedArrayBuffer; rows(): readonly number[] | undefined } | undefined
  >;
  /** Segments that may be on their way for each thread: one that it works on, and those that wait to be taken. */
  readonly window: number;
  /** Starts the nth thread on a job; it tells its answers, and undefined when it has failed itself. */
  start(job: Job, tell: (answer: Answer | undefined) => void, nth: number): Thread;
  /** Takes rows that another thread has printed, in order. */
  take(result: SegmentResult): Promise<void>;
  /** The file to which threads may write rows by themselves, once the first are taken, and its bytes so far. */
  readonly region: { readonly fd: number; readonly length: number } | undefined;
  progress(bytes: number): void;
}

/**
 * Threads that read a file in segments. Their results are taken in order; at the first segment that cannot be read by
 * itself they stop, and whoever called goes on from there as if it had done all by itself.
 */
export class Crew implements Helpers {
  readonly #parts: CrewParts;
  /** Rows up to the end of each segment, as they were counted before or in the first pass. */
  #rows: number[] = [];
  /** Threads that have helped to count them. */
  #ready: Team | undefined;

  constructor(parts: CrewParts) {
    this.#parts = parts;
  }

  async expectedRows(): Promise<number | undefined> {
    const count = await this.#parts.rowCount();
    if (!count) return undefined;
    const team = this.#gather(undefined, count.tally);
    try {
      const counts = count.rows();
      for (const [index, rows] of counts?.entries() ?? []) team.board.tellRows(index, rows);
      team.board.tellExpected(counts?.at(-1));
      this.#ready = team;
      return counts?.at(-1);
    } catch (error) {
      await team.stop();
      throw error;
    }
  }

  count(pass: Pass): Promise<Position | undefined> {
    const { notes, take } = this.#parts;
    return this.#work(undefined, async (result, lines) => {
      for (const [i, run] of pass.runs.entries()) run.merge(result.runs[i]!, lines);
      notes.merge(
        result.notes.map((note) => ({ ...note, place: note.place && movedDown(note.place, lines) })),
      );
      await take(result);
    });
  }

  repeat(pass: Pass): Promise<Position | undefined> {
    return this.#work(
      pass.runs.map(({ denominator }) => denominator),
      this.#parts.take,
    );
  }

  /** Starts threads on a pass. */
  #gather(divisors: readonly number[] | undefined, tally?: SharedArrayBuffer): Team {
    const { threads, size, segment, window, region } = this.#parts;
    const segments = segmentsOf({ size, segment });
    const shared = newBoard(segments);
    const board = new Board(shared);
    for (const [index, rows] of this.#rows.entries()) board.tellRows(index + 1, rows);
    const file = region?.fd;
    const job: Job = { size, segment, window: threads * window, tally, divisors, board: shared, file };
    const answers = new Answers();
    const running = Array.from({ length: Math.min(threads, segments) }, (_, nth) =>
      this.#parts.start(job, answers.tell, nth),
    );
    return {
      segments,
      board,
      answers,
      async stop() {
        board.close();
        await Promise.all(running.map((thread) => thread.stop()));
      },
    };
  }

  async #work(
    divisors: readonly number[] | undefined,
    accept: (result: SegmentResult, lines: number) => Promise<void>,
  ): Promise<Position | undefined> {
    const { region, progress } = this.#parts;
    const { segments, board, answers, stop } = this.#ready ?? this.#gather(divisors);
    this.#ready = undefined;
    let begun = false;
    let reached: Position | undefined;
    try {
      for (let index = 0; index < segments; index++) {
        const result = await answers.next(index);
        if (!result) break;
        const { bytes, lines, rows } = reached ?? { bytes: 0, lines: 0, rows: 0 };
        await accept(result, lines);
        reached = { bytes: result.bytes, lines: lines + result.lines, rows: rows + result.rows };
        this.#rows[index] = reached.rows;
        begun ||= result.printed !== undefined;
        // whoever gave its text away could not tell where the next one begins
        board.tellPlace(index + 1, begun ? region?.length : undefined);
        board.accept();
        progress(result.bytes - bytes);
      }
    } finally {
      await stop();
    }
    return reached;
  }
}

/** Threads on a pass. */
interface Team {
  readonly segments: number;
  readonly board: Board;
  readonly answers: Answers;
  stop(): Promise<void>;
}

/** Answers as they come, which is not in order. */
class Answers {
  readonly #results = new Map<number, SegmentResult | undefined>();
  #broken = false;
  #wake = (): void => {};

  readonly tell = (answer: Answer | undefined): void => {
    if (answer) this.#results.set(answer.index, answer.result);
    else this.#broken = true;
    this.#wake();
  };

  /** The result of a segment; undefined where there is none, nor will be. */
  async next(index: number): Promise<SegmentResult | undefined> {
    while (!this.#results.has(index) && !this.#broken)
      await new Promise<void>((wake) => {
        this.#wake = wake;
      });
    const result = this.#results.get(index);
    this.#results.delete(index);
    return result;
  }
}
