import type { ObservedBlock, Observer } from "../core/row-block.ts";
import { Distribution } from "./distribution.ts";
import { Moments } from "./moments.ts";
import { eachSample } from "./per-row.ts";

/** Shares of the quantiles that are told, and what they are called. */
export const QUANTILES = [
  ["min", 0],
  ["p25", 0.25],
  ["p50", 0.5],
  ["p75", 0.75],
  ["p90", 0.9],
  ["p99", 0.99],
  ["max", 1],
] as const;

/** What is told of the per-sample losses of the rows that count. */
export interface StatsResult {
  readonly count: number;
  readonly mean: number;
  /** Of the sample: divided by one less than the count. */
  readonly standardDeviation: number;
  /** Of the mean. */
  readonly standardError: number;
  /** In the order of `QUANTILES`. */
  readonly quantiles: readonly number[];
  /** Whether they are exact. */
  readonly exact: boolean;
}

/** Moments and the distribution of one loss's per-sample losses. */
export class Stats implements Observer {
  readonly distribution = new Distribution();
  readonly #loss: number;
  readonly #moments = new Moments();

  constructor(loss: number) {
    this.#loss = loss;
  }

  rows(block: ObservedBlock): void {
    eachSample(block, this.#loss, (value) => {
      this.#moments.add(value);
      this.distribution.add(value);
    });
  }

  merge(other: Stats): void {
    this.#moments.merge(other.#moments.state());
    this.distribution.merge(other.distribution);
  }

  result(): StatsResult {
    const { count, mean, standardDeviation, standardError } = this.#moments;
    const quantiles = this.distribution.quantiles(QUANTILES.map(([, share]) => share));
    return { count, mean, standardDeviation, standardError, quantiles, exact: this.distribution.exact };
  }
}
