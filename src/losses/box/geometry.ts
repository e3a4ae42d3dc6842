/** A box as its corners x1, y1, x2, y2. */
export type Corners = Float64Array;

/** Two boxes, p predicted and t true, and what they have in common. */
export class Boxes {
  readonly p: Corners = new Float64Array(4);
  readonly t: Corners = new Float64Array(4);
  readonly eps: number;
  /** Width and height of each, of what they share, and of the least box around both. */
  readonly sides: [number, number] = [0, 0];
  readonly trueSides: [number, number] = [0, 0];
  readonly shared: [number, number] = [0, 0];
  readonly around: [number, number] = [0, 0];
  /** From the true centre to the predicted one. */
  readonly shift: [number, number] = [0, 0];
  intersection = 0;
  union = 0;
  iou = 0;

  constructor(eps: number) {
    this.eps = eps;
  }

  measure(): void {
    const { p, t } = this;
    for (const k of [0, 1] as const) {
      this.sides[k] = p[k + 2]! - p[k]!;
      this.trueSides[k] = t[k + 2]! - t[k]!;
      this.shared[k] = Math.min(p[k + 2]!, t[k + 2]!) - Math.max(p[k]!, t[k]!);
      this.around[k] = Math.max(p[k + 2]!, t[k + 2]!) - Math.min(p[k]!, t[k]!);
      this.shift[k] = (p[k]! + p[k + 2]! - t[k]! - t[k + 2]!) / 2;
    }
    const apart = this.shared[0] <= 0 || this.shared[1] <= 0;
    this.intersection = apart ? 0 : this.shared[0] * this.shared[1];
    this.union = this.sides[0] * this.sides[1] + this.trueSides[0] * this.trueSides[1] - this.intersection;
    this.iou = this.intersection / (this.union + this.eps);
  }

  /** Slopes of the union and of the IoU by corner coordinate k, which bounds what is shared or does not. */
  slopes(k: number, inner: boolean): { readonly union: number; readonly iou: number } {
    const other = 1 - (k % 2);
    const sign = k < 2 ? -1 : 1;
    const shared = inner && this.intersection > 0 ? sign * this.shared[other as 0 | 1] : 0;
    const union = sign * this.sides[other as 0 | 1] - shared;
    const size = this.union + this.eps;
    return { union, iou: (shared - this.iou * union) / size };
  }
}
