/** The constant of a normal density, and of Stirling's series. */
export const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);
/** From here on Stirling's series has all digits of a double. */
const LARGE = 10;

/** log gamma(x) less (x - 1/2) log x - x + log(2 pi) / 2, for large x. Stirling's series. */
function logGammaTail(x: number): number {
  const q = 1 / (x * x);
  return (
    (1 / 12 -
      q * (1 / 360 - q * (1 / 1260 - q * (1 / 1680 - q * (1 / 1188 - q * (691 / 360360 - q / 156)))))) /
    x
  );
}

/** digamma(x) less log x - 1 / (2 x), for large x. */
function digammaTail(x: number): number {
  const q = 1 / (x * x);
  return (
    -q * (1 / 12 - q * (1 / 120 - q * (1 / 252 - q * (1 / 240 - q * (1 / 132 - q * (691 / 32760 - q / 12))))))
  );
}

/** log gamma(k + 1), the logarithm of k! for whole k; k at least 0. */
export function logFactorial(k: number): number {
  if (k === 0 || k === 1) return 0;
  if (k === Infinity) return k;
  let product = 1;
  let x = k + 1;
  while (x < LARGE) product *= x++;
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + logGammaTail(x) - Math.log(product);
}

/** log(gamma(r + k) / gamma(r)) - k log r, which goes to 0 as r grows. r above 0, k at least 0. */
export function logRising(r: number, k: number): number {
  let x = r;
  let rest = 0;
  for (; x < LARGE; x++) rest += Math.log1p(k / x);
  const rising = (x + k - 0.5) * Math.log1p(k / x) - k + logGammaTail(x + k) - logGammaTail(x);
  return rising - rest + k * Math.log(x / r);
}

/** digamma(r + k) - digamma(r) - log(1 + k / r), which goes to 0 as r grows. r above 0, k at least 0. */
export function digammaRise(r: number, k: number): number {
  let x = r;
  let rest = 0;
  for (; x < LARGE; x++) rest += k / (x * (x + k));
  const rise = k / (2 * x * (x + k)) + digammaTail(x + k) - digammaTail(x);
  // log(1 + k / x) - log(1 + k / r), one of which is that of the other where r is large
  const shift = x === r ? 0 : Math.log1p(k / x) - Math.log1p(k / r);
  return rise + rest + shift;
}
