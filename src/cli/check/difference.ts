/** A finite double as its shortest text has it: digits times a power of ten. */
interface Decimal {
  readonly digits: bigint;
  readonly exponent: number;
}

function decimalOf(x: number): Decimal {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/.exec(String(x)) ?? [];
  return { digits: BigInt(`${sign}${whole}${fraction}`), exponent: Number(exponent) - fraction.length };
}

const numberOf = (digits: bigint, exponent: number): number => Number(`${digits}e${exponent}`);

function minus(a: Decimal, b: Decimal): Decimal {
  const exponent = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent: own }: Decimal): bigint => digits * 10n ** BigInt(own - exponent);
  return { digits: scaled(a) - scaled(b), exponent };
}

/** Digits of a quotient beyond those of the divisor: more than a double holds. */
const MORE = 40;

/**
 * By how much a value exceeds a baseline: the numbers are taken as they are written, so that 1.1 exceeds 1 by 0.1, and
 * the results are the nearest doubles. The baseline is finite; percent of a baseline of 0 are infinite, or 0.
 */
export function increaseOf(
  value: number,
  baseline: number,
): { readonly increase: number; readonly percent: number } {
  if (!Number.isFinite(value) || value === baseline) {
    const increase = value === baseline ? 0 : value;
    return { increase, percent: increase };
  }
  const base = decimalOf(baseline);
  const { digits, exponent } = minus(decimalOf(value), base);
  const increase = numberOf(digits, exponent);
  if (base.digits === 0n) return { increase, percent: digits > 0n ? Infinity : -Infinity };
  const size = base.digits < 0n ? -base.digits : base.digits;
  const scale = MORE + String(size).length;
  const quotient = (digits * 10n ** BigInt(scale)) / size;
  return { increase, percent: numberOf(quotient, exponent - base.exponent - scale + 2) };
}
