/** Named arrays that are kept from batch to batch, each in the length that is asked for. */
export class Buffers {
  readonly #arrays = new Map<string, Float64Array>();

  take(name: string, length: number): Float64Array {
    let array = this.#arrays.get(name);
    if (!array || array.length < length) {
      array = new Float64Array(length);
      this.#arrays.set(name, array);
    }
    return array.length === length ? array : array.subarray(0, length);
  }
}
