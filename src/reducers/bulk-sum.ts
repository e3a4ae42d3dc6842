import { ExactSum, type SumState } from "../core/exact-sum.ts";
import { NumericMemory, numericModule, ExactSum as WasmSum } from "../wasm/index.ts";

/** Values that are copied to WebAssembly at a time: few enough to stay in the processor's cache. */
const PORTION = 1 << 12;

/** An exact sum that takes many values at a time in a fraction of the time; the state is the same. */
export class BulkSum extends ExactSum {
  #compiled: Compiled | undefined;

  override addAll(values: Float64Array): boolean {
    this.#compiled ??= new Compiled();
    return this.#compiled.addAll(values);
  }

  protected override settle(): void {
    super.settle();
    if (this.#compiled?.used) this.merge(this.#compiled.taken());
  }
}

/** The sum in WebAssembly, made when there is something to add. */
class Compiled {
  readonly #memory = new NumericMemory(numericModule());
  readonly #values = this.#memory.allocate(PORTION * 8);
  readonly #sum = new WasmSum(this.#memory);
  used = false;

  addAll(values: Float64Array): boolean {
    this.used = true;
    let finite = true;
    for (let start = 0; start < values.length; start += PORTION) {
      const part = values.subarray(start, start + PORTION);
      this.#memory.doubles(this.#values, part.length).set(part);
      finite = this.#sum.add(this.#values, part.length) && finite;
    }
    return finite;
  }

  /** Gives up what was added. */
  taken(): SumState {
    this.used = false;
    const state = { total: this.#sum.toBigInt(), special: this.#sum.special() ?? 0 };
    this.#sum.clear();
    return state;
  }
}
