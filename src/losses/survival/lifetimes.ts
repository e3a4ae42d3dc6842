import { log1mExp, log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { logBelow, logDensity } from "./normal.ts";

/** A distribution of u = (log T - pred) / scale, all by logarithms. */
export interface Lifetime {
  /** Of the density, and the slope of that by u. */
  density(u: number): number;
  slope(u: number): number;
  /** Of the probability of less than u, and of more. */
  below(u: number): number;
  above(u: number): number;
}

const softplus = (u: number): number => Math.max(u, 0) + log1pExpNegAbs(u);

export const LIFETIMES = {
  normal: { density: logDensity, slope: (u) => -u, below: logBelow, above: (u) => logBelow(-u) },
  logistic: {
    density: (u) => -softplus(u) - softplus(-u),
    slope: (u) => sigmoid(-u) - sigmoid(u),
    below: (u) => -softplus(-u),
    above: (u) => -softplus(u),
  },
  extreme: {
    density: (u) => u - Math.exp(u),
    slope: (u) => -Math.expm1(u),
    below: (u) => log1mExp(-Math.exp(u)),
    above: (u) => -Math.exp(u),
  },
} as const satisfies Record<string, Lifetime>;
