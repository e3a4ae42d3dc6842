import { readFileSync } from "node:fs";

/** Reference values are rounded to doubles, and the code rounds a few times. */
export const TOLERANCE = 1e-15;

interface StatsCase {
  readonly name: string;
  readonly values: readonly number[];
  readonly mean: number;
  readonly std: number | "NaN";
  readonly sem: number | "NaN";
  /** Of `QUANTILES`. */
  readonly quantiles: readonly number[];
}

interface HistogramCase {
  readonly name: string;
  readonly values: readonly number[];
  readonly edges: readonly number[];
  readonly counts: readonly number[];
}

const read = <T>(file: string): T[] =>
  JSON.parse(readFileSync(`fixtures/statistics/${file}.json`, "utf8")) as T[];

export const statsCases = read<StatsCase>("stats");
export const histogramCases = read<HistogramCase>("histograms");
