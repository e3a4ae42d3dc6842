// The shortest digits of doubles.
import { multiplyHigh, powerHigh } from "./decimal";
import { digitCount, seventeenDigits, sixteenDigits, ZERO_LANES } from "./digits";
import { binaryLog, decimalExponent, decimalLog, shortest } from "./shortest";

/** Texts for NaN, Infinity and -Infinity, 16 bytes each, the last of them the length. */
export const SPECIAL: usize = memory.data<u8>([
  0x4e, 0x61, 0x4e, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0x49, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x74, 0x79, 0, 0, 0, 0,
  0, 0, 0, 8, 0x2d, 0x49, 0x6e, 0x66, 0x69, 0x6e, 0x69, 0x74, 0x79, 0, 0, 0, 0, 0, 0, 9,
], 16);

/** A double on its way to text: first its digits as numbers, then as text. */
@unmanaged
export class Slot {
  /** 16 or 17 digits, maybe with zeros at the end: the last eight, and those before them. Later the text of 16. */
  low: u32;
  high: u32;
  rest: u64;
  /** The value is 0.d1d2... * 10^point: first as if there were 16 digits, later as there are. */
  point: i32;
  /** 1 for a number below 0; with SPECIAL_POINT the address of a text, which has its length. */
  negative: u32;
  /** The digit before the 16, or 0. */
  first: u32;
  /** Digits up to the last that is not 0. */
  count: i32;
}

export const SLOT_SIZE: usize = 32;

/** Where a text stands for the number: one of the points of which few numbers are, so that the others need not be asked. */
const SPECIAL_POINT: i32 = 2;

/** 1 in numbers of 34 bits behind the point. */
const ONE: u64 = 0x400000000;
const HALF: u64 = ONE / 2;
const TEN: u64 = ONE * 10;
const EIGHT: u64 = 100000000;
/** More than what digits, or a width, are too low by for the bits of the power that are missing; times 10^8. */
const SLACK: u64 = 200000512;

/**
 * For each exponent of a double e, 2^e * 10^(-8 - k), times 2^87, where 10^k is the power of ten below 2^e;
 * 0 before its first use, and always for subnormals, infinities and NaN.
 */
const SCALES: usize = memory.data(2048 * 8, 16);

/** -1075 of a double's exponent bits is that of its last place. */
const LAST_PLACE: i32 = 1075;

/**
 * Takes the shortest digits that read back as the same doubles into slots; stops at one that it cannot tell, and says
 * how many it took.
 *
 * In units of 10^k, chosen so that a unit in the last place is 1 to 10 of them, a double has 16 or 17 digits, and at most
 * one number that ends in 0 there is nearer than half a unit in the last place: it, or else the nearest integer, is the
 * shortest (Giulietti, The Schubfach way to render doubles, 2020). One product with the 64 leading bits of a power of
 * ten gives the digits in two parts, and mostly tells; there is no branch that cannot be predicted. Nothing is called,
 * or else V8 keeps all that the loop counts with in memory.
 */
function takeRun(cells: usize, stride: usize, rows: u32, slot: usize, step: usize): u32 {
  let row: u32 = 0;
  for (; row < rows; row++) {
    const bits = load<u64>(cells);
    const biased = <usize>(bits >> 52) & 0x7ff;
    // without a scale yet everything is 0 from here on, which does not pass the first test
    const scale = load<u64>(SCALES + (biased << 3));
    // the distance to the neighbour below a power of two is half of that above
    if (bits << 12 == 0) break;
    const scaled = multiplyHigh((bits << 11) | 0x8000000000000000, scale);
    const product = (scaled & (ONE - 1)) * EIGHT;
    const half = ((scale >> 32) * EIGHT) >> 22;
    // up to the end of what reads back
    const end = product + half;
    const tens = ((end >> 34) * 0xcccccccd) >> 35;
    const over = end - tens * TEN;
    if (over - 1 >= TEN - SLACK) break;
    if (over - (2 * half - SLACK) < SLACK + 512) break;
    const nearest = product + HALF;
    if ((nearest & (ONE - 1)) - 1 >= ONE - SLACK - 1) break;
    let low = select<u32>(<u32>tens * 10, <u32>(nearest >> 34), over < 2 * half);
    let high = <u32>(scaled >> 34);
    if (low == 100000000) {
      low = 0;
      high++;
    }
    const into = changetype<Slot>(slot);
    into.low = low;
    into.high = high;
    into.point = decimalLog(<i32>biased - LAST_PLACE) + 16;
    into.negative = <u32>(bits >> 63);
    slot += step;
    cells += stride;
  }
  return row;
}

/** Takes the digits of `rows` cells, the first at `cells`, into slots, of which the first is at `slot`. */
export function takeColumn(cells: usize, stride: usize, rows: u32, slot: usize, step: usize): void {
  let done = takeRun(cells, stride, rows, slot, step);
  while (done < rows) {
    takeSlowly(changetype<Slot>(slot + done * step), load<u64>(cells + done * stride));
    done++;
    // two calls, for the compiler puts a function that is called once where it is called
    done += takeRun(cells + done * stride, stride, rows - done, slot + done * step, step);
  }
}

/** For what the short way cannot tell. */
function takeSlowly(slot: Slot, bits: u64): void {
  const magnitude = bits & 0x7fffffffffffffff;
  if (magnitude >= 0x7ff0000000000000) {
    slot.low = 0;
    slot.high = 0;
    slot.point = SPECIAL_POINT;
    slot.negative = <u32>(SPECIAL + (magnitude > 0x7ff0000000000000 ? 0 : bits >> 63 != 0 ? 32 : 16));
    return;
  }
  // -0 keeps its sign, which String(x) drops, so that it reads back as the same double
  slot.negative = <u32>(bits >> 63);
  const value = reinterpret<f64>(magnitude);
  if (value < 9007199254740992 && trunc(value) == value) return putDigits(slot, <u64>(<i64>value), 0);
  const digits = shortest(magnitude);
  putDigits(slot, digits, decimalExponent);
  if (<u32>(magnitude >> 52) != 0) fillScale(<i32>(magnitude >> 52));
}

@inline
function putDigits(slot: Slot, digits: u64, exponent: i32): void {
  const count = digitCount(digits);
  const all = seventeenDigits(digits, count);
  const high = all / EIGHT;
  slot.high = <u32>high;
  slot.low = <u32>(all - high * EIGHT);
  // 0 has one digit, though it is 0.
  slot.point = exponent - 1 + <i32>count + i32(digits == 0);
}

@inline
function fillScale(biased: i32): void {
  const e = biased - LAST_PLACE;
  const q = -8 - decimalLog(e);
  store<u64>(SCALES + (<usize>biased << 3), powerHigh(q) >> <u64>(-24 - e - binaryLog(q)));
}

/** Makes text of the digits in the slots from `slot` to `end`. */
export function toText(slot: usize, end: usize): void {
  for (; slot != end; slot += SLOT_SIZE) {
    const at = changetype<Slot>(slot);
    const high = at.high;
    // high / 10^8
    const first = <u32>((<u64>high * 1441151881) >> 57);
    const lead = leadOf(first);
    const values = sixteenDigits(high - first * 100000000, at.low);
    v128.store(slot, i8x16.add(values, v128.load(ZERO_LANES)));
    at.point += lead;
    at.first = first;
    at.count = 32 + lead - clz(i8x16.bitmask(i8x16.gt_s(values, i8x16.splat(0))));
  }
}

/** 1 where there is a digit before the sixteen. */
@inline
export function leadOf(first: u32): i32 {
  return (first + 15) >> 4;
}
