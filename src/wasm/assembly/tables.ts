// Constants that live in memory. V8 rebuilds a vector constant from two 64-bit
// immediates at every use; a load from here is one instruction.

/** 32 bytes of 0, then 48 of 255: of `v128.load(LAST + 16 + n)` the last n lanes are set (n = 0..32). */
export const LAST: usize =
  memory.data<u8>([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
    255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255,
  ], 16);

/** The same with 15, the part of a digit's code that is its value. */
export const LAST_NIBBLES: usize =
  memory.data<u8>([
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 15, 15, 15, 15, 15,
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
    15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15, 15,
  ], 16);

/** Adding 0x50 maps the digits to -128..-119, so that one signed comparison finds all other bytes. */
export const DIGIT_BIAS: usize = memory.data<u64>([0x5050505050505050, 0x5050505050505050], 16);
export const DIGIT_LAST: usize = memory.data<u64>([0x8989898989898989, 0x8989898989898989], 16);

/** x * 2561 >> 8 in 16-bit lanes is 10 * (low byte) + (high byte). */
export const PAIR: usize = memory.data<u16>([2561, 2561, 2561, 2561, 2561, 2561, 2561, 2561], 16);
export const HUNDREDS: usize = memory.data<u16>([100, 1, 100, 1, 100, 1, 100, 1], 16);
export const TEN_THOUSANDS: usize = memory.data<u16>([10000, 1, 10000, 1, 10000, 1, 10000, 1], 16);

/** Powers of ten that a double holds exactly. */
export const EXACT_POWERS: usize = memory.data<f64>([
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
  1e21, 1e22,
]);

export const NEWLINES: usize = memory.data<u64>([0x0a0a0a0a0a0a0a0a, 0x0a0a0a0a0a0a0a0a], 16);
/** The greatest of the control characters that matter, too. */
export const RETURNS: usize = memory.data<u64>([0x0d0d0d0d0d0d0d0d, 0x0d0d0d0d0d0d0d0d], 16);
export const QUOTES: usize = memory.data<u64>([0x2222222222222222, 0x2222222222222222], 16);
