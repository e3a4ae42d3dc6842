/**
 * The states in which a frame can be when frames are aligned with labels: a blank, the first label, a blank, the second
 * label, ..., a blank. A frame's state is that of the frame before it, or the next, or, from a label to another one, the
 * next but one.
 */
export class States {
  readonly #labels: Float64Array;
  readonly #blank: number;
  readonly count: number;

  constructor(labels: Float64Array, blank: number) {
    this.#labels = labels;
    this.#blank = blank;
    this.count = 2 * labels.length + 1;
  }

  /** The class that a frame shows in a state. */
  symbol(state: number): number {
    return state % 2 === 0 ? this.#blank : this.#labels[(state - 1) / 2]!;
  }

  /** Whether a state can be reached from the last but one: the blank between equal labels cannot be left out. */
  skips(state: number): boolean {
    return state % 2 === 1 && state > 2 && this.symbol(state) !== this.symbol(state - 2);
  }

  /** Frames that an alignment takes at least: one a label, and one between equal ones. */
  get frames(): number {
    let frames = this.#labels.length;
    for (let i = 1; i < this.#labels.length; i++) if (this.#labels[i] === this.#labels[i - 1]) frames++;
    return frames;
  }

  /** Whether there is an alignment in which every frame shows a class that it can. */
  alignable(frames: number, can: (frame: number, symbol: number) => boolean): boolean {
    // before the first frame, as if in a state before the first
    const reached = new Array<boolean>(this.count).fill(false);
    for (let t = 0; t < frames; t++)
      for (let s = this.count - 1; s >= 0; s--) {
        const from =
          t === 0 ? s < 2 : reached[s]! || reached[s - 1] === true || (this.skips(s) && reached[s - 2]!);
        reached[s] = from && can(t, this.symbol(s));
      }
    return frames === 0 ? this.count === 1 : reached.slice(-2).includes(true);
  }
}
