// How a number is written around its digits, by where its point stands: as JavaScript does.

/** Not for points 2 to 21, with which the point stands among the digits, or zeros behind them. */
@unmanaged
export class Form {
  /** What stands behind the digits, e-7 for instance, and its bytes. */
  end: u64;
  endLength: u32;
  /** Bytes before the first digit: 0.000 for instance. */
  start: u16;
  /** 1 where a point stands behind the first digit, if that is not the only one. */
  dot: u16;
}

const FORM_SIZE: usize = 16;
const LEAST_POINT: i32 = -323;
const GREATEST_POINT: i32 = 309;
const FORMS: usize = memory.data((GREATEST_POINT - LEAST_POINT + 1) * FORM_SIZE, 16);

/** Of a number 0.d1d2... * 10^point. */
@inline
export function formOf(point: i32): Form {
  return changetype<Form>(FORMS + <usize>(point - LEAST_POINT) * FORM_SIZE);
}

for (let point = LEAST_POINT; point <= GREATEST_POINT; point++) {
  const form = formOf(point);
  if (point > -6 && point < 1) {
    form.start = <u16>(2 - point);
    continue;
  }
  form.dot = 1;
  if (point == 1) continue;
  const n = <u32>abs(point - 1);
  // the digits in the three lowest bytes, from which leading zeros are shifted out
  const zeros: u32 = n < 10 ? 2 : n < 100 ? 1 : 0;
  const digits = ((n / 100) | (((n / 10) % 10) << 8) | ((n % 10) << 16) | 0x303030) >> (zeros << 3);
  form.end = (point < 1 ? 0x2d65 : 0x2b65) | (<u64>digits << 16);
  form.endLength = 5 - zeros;
}
