/** x - log1p(x), also where the two are so close that their difference would have lost its digits. */
export function minusLog1p(x: number): number {
  if (!(Math.abs(x) < 0.4)) return x === Infinity ? x : x - Math.log1p(x);
  // log1p(x) = 2 artanh(z) = 2 (z + z^3 / 3 + z^5 / 5 + ...), and x - 2 z = x z
  const z = x / (2 + x);
  const q = z * z;
  let series = 0;
  for (let k = 31; k >= 3; k -= 2) series = series * q + 1 / k;
  return z * (x - 2 * q * series);
}

/** expm1(x) - x, also where the two are so close that their difference would have lost its digits. */
export function expm1Minus(x: number): number {
  if (!(Math.abs(x) < 0.5)) return x === Infinity ? x : Math.expm1(x) - x;
  let series = 1;
  for (let k = 16; k >= 3; k--) series = 1 + (x / k) * series;
  return 0.5 * x * x * series;
}
