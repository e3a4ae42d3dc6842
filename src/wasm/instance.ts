import { readFileSync } from "node:fs";
import { join } from "node:path";

/** What the compiled module exports; assembly/index.ts is the list. */
interface NumericExports {
  readonly memory: WebAssembly.Memory;
  readonly HEAP: WebAssembly.Global;
  readonly RESULT: WebAssembly.Global;
  readonly SPECIAL: WebAssembly.Global;
  scanTable(
    block: number,
    length: number,
    final: number,
    delimiter: number,
    program: number,
    maxRows: number,
  ): number;
  countLines(block: number, length: number, before: number): number;
  scanNdjson(block: number, length: number, final: number, program: number, maxRows: number): number;
  sumAdd(accumulator: number, pointer: number, length: number): number;
  sumSettle(accumulator: number): void;
  sumMerge(accumulator: number, other: number): void;
  sumRound(accumulator: number): number;
  printRows(
    program: number,
    pieces: number,
    first: number,
    last: number,
    indexLow: number,
    indexHigh: number,
    out: number,
    room: number,
  ): void;
}

const PAGE = 65536;
const ALIGNMENT = 64;
/** The vector loads of the scanners and stores of the printer may touch so much on either side of a buffer. */
const MARGIN = 64;

/**
 * One instance of the module and its memory, which is handed out from bottom to
 * top. `allocate` may move the memory: views made before it are then empty, so
 * allocate first and make the views afterwards (or each time, they are cheap).
 */
export class NumericMemory {
  readonly exports: NumericExports;
  #top: number;

  constructor(module: WebAssembly.Module) {
    const instance = new WebAssembly.Instance(module, {
      host: { parse: (pointer: number, length: number) => Number(this.text(pointer, length)) },
    });
    this.exports = instance.exports as unknown as NumericExports;
    this.#top = align(this.exports.HEAP.value);
  }

  /** Reserves bytes, zero at first use, and returns their address, a multiple of 64. */
  allocate(bytes: number): number {
    const pointer = this.#top;
    const { memory } = this.exports;
    this.#top = align(pointer + bytes);
    const missing = this.#top + MARGIN - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE));
    return pointer;
  }

  /** Reserves a buffer with the margins that the scanners and the printer need around it. */
  allocateBuffer(bytes: number): number {
    return this.allocate(MARGIN + bytes + MARGIN) + MARGIN;
  }

  /** Reserves a copy of the bytes. */
  place(bytes: Uint8Array): number {
    const pointer = this.allocate(bytes.length);
    this.bytes(pointer, bytes.length).set(bytes);
    return pointer;
  }

  /** How far the memory is handed out, for `release`. */
  mark(): number {
    return this.#top;
  }

  /** Takes back all that was allocated after `mark`. */
  release(mark: number): void {
    // A sum that is among it must not be written to later.
    this.exports.sumSettle(0);
    this.bytes(mark, this.#top - mark).fill(0);
    this.#top = mark;
  }

  bytes(pointer: number, length: number): Uint8Array {
    return new Uint8Array(this.exports.memory.buffer, pointer, length);
  }

  words(pointer: number, length: number): Uint32Array {
    return new Uint32Array(this.exports.memory.buffer, pointer, length);
  }

  doubles(pointer: number, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, pointer, length);
  }

  longs(pointer: number, length: number): BigInt64Array {
    return new BigInt64Array(this.exports.memory.buffer, pointer, length);
  }

  /** The words that a call reports: rows, bytes, offset of the record, offset of the place, whether all is finite. */
  result(): Uint32Array {
    return this.words(this.exports.RESULT.value, 5);
  }

  text(pointer: number, length: number): string {
    return Buffer.from(this.exports.memory.buffer, pointer, length).toString("latin1");
  }
}

function align(address: number): number {
  return Math.ceil(address / ALIGNMENT) * ALIGNMENT;
}

let compiled: WebAssembly.Module | undefined;

/** The module, compiled at the first call. */
export function numericModule(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(readFileSync(join(import.meta.dirname, "numeric.wasm")));
  return compiled;
}
