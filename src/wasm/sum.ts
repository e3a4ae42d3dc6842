import type { NumericMemory } from "./instance.ts";

const LIMBS = 70;
/** Limbs of 32 bits each in 64, the last one signed, then a word of flags. */
const WORDS = LIMBS + 1;
const LIMB_BITS = 32n;
const NAN_FLAG = 1n;
const INFINITY_FLAG = 2n;

/**
 * A sum without rounding errors. Its state is one and the same for the same
 * values, however they are split among additions and merges.
 */
export class ExactSum {
  readonly #memory: NumericMemory;
  readonly #pointer: number;

  constructor(memory: NumericMemory) {
    this.#memory = memory;
    // The second half receives the state that is merged.
    this.#pointer = memory.allocate(2 * WORDS * 8);
  }

  /** Adds length doubles at a multiple of 8 in the memory; says whether all are finite. */
  add(pointer: number, length: number): boolean {
    return this.#memory.exports.sumAdd(this.#pointer, pointer, length) === 1;
  }

  /** Adds what another sum, perhaps another thread's, has collected. */
  merge(state: BigInt64Array): void {
    if (state.length !== WORDS) throw new RangeError("not the state of a sum");
    const other = this.#pointer + WORDS * 8;
    this.#memory.longs(other, WORDS).set(state);
    this.#memory.exports.sumMerge(this.#pointer, other);
  }

  /** A copy of the state, to merge, to send or to keep. */
  state(): BigInt64Array {
    return this.#words().slice();
  }

  /** Sets the sum back to 0. */
  clear(): void {
    this.#words().fill(0n);
  }

  /** The sum, rounded once. An exact 0 is +0, and so is the sum of nothing. */
  value(): number {
    return this.#memory.exports.sumRound(this.#pointer);
  }

  /** NaN or an infinity, where values that are not finite decide the sum. */
  special(): number | undefined {
    const flags = this.#words()[LIMBS] ?? 0n;
    if (flags === 0n) return undefined;
    if ((flags & NAN_FLAG) !== 0n) return Number.NaN;
    if (flags === INFINITY_FLAG) return Number.POSITIVE_INFINITY;
    return (flags & INFINITY_FLAG) === 0n ? Number.NEGATIVE_INFINITY : Number.NaN;
  }

  /** The sum of the finite values in units of 2^-1074, the smallest subnormal double. */
  toBigInt(): bigint {
    const limbs = this.#words();
    // few are not 0, and arithmetic with those below them would be on long numbers; halves are no big integers yet
    const halves = this.#memory.words(this.#pointer, 2 * LIMBS);
    let [first, end] = [0, 2 * LIMBS];
    while (first < end && halves[first] === 0) first++;
    while (end > first && halves[end - 1] === 0) end--;
    let value = 0n;
    const lowest = first >> 1;
    for (let i = (end - 1) >> 1; i >= lowest; i--) value = (value << LIMB_BITS) + limbs[i]!;
    return value << (LIMB_BITS * BigInt(lowest));
  }

  #words(): BigInt64Array {
    this.#memory.exports.sumSettle(this.#pointer);
    return this.#memory.longs(this.#pointer, WORDS);
  }
}
