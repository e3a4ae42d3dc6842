import type { Readable } from "node:stream";
import type { Worker } from "node:worker_threads";

/** What the command is given of the process that runs it. */
export interface Host {
  readonly stdin: { readonly isTTY: boolean; stream(): Readable };
  /** Results are written to the descriptor itself, so that no error is lost. */
  readonly stdout: { readonly fd: number; readonly isTTY: boolean; readonly columns: number | undefined };
  /** Never fails: what cannot be said is not said. */
  readonly stderr: {
    readonly isTTY: boolean;
    readonly columns: number | undefined;
    write(text: string): void;
  };
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Called on an interrupt, before the process ends; must be synchronous. */
  onInterrupt(clean: () => void): void;
  /** A thread that was started ahead, if there is one, for whoever asks first. */
  readonly thread?: (() => Worker | undefined) | undefined;
  /** Called at the end of a run that was short: keeps what V8 has compiled. */
  keepCode?(): void;
}
