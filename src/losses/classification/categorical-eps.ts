import type { Params } from "../../core/param.ts";
import { withinUnit } from "./from.ts";

/** How probabilities are kept from 0 and 1. */
export interface Bounds {
  readonly eps?: number | undefined;
  readonly eps_mode?: "clip" | "floor" | undefined;
}

export const epsParam = { kind: "number", min: 0, below: 0.5 } as const;

export const epsParams = {
  eps: {
    ...epsParam,
    only: { from: "probs" },
    about: "how close a probability may come to 0 and 1; with --from probs",
  },
  eps_mode: {
    kind: "choice",
    choices: ["clip", "floor"],
    default: "clip",
    only: { from: "probs" },
    about: "clip to eps..1-eps, or only take eps for less; with --from probs",
  },
} as const satisfies Params;

/** The least and the largest that a probability counts as; 1 - eps with its rounding, as the libraries take it. */
export function limitsOf({ eps = 0, eps_mode = "clip" }: Bounds): readonly [least: number, most: number] {
  return [eps, eps_mode === "clip" ? 1 - eps : 1];
}

/** Whether a probability counts as another one, or just not yet. */
export const isHeld = (p: number, least: number, most: number): boolean =>
  p <= least || (most < 1 && p >= most);

/**
 * -sum a_c log p_c, of probabilities within bounds where there are any; gradient -a_c / p_c, and 0 by those that are held
 * there. Classes that do not count may have probability 0, but not NaN.
 */
export function probTerms(bounds: Bounds) {
  const [least, most] = bounds.eps ? limitsOf(bounds) : [-Infinity, Infinity];
  return (
    p: Float64Array,
    start: number,
    stride: number,
    a: Float64Array,
    _: boolean,
    g: Float64Array | undefined,
  ): number => {
    let sum = 0;
    for (let c = 0; c < a.length; c++) {
      const at = start + c * stride;
      const weight = a[c]!;
      const v = withinUnit(p[at]!);
      sum -= weight === 0 ? 0 * v : weight * Math.log(Math.min(Math.max(v, least), most));
      if (g) g[at] = weight === 0 || isHeld(v, least, most) ? 0 : -weight / v;
    }
    return sum;
  };
}
