export interface Overlap {
  readonly smooth: number;
  readonly eps: number;
  readonly alpha: number;
  readonly beta: number;
}

/**
 * 1 - (TP + smooth) / (TP + alpha FP + beta FN + smooth + eps), the sums taken over as many equal parts as there are
 * losses; from what each pixel is predicted to be of the mask (p) and not to be (q). Gradients are by p.
 */
export function overlaps(
  p: Float64Array,
  q: Float64Array,
  target: Float64Array,
  { smooth, eps, alpha, beta }: Overlap,
  loss: Float64Array,
  g?: Float64Array,
): void {
  const width = p.length / loss.length;
  for (let part = 0; part < loss.length; part++) {
    const end = (part + 1) * width;
    let hit = 0;
    let wrong = 0;
    for (let i = part * width; i < end; i++) {
      const t = target[i]!;
      hit += p[i]! * t;
      wrong += alpha * p[i]! * (1 - t) + beta * q[i]! * t;
    }
    const above = hit + smooth;
    const below = above + wrong + eps;
    // 1 - above / below without a cancellation
    loss[part] = (wrong + eps) / below;
    if (!g) continue;
    for (let i = part * width; i < end; i++) {
      const t = target[i]!;
      g[i] = (above * (alpha * (1 - t) - beta * t) - t * (wrong + eps)) / (below * below);
    }
  }
}
