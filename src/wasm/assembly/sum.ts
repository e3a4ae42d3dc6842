// Exact sums, after Neal, Fast exact summation using small and large superaccumulators, 2015.
//
// Values are first collected in bins, one for each sign and exponent: a bin is two
// 64-bit lanes, the sums of the low 32 and of the upper 20 bits of the mantissas,
// and above the latter a count, from which the implicit leading bits follow. A bin
// takes 2^20 values before a lane could spill into its neighbour. Bins are then
// added to a fixed-point number: limbs of 32 bits in 64-bit words, limb i weighs
// 2^(32 i - 1074).

/** Limbs: 66 hold 2^1024, the others the carries of 2^64 values and the sign. */
const LIMBS: usize = 70;
/** A word behind the limbs: bit 0 a NaN was added, bit 1 Infinity, bit 2 -Infinity. */
const FLAGS: usize = LIMBS * 8;
const SET_SIZE: usize = 4096 * 16;
/** Two sets, taken in turn: an addition to memory waits for the one before to the same place. */
const BINS: usize = memory.data(131072, 16);
const LANE_MASKS: usize = memory.data<u64>([0xffffffff, 0xfffff], 16);
const LANE_COUNT: usize = memory.data<u64>([0, 0x10000000000], 16);
const LOW_32: u64 = 0xffffffff;
const MAX_PENDING: usize = 1 << 20;

/** The accumulator whose values are in the bins, and how many there are. */
let owner: usize = 0;
let pending: usize = 0;

@inline
function collect(p: usize, bins: usize): void {
  const bits = load<u64>(p);
  const bin = bins + (<usize>(bits >> 48) & 0xfff0);
  const lanes = v128.shuffle<u8>(v128.load64_splat(p), i8x16.splat(0), 0, 1, 2, 3, 16, 16, 16, 16, 4, 5, 6, 7, 16, 16, 16, 16);
  const term = v128.or(v128.and(lanes, v128.load(LANE_MASKS)), v128.load(LANE_COUNT));
  v128.store(bin, v128.add<i64>(v128.load(bin), term));
}

/** Adds length doubles at p to the accumulator. Returns whether all are finite. */
export function sumAdd(accumulator: usize, p: usize, length: usize): bool {
  if (owner != accumulator) {
    flush();
    owner = accumulator;
  }
  // products with 0, of which those of infinities and NaN are NaN
  let zeros = f64x2.splat(0);
  while (length != 0) {
    if (pending == MAX_PENDING) flush();
    const count = min(length, MAX_PENDING - pending);
    const end = p + (count << 3);
    for (; p + 8 < end; p += 16) {
      zeros = f64x2.add(zeros, f64x2.mul(v128.load(p), f64x2.splat(0)));
      collect(p, BINS);
      collect(p + 8, BINS + SET_SIZE);
    }
    if (p < end) {
      zeros = f64x2.add(zeros, f64x2.mul(v128.load64_splat(p), f64x2.splat(0)));
      collect(p, BINS);
      p += 8;
    }
    pending += count;
    length -= count;
  }
  return f64x2.extract_lane(zeros, 0) + f64x2.extract_lane(zeros, 1) == 0;
}

/** Adds or subtracts x * 2^shift at a limb. */
@inline
function addShifted(limb: usize, x: u64, shift: u64, negative: bool): void {
  const low = (x & LOW_32) << shift;
  const high = (x >> 32) << shift;
  const sign: i64 = negative ? -1 : 1;
  store<i64>(limb, load<i64>(limb) + sign * <i64>(low & LOW_32));
  store<i64>(limb, load<i64>(limb, 8) + sign * <i64>((low >> 32) + (high & LOW_32)), 8);
  store<i64>(limb, load<i64>(limb, 16) + sign * <i64>(high >> 32), 16);
}

function flushBin(bin: usize, index: u32): void {
  const low = load<u64>(bin);
  const upper = load<u64>(bin, 8);
  const mantissas = upper & 0xffffffffff;
  const negative = index >= 2048;
  const exponent = index & 2047;
  if (exponent == 2047) {
    const flag = <u64>((low | mantissas) != 0 ? 1 : negative ? 4 : 2);
    store<u64>(owner, load<u64>(owner, FLAGS) | flag, FLAGS);
    return;
  }
  const implicit = exponent != 0 ? (upper >> 40) << 20 : 0;
  const place = exponent != 0 ? exponent - 1 : 0;
  const limb = owner + (<usize>(place >> 5) << 3);
  const shift = <u64>(place & 31);
  addShifted(limb, low, shift, negative);
  addShifted(limb + 8, mantissas + implicit, shift, negative);
}

/** Moves what is in the bins into their accumulator. */
function flush(): void {
  if (pending == 0) return;
  for (let at: usize = 0; at < 2 * SET_SIZE; at += 128) {
    // Few of the exponents occur: eight bins are looked at together first.
    const group = BINS + at;
    const low = v128.or(v128.or(v128.load(group), v128.load(group, 16)), v128.or(v128.load(group, 32), v128.load(group, 48)));
    const high = v128.or(v128.or(v128.load(group, 64), v128.load(group, 80)), v128.or(v128.load(group, 96), v128.load(group, 112)));
    if (!v128.any_true(v128.or(low, high))) continue;
    for (let bin = group; bin < group + 128; bin += 16) {
      if (!v128.any_true(v128.load(bin))) continue;
      flushBin(bin, <u32>((bin - BINS) >> 4) & 4095);
      v128.store(bin, i64x2.splat(0));
    }
  }
  pending = 0;
  carry(owner);
}

/** Brings all limbs but the last, which has the sign, into 0 .. 2^32 - 1: one value, one form. */
function carry(accumulator: usize): void {
  let over: i64 = 0;
  for (let i: usize = 0; i < LIMBS - 1; i++) {
    const limb = accumulator + (i << 3);
    const value = load<i64>(limb) + over;
    store<i64>(limb, value & <i64>LOW_32);
    over = value >> 32;
  }
  const top = accumulator + ((LIMBS - 1) << 3);
  store<i64>(top, load<i64>(top) + over);
}

/** Completes the accumulator (0: whichever is not), so that its words may be read, copied or overwritten. */
export function sumSettle(accumulator: usize): void {
  if (accumulator == 0 || owner == accumulator) {
    flush();
    owner = 0;
  }
}

/** Adds a settled accumulator to another one. */
export function sumMerge(accumulator: usize, other: usize): void {
  sumSettle(accumulator);
  for (let i: usize = 0; i < FLAGS; i += 8) {
    store<i64>(accumulator + i, load<i64>(accumulator + i) + load<i64>(other + i));
  }
  store<u64>(accumulator, load<u64>(accumulator, FLAGS) | load<u64>(other, FLAGS), FLAGS);
  carry(accumulator);
}

const MAGNITUDE: usize = memory.data(560, 8);

/** The sum, rounded once to the nearest double, ties to even. An exact 0 is +0. */
export function sumRound(accumulator: usize): f64 {
  sumSettle(accumulator);
  const flags = load<u64>(accumulator, FLAGS);
  if ((flags & 1) != 0 || (flags & 6) == 6) return NaN;
  if (flags != 0) return flags == 2 ? Infinity : -Infinity;
  const negative = load<i64>(accumulator, FLAGS - 8) < 0;
  let over: i64 = 0;
  let top: isize = 0;
  for (let i: isize = 0; i < <isize>LIMBS; i++) {
    const limb = load<i64>(accumulator + (i << 3));
    const value = (negative ? -limb : limb) + over;
    const digit = value & <i64>LOW_32;
    store<i64>(MAGNITUDE + (i << 3), digit);
    over = value >> 32;
    if (digit != 0) top = i;
  }
  // The 96 leading bits in three limbs, then 64 of them normalised; the others only break ties.
  const high = load<u64>(MAGNITUDE + (top << 3));
  const middle = top > 0 ? load<u64>(MAGNITUDE + ((top - 1) << 3)) : 0;
  const low = top > 1 ? load<u64>(MAGNITUDE + ((top - 2) << 3)) : 0;
  if (high == 0) return 0;
  const zeros = clz(high) - 32;
  let mantissa = (((high << 32) | middle) << zeros) | ((low << zeros) >> 32);
  let sticky = ((low << zeros) & LOW_32) != 0;
  for (let i = top - 3; i >= 0 && !sticky; i--) sticky = load<u64>(MAGNITUDE + (i << 3)) != 0;
  // The leading bit weighs 2^(position - 1074).
  const position = (<i64>top << 5) + 31 - <i64>zeros;
  let bits: u64;
  if (position <= 52) {
    bits = mantissa >> (63 - position);
  } else {
    const tail = mantissa & 0x7ff;
    mantissa >>= 11;
    if (tail > 0x400 || (tail == 0x400 && (sticky || (mantissa & 1) != 0))) mantissa++;
    bits = (<u64>(position - 52) << 52) + mantissa;
    if (bits > 0x7ff0000000000000) bits = 0x7ff0000000000000;
  }
  return reinterpret<f64>(bits | (<u64>negative << 63));
}
