import { Cosine } from "./cosine.ts";

/**
 * Distance of two vectors. Where `gu` and `gv` are there, `scale` times the gradients by both are added to them;
 * where a distance has no gradient, it counts as 0.
 */
export type Distance = (
  u: Float64Array,
  v: Float64Array,
  scale?: number,
  gu?: Float64Array,
  gv?: Float64Array,
) => number;

/**
 * The p-norm of u - v + eps: torch adds eps to each difference. Or (sum |u - v|^p + eps)^(1/p), with eps inside the
 * root as in optax.
 */
export function norm(p: number, eps: number, where: "difference" | "root" = "difference"): Distance {
  const shift = where === "difference" ? eps : 0;
  // as if it were one more difference
  const floor = where === "root" && p < Infinity ? power(eps, 1 / p) : 0;
  return (u, v, scale = 0, gu, gv) => {
    let top = floor;
    for (let i = 0; i < u.length; i++) top = Math.max(top, Math.abs(u[i]! - v[i]! + shift));
    if (top === 0 || top === Infinity) return top;
    if (p === Infinity) {
      addLargest(u, v, shift, top, scale, gu, gv);
      return top;
    }
    // the largest is taken out, so that no power overflows or vanishes
    let sum = floor === 0 ? 0 : power(floor / top, p);
    for (let i = 0; i < u.length; i++) sum += power(Math.abs(u[i]! - v[i]! + shift) / top, p);
    const size = top * power(sum, 1 / p);
    for (let i = 0; i < u.length && (gu || gv); i++) {
      const d = u[i]! - v[i]! + shift;
      if (d === 0) continue;
      const g = scale * Math.sign(d) * power(Math.abs(d) / size, p - 1);
      if (gu) gu[i]! += g;
      if (gv) gv[i]! -= g;
    }
    return size;
  };
}

/** Exact where the usual norms need it. */
function power(x: number, p: number): number {
  return p === 1 ? x : p === 2 ? x * x : p === 0.5 ? Math.sqrt(x) : p === 0 ? 1 : x ** p;
}

/** Where several differences are the largest they share the gradient, which makes its norm the least. */
function addLargest(
  u: Float64Array,
  v: Float64Array,
  eps: number,
  top: number,
  scale: number,
  gu: Float64Array | undefined,
  gv: Float64Array | undefined,
): void {
  let ties = 0;
  for (let i = 0; i < u.length; i++) if (Math.abs(u[i]! - v[i]! + eps) === top) ties++;
  for (let i = 0; i < u.length; i++) {
    const d = u[i]! - v[i]! + eps;
    if (Math.abs(d) !== top) continue;
    const g = (scale * Math.sign(d)) / ties;
    if (gu) gu[i]! += g;
    if (gv) gv[i]! -= g;
  }
}

export const squared: Distance = (u, v, scale = 0, gu, gv) => {
  let sum = 0;
  for (let i = 0; i < u.length; i++) {
    const d = u[i]! - v[i]!;
    sum += d * d;
    if (gu) gu[i]! += scale * 2 * d;
    if (gv) gv[i]! -= scale * 2 * d;
  }
  return sum;
};

/** 1 - cos; a zero vector has cosine 0. */
export function cosine(): Distance {
  let pair: Cosine | undefined;
  return (u, v, scale = 0, gu, gv) => {
    pair ??= new Cosine(u.length);
    pair.read(u, v);
    for (let i = 0; i < u.length && (gu || gv); i++) {
      if (gu) gu[i]! += scale * pair.byFirst(i);
      if (gv) gv[i]! += scale * pair.bySecond(i);
    }
    return pair.distance;
  };
}
