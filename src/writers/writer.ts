import type { LossRows, RowBlock } from "../core/row-block.ts";
import type { Region, Sink } from "./sink.ts";
import type { Summary } from "./summary.ts";

/** What a writer is told before the first row. */
export interface WriterOptions {
  readonly sink: Sink;
  /** Whether each row's loss was asked for. */
  readonly perSample: boolean;
  readonly grad: boolean;
  /** Whether values on the way were asked for. */
  readonly every?: boolean;
  /** Whether other rows stand before the first, which another writer writes. */
  readonly continued?: boolean;
  /** Puts the operating system's errors into words. */
  explain(error: unknown): string;
  readonly style: Style;
  /** Columns of the terminal; undefined where there is none. */
  readonly width: number | undefined;
  /** Whether nothing but ASCII can be shown. */
  readonly ascii?: boolean;
}

/** How text is set off; the identity where there are no colours. */
export interface Style {
  strong(text: string): string;
  faint(text: string): string;
}

/** A loss's reduced value over some of the rows. */
export interface RunningValue {
  readonly loss: string;
  readonly value: number;
}

/** A format: takes rows as they come, and the summaries when all are there. */
export interface Writer {
  rows(block: RowBlock): Promise<void> | void;
  /** Takes rows that another writer of its kind, which continues this one, has made bytes of. */
  append?(losses: readonly LossRows[], text: readonly Uint8Array[]): Promise<void>;
  /** Says what has come of the rows so far; not every format can. */
  running?(rows: number, values: readonly RunningValue[]): Promise<void>;
  /** Where they may also write them by themselves, once the first are appended. */
  readonly region?: Region | undefined;
  finish(summaries: readonly Summary[]): Promise<void>;
  /** Lets go of temporary files. Synchronous, so that an interrupt can call it. */
  abort(): void;
}
