import type { Distribution } from "./distribution.ts";

/** Bins that a linear scale has at most, about; round numbers make them fewer. */
const BINS = 16;
/** Decades up to which a logarithmic scale has three bins for each, and bins that it has at most beyond. */
const FEW_DECADES = 6;
const DECADES = 20;
/** Edges that are this many steps from 0 can no longer be told apart. */
const FINEST = 2 ** 50;

export interface HistogramResult {
  readonly scale: "linear" | "log";
  /** Ascending, one more than there are counts; a bin has its lower edge, and the last its upper one too. */
  readonly edges: readonly number[];
  readonly counts: readonly number[];
  readonly nan: number;
  readonly infinity: number;
  readonly negativeInfinity: number;
  /** Whether the edges are the round numbers that were meant. */
  readonly exact: boolean;
}

/** Bins for a distribution: logarithmic where nothing is below 0 and a linear scale would put more than half into its first bin. */
export function histogramOf(all: Distribution): HistogramResult {
  const { finite, min, leastPositive, nan, infinity, negativeInfinity, exact } = all;
  const linear = countable(all, linearEdges(all));
  const counts = all.histogram(linear);
  const crowded = min >= 0 && leastPositive < Infinity && counts.length > 1 && 2 * counts[0]! > finite;
  const edges = crowded ? countable(all, logEdges(all)) : linear;
  return {
    scale: crowded ? "log" : "linear",
    edges,
    counts: crowded ? all.histogram(edges) : counts,
    nan,
    infinity,
    negativeInfinity,
    exact,
  };
}

/** The edges moved to where numbers can be counted by, the outer ones outwards. */
function countable(all: Distribution, edges: readonly number[]): number[] {
  const moved = edges.map((edge, i) => {
    const [lower, upper] = all.endsAround(edge);
    if (i === 0) return lower;
    return i === edges.length - 1 || upper - edge < edge - lower ? upper : lower;
  });
  // where all numbers are the same, so may be the edges
  return edges.length === 2 ? moved : moved.filter((edge, i) => i === 0 || edge > moved[i - 1]!);
}

/** Multiples of 1, 2 or 5 times a power of ten, around all finite numbers. */
function linearEdges({ finite, min, max }: Distribution): number[] {
  if (finite === 0) return [];
  if (min === max) return [min, max];
  const least = max / BINS - min / BINS;
  const decade = decadeOf(least);
  const digit = [1, 2, 5, 10].find((n) => Number(`${n}e${decade}`) >= least) ?? 10;
  const edge = (i: number): number => limited(Number(`${i * digit}e${decade}`));
  const step = edge(1);
  if (!(Math.max(-min, max) / step < FINEST)) return [min, max];
  let i = Math.floor(min / step);
  while (edge(i) > min) i--;
  while (edge(i + 1) <= min) i++;
  const edges = [edge(i)];
  while (edges.at(-1)! < max) edges.push(edge(++i));
  return edges;
}

/** 1, 2 and 5 times powers of ten, or only some of those, around all that is above 0; 0 before them where it is there. */
function logEdges({ min, max, leastPositive }: Distribution): number[] {
  const [first, last] = [decadeOf(leastPositive), decadeOf(max)];
  const decades = last - first + 1;
  const digits = decades <= FEW_DECADES ? [1, 2, 5] : [1];
  const step = Math.max(1, Math.ceil(decades / DECADES));
  const edges: number[] = [];
  for (let decade = first; decade < last + 1 + step; decade += step)
    for (const digit of digits) edges.push(limited(Number(`${digit}e${decade}`)));
  const to = edges.findIndex((edge) => edge >= max);
  // beyond the greatest double several edges are the same
  const from = edges.findLastIndex((edge, i) => i <= to && edge <= leastPositive);
  return [...(min === 0 ? [0] : []), ...edges.slice(from, to + 1)];
}

const limited = (x: number): number => Math.max(-Number.MAX_VALUE, Math.min(x, Number.MAX_VALUE));

/** The power of ten that a positive number begins with. */
const decadeOf = (x: number): number => Number(/e([+-]\d+)$/.exec(x.toExponential())![1]);
