import type { LossError, RawRow } from "./errors.ts";

/** Takes what is wrong with rows, so that reading goes on behind them. */
export interface Rejects {
  /** Throws where these are too many. */
  add(error: LossError, raw?: RawRow): void;
  /** Rows so far. */
  readonly count: number;
  /** What to end the run with where there are any. */
  summary(): LossError;
}
