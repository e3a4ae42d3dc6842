import { readFileSync } from "node:fs";
import { NumericMemory, TableScanner } from "../../src/wasm/index.ts";

const module = new WebAssembly.Module(readFileSync("src/wasm/numeric.wasm"));

export function freshMemory(): NumericMemory {
  return new NumericMemory(module);
}

const memory = freshMemory();
const ROWS = 1 << 14;
const column = memory.allocate(ROWS * 8);
const SIZE = 1 << 20;
const buffer = memory.allocateBuffer(SIZE);
const scanner = new TableScanner(memory, 44, [{ pointer: column, stride: 8 }]);

/** Each text as the only field of a record; undefined where it is not understood. */
export function parseTexts(texts: readonly string[]): (number | undefined)[] {
  const values: (number | undefined)[] = [];
  const bytes = Buffer.from(`${texts.join("\n")}\n`, "latin1");
  let at = 0;
  while (at < bytes.length) {
    const part = bytes.subarray(at, at + SIZE);
    memory.bytes(buffer, part.length).set(part);
    const status = scanner.scan(buffer, part.length, false, ROWS);
    values.push(...memory.doubles(column, scanner.rows));
    at += scanner.consumed;
    if (status === "not-understood") {
      values.push(undefined);
      at = bytes.indexOf(10, at) + 1;
    } else if (scanner.rows === 0) throw new Error("a record longer than the block");
  }
  return values;
}

const view = new DataView(new ArrayBuffer(8));

export function bitsOf(x: number): bigint {
  view.setFloat64(0, x);
  return view.getBigUint64(0);
}

export function fromBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

/** xorshift128+ on 32-bit halves: quick, and the same numbers each time. */
export function randomWords(seed: number): () => number {
  let [a, b, c, d] = [seed | 1, 362436069, 521288629, 88675123];
  return () => {
    const t = a ^ (a << 11);
    [a, b, c] = [b, c, d];
    d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
    return d >>> 0;
  };
}

/** The bits of m * 2^e for integers m >= 0, rounded once, ties to even, by plain integer arithmetic. */
export function roundRatio(numerator: bigint, denominator: bigint): bigint {
  if (numerator === 0n) return 0n;
  // Units of 2^-1074 first; then, where there are more than 53 bits, coarser ones.
  let exponent = BigInt(
    Math.max(0, numerator.toString(2).length - denominator.toString(2).length + 1074 - 53),
  );
  for (;;) {
    const up = exponent < 1074n ? 1074n - exponent : 0n;
    const down = exponent > 1074n ? exponent - 1074n : 0n;
    const top = numerator << up;
    const bottom = denominator << down;
    let quotient = top / bottom;
    const twice = 2n * (top - quotient * bottom);
    if (twice > bottom || (twice === bottom && (quotient & 1n) === 1n)) quotient += 1n;
    if (quotient > 1n << 53n) {
      exponent += 1n;
      continue;
    }
    if (exponent > 0n && quotient < 1n << 52n) {
      exponent -= 1n;
      continue;
    }
    const bits = (exponent << 52n) + quotient;
    return bits >= 0x7ff0000000000000n ? 0x7ff0000000000000n : bits;
  }
}

/** digits * 10^exponent, rounded once. */
export function roundDecimal(digits: bigint, exponent: number): bigint {
  if (exponent > 400) return digits === 0n ? 0n : 0x7ff0000000000000n;
  return exponent >= 0
    ? roundRatio(digits * 10n ** BigInt(exponent), 1n)
    : roundRatio(digits, 10n ** BigInt(-exponent));
}
