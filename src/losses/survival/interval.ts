import { log1mExp } from "../../core/activation.ts";
import type { Lifetime } from "./lifetimes.ts";

/** Logarithm of the probability between two points, and the mean slope of the density's logarithm there. */
interface Between {
  readonly log: number;
  readonly slope: number;
}

/** Gauss and Legendre's rule of five points on -1..1, whose weights sum to 2. */
const RULE: readonly (readonly [node: number, weight: number])[] = [
  [0, 128 / 225],
  ...[-1, 1].flatMap((sign): [number, number][] => [
    [(sign / 3) * Math.sqrt(5 - 2 * Math.sqrt(10 / 7)), (322 + 13 * Math.sqrt(70)) / 900],
    [(sign / 3) * Math.sqrt(5 + 2 * Math.sqrt(10 / 7)), (322 - 13 * Math.sqrt(70)) / 900],
  ]),
];

/** `wide` is high - low, which has more digits than their difference. */
export function between(life: Lifetime, low: number, high: number, wide: number): Between {
  const steep = 1 + Math.max(Math.abs(life.slope(low)), Math.abs(life.slope(high)));
  if (wide * steep < 0.5) return narrow(life, low, wide);
  const log = logBetween(life, low, high);
  const share = (u: number) => (Math.abs(u) === Infinity ? 0 : Math.exp(life.density(u) - log));
  return { log, slope: share(high) - share(low) };
}

/** Where the density hardly changes, the rule is exact to the last digits, and a difference of two values is not. */
function narrow(life: Lifetime, low: number, wide: number): Between {
  const middle = low + wide / 2;
  const level = life.density(middle);
  let mass = 0;
  let turn = 0;
  for (const [node, weight] of RULE) {
    const u = middle + (wide / 2) * node;
    const share = weight * Math.exp(life.density(u) - level);
    mass += share;
    turn += share * life.slope(u);
  }
  return { log: Math.log((wide * mass) / 2) + level, slope: turn / mass };
}

/** A difference of probabilities on the side of the distribution where they are small. */
function logBetween(life: Lifetime, low: number, high: number): number {
  if (high === Infinity) return life.above(low);
  if (low === -Infinity) return life.below(high);
  const [small, large] = low > 0 ? [life.above(high), life.above(low)] : [life.below(low), life.below(high)];
  return large + log1mExp(small - large);
}
