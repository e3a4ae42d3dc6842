/** The logarithm of a sum of exponentials, of which none overflows: the largest is kept apart from the others. */
export class LogSum {
  #top = Number.NaN;
  /** Sum of the others, by the largest. */
  #rest = 0;
  #count = 0;

  get empty(): boolean {
    return this.#count === 0;
  }

  add(x: number): void {
    if (this.#count++ === 0) this.#top = x;
    else if (x > this.#top) {
      this.#rest = (this.#rest + 1) * Math.exp(this.#top - x);
      this.#top = x;
    } else if (x !== -Infinity) this.#rest += Math.exp(x - this.#top);
  }

  value(): number {
    return this.#count === 0 ? -Infinity : this.#top + Math.log1p(this.#rest);
  }

  /** How far it is above one of its terms: nothing cancels. */
  above(x: number): number {
    return this.#top - x + Math.log1p(this.#rest);
  }

  /** What part of the sum a term has. */
  share(x: number): number {
    return Math.exp(x - this.#top) / (1 + this.#rest);
  }

  clear(): void {
    this.#rest = 0;
    this.#count = 0;
  }
}
