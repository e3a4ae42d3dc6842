/**
 * Copies a vector, divided by a power of two near its largest component: no square of it overflows or vanishes, and
 * nothing is rounded. Gives the power, which is at least `least`.
 */
export function takeScaled(from: Float64Array, start: number, into: Float64Array, least = 0): number {
  let top = 0;
  for (let i = 0; i < into.length; i++) top = Math.max(top, Math.abs(from[start + i]!));
  const known = top > 0 && top < Infinity;
  const scale = Math.max(known ? 2 ** Math.floor(Math.log2(top)) : 1, least);
  for (let i = 0; i < into.length; i++) into[i] = from[start + i]! / scale;
  return scale;
}

/** Above this cosine 1 - cos is taken from the difference of the vectors. */
const NEAR = 0.75;

/**
 * The cosine of two vectors, <u, v> / sqrt((|u|^2 + added)(|v|^2 + added)), where lengths below `least` count as that,
 * or a product of both below `leastProduct` does, and its gradients. With none of these a zero vector has cosine 0.
 */
export class Cosine {
  cos = Number.NaN;
  /** 1 - cos */
  distance = Number.NaN;
  readonly #added: number;
  readonly #least: number;
  readonly #leastProduct: number;
  readonly #u: Float64Array;
  readonly #v: Float64Array;
  #scales = { u: 1, v: 1 };
  #lengths = { u: 0, v: 0 };
  #longer = 0;
  #near = false;
  /** Which of them are shorter than the least. */
  #held = { u: false, v: false };
  /** Whether the product of their lengths is below the least. */
  #small = false;

  constructor(width: number, { added = 0, least = 0, leastProduct = 0 } = {}) {
    this.#u = new Float64Array(width);
    this.#v = new Float64Array(width);
    this.#added = added;
    this.#least = least;
    this.#leastProduct = leastProduct;
  }

  /** Takes the vectors that begin at `start`. */
  read(a: Float64Array, b: Float64Array, start = 0): void {
    const [u, v, added] = [this.#u, this.#v, this.#added];
    // beside what is added, or stands for them, small squares may vanish
    const bound = added > 0 ? 1 : this.#least;
    const scales = { u: takeScaled(a, start, u, bound), v: takeScaled(b, start, v, bound) };
    const more = { u: added / scales.u / scales.u, v: added / scales.v / scales.v };
    let dot = 0;
    let uu = more.u;
    let vv = more.v;
    let longer = more.v - more.u;
    for (let i = 0; i < u.length; i++) {
      const [x, y] = [u[i]!, v[i]!];
      dot += x * y;
      uu += x * x;
      vv += y * y;
      longer += (y - x) * (y + x);
    }
    const lengths = { u: Math.sqrt(uu), v: Math.sqrt(vv) };
    const leasts = { u: this.#least / scales.u, v: this.#least / scales.v };
    this.#held = { u: lengths.u < leasts.u, v: lengths.v < leasts.v };
    if (this.#held.u) lengths.u = leasts.u;
    if (this.#held.v) lengths.v = leasts.v;
    this.#scales = scales;
    this.#lengths = lengths;
    this.#longer = longer;
    const product = this.#leastProduct / scales.u / scales.v;
    this.#small = lengths.u * lengths.v < product;
    if (this.#small) {
      this.cos = dot / product;
      this.distance = 1 - this.cos;
      return;
    }
    if (this.#flat()) {
      this.cos = 0 * (uu + vv);
      this.distance = 1 - this.cos;
      return;
    }
    this.cos = Math.min(Math.max(dot / (lengths.u * lengths.v), -1), 1);
    this.distance = 1 - this.cos;
    this.#near = this.cos > NEAR && !this.#held.u && !this.#held.v;
    if (!this.#near) return;
    // half the squared distance of the vectors brought to length 1, and what is added leaves of those lengths: nothing
    // cancels where the vectors are close
    this.distance = 0.5 * (more.u / uu + more.v / vv);
    for (let i = 0; i < u.length; i++) this.distance += 0.5 * this.#apart(i) ** 2;
    this.cos = 1 - this.distance;
  }

  /** The derivative of the distance by a component of the first vector. */
  byFirst(i: number): number {
    if (this.#small) return -this.#v[i]! * (this.#scales.v / this.#leastProduct);
    if (this.#flat()) return 0 * this.cos;
    const { u, v } = this.#lengths;
    const own = this.#u[i]! / u;
    const along = this.#held.u ? 0 : this.cos * own;
    const turn = this.#near ? this.#apart(i) - this.distance * own : along - this.#v[i]! / v;
    return turn / u / this.#scales.u;
  }

  bySecond(i: number): number {
    if (this.#small) return -this.#u[i]! * (this.#scales.u / this.#leastProduct);
    if (this.#flat()) return 0 * this.cos;
    const { u, v } = this.#lengths;
    const own = this.#v[i]! / v;
    const along = this.#held.v ? 0 : this.cos * own;
    const turn = this.#near ? -this.#apart(i) - this.distance * own : along - this.#u[i]! / u;
    return turn / v / this.#scales.v;
  }

  /** Whether one has no direction. */
  #flat(): boolean {
    return this.#lengths.u === 0 || this.#lengths.v === 0;
  }

  /** A component of u / |u| - v / |v|, by way of v - u. */
  #apart(i: number): number {
    const { u, v } = this.#lengths;
    const x = this.#u[i]!;
    return ((x * this.#longer) / (u + v) - (this.#v[i]! - x) * u) / (u * v);
  }
}
