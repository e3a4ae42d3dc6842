const LOG_SQRT_2PI = 0.5 * Math.log(2 * Math.PI);

/** Logarithm of the standard normal density. */
export function logDensity(u: number): number {
  return -0.5 * u * u - LOG_SQRT_2PI;
}

/** Logarithm of the standard normal distribution function. */
export function logBelow(u: number): number {
  if (u === -Infinity) return -Infinity;
  if (u < -3) return logDensity(u) + Math.log(tail(-u));
  const half = density(u) * series(Math.abs(u));
  return u < 0 ? Math.log(0.5 - half) : Math.log1p(-(u > 3 ? density(u) * tail(u) : 0.5 - half));
}

const density = (u: number): number => Math.exp(logDensity(u));

/** P(0 < U < u) over the density at u: u + u^3 / 3 + u^5 / 15 + ... (Marsaglia, Evaluating the normal distribution, 2004). */
function series(u: number): number {
  let term = u;
  let sum = u;
  for (let k = 3; term > sum * 1e-17; k += 2) {
    term *= (u * u) / k;
    sum += term;
  }
  return sum;
}

/** P(U > u) over the density at u, by Laplace's continued fraction: 1 / (u + 1 / (u + 2 / (u + ...))), for u above 3. */
function tail(u: number): number {
  let value = u;
  for (let k = 80; k > 0; k--) value = u + k / value;
  return 1 / value;
}
