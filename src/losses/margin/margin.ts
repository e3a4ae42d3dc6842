import { elementwise } from "../../core/layout.ts";
import type { Output, Role } from "../../core/loss.ts";
import { type Labels, labelRange, labelsParam, signRole } from "./labels.ts";

type Roles = "pred" | "target";

/** A function of the margin t: finds it in `values` and leaves f(t) there, and f'(t) in `slopes`. */
export type Curve = (values: Float64Array, slopes: Float64Array | undefined) => void;

const roles = {
  pred: { kind: "real", about: "scores; their sign is the decision", grad: true },
  target: signRole,
} as const satisfies Record<Roles, Role>;

/**
 * What all losses on the margin t = s x share, with s the label's sign. The curve comes as a loop of its own: a
 * function of one value, called from a loop that many losses share, is four times slower.
 */
export function onMargin(curve: Curve) {
  return {
    roles,
    params: { labels: labelsParam },
    reduction: "mean" as const,
    layout: elementwise,
    ranges: ({ labels }: { readonly labels: Labels }) => ({ target: labelRange(labels) }),
    kernel(
      { pred, target }: Readonly<Record<Roles, Float64Array>>,
      { labels }: { readonly labels: Labels },
      { loss, grad }: Output<Roles>,
    ): void {
      const g = grad.pred;
      // the sign of a label y is a y + b
      const [a, b] = labels === "01" ? [2, -1] : [1, 0];
      for (let i = 0; i < loss.length; i++) loss[i] = (a * target[i]! + b) * pred[i]!;
      curve(loss, g);
      // adding 0 leaves no -0
      if (g) for (let i = 0; i < g.length; i++) g[i] = (a * target[i]! + b) * g[i]! + 0;
    },
  };
}

/** The slope of max(v, 0): 0 at the kink, and NaN for NaN. */
export function step(v: number): number {
  return v > 0 ? 1 : v <= 0 ? 0 : v;
}
