import type { Dims, Output, Role } from "../../core/loss.ts";
import type { Params } from "../../core/param.ts";
import type { Distance } from "./distance.ts";

type Roles = "anchor" | "positive" | "negative";

export const tripletRoles = {
  anchor: { kind: "real", about: "one vector a row", grad: true },
  positive: { kind: "real", about: "a vector that should be near it", grad: true },
  negative: { kind: "real", about: "a vector that should be farther away", grad: true },
} as const satisfies Record<Roles, Role>;

export const tripletParams = {
  margin: { kind: "number", default: 1, about: "by how much the negative should be farther away" },
  swap: {
    kind: "flag",
    default: false,
    about: "take the distance of negative and positive where it is smaller than that of negative and anchor",
  },
  eps: { kind: "number", min: 0, default: 1e-6, about: "added to each difference of two components" },
} as const satisfies Params;

/** max(d(a, p) - d(a, n) + margin, 0); with swap the least of d(a, n) and d(p, n). */
export function tripletKernel(
  { anchor, positive, negative }: Readonly<Record<Roles, Float64Array>>,
  { margin, swap }: { readonly margin: number; readonly swap: boolean },
  { loss, grad }: Output<Roles>,
  { rows }: Dims<Roles>,
  distance: Distance,
): void {
  const width = anchor.length / rows;
  for (const role of ["anchor", "positive", "negative"] as const) grad[role]?.fill(0);
  for (let row = 0; row < rows; row++) {
    const of = (values: Float64Array) => values.subarray(row * width, (row + 1) * width);
    const [a, p, n] = [of(anchor), of(positive), of(negative)];
    const toAnchor = distance(a, n);
    const toPositive = swap ? distance(p, n) : Infinity;
    // of two that are equal each takes half
    const swapped = toPositive < toAnchor ? 1 : toPositive === toAnchor ? 0.5 : 0;
    const short = distance(a, p) - Math.min(toAnchor, toPositive) + margin;
    loss[row] = Math.max(short, 0);
    if (short <= 0) continue;
    const [ga, gp, gn] = [
      grad.anchor && of(grad.anchor),
      grad.positive && of(grad.positive),
      grad.negative && of(grad.negative),
    ];
    distance(a, p, 1, ga, gp);
    if (swapped < 1) distance(a, n, swapped - 1, ga, gn);
    if (swapped > 0) distance(p, n, -swapped, gp, gn);
  }
}
