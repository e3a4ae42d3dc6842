import { ExactSum } from "../core/exact-sum.ts";
import { NumericMemory, numericModule, ExactSum as WasmSum } from "../wasm/index.ts";

/** Values that are copied to WebAssembly at a time: few enough to stay in the processor's cache. */
const PORTION = 1 << 12;

/** An exact sum that takes many values at a time in a fraction of the time; the state is the same. */
export class BulkSum extends ExactSum {
  readonly #memory = new NumericMemory(numericModule());
  readonly #values = this.#memory.allocate(PORTION * 8);
  readonly #sum = new WasmSum(this.#memory);

  override addAll(values: Float64Array): void {
    for (let start = 0; start < values.length; start += PORTION) {
      const part = values.subarray(start, start + PORTION);
      this.#memory.doubles(this.#values, part.length).set(part);
      this.#sum.add(this.#values, part.length);
    }
  }

  protected override settle(): void {
    super.settle();
    this.merge({ total: this.#sum.toBigInt(), special: this.#sum.special() ?? 0 });
    this.#sum.clear();
  }
}
