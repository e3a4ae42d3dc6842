/** Degrees of freedom up to which the distribution is summed up term by term. */
const SUMMED = 1000;

/**
 * How far from 0, to both sides, a share of Student's t distribution lies: the quantile for a two-sided interval.
 *
 * The finite sums for whole degrees of freedom are Abramowitz and Stegun's 26.7.3 and 26.7.4; for many, Cornish and
 * Fisher's expansion from the normal distribution, 26.7.5, whose next term is below 1e-13.
 */
export function studentT(share: number, degrees: number): number {
  if (!(degrees >= 1)) return Number.NaN;
  if (degrees <= SUMMED) return solve((t) => within(t, degrees), share);
  const z = solve(withinNormal, share);
  const [z2, n] = [z * z, degrees];
  const g1 = (z * (z2 + 1)) / 4;
  const g2 = (z * ((5 * z2 + 16) * z2 + 3)) / 96;
  const g3 = (z * (((3 * z2 + 19) * z2 + 17) * z2 - 15)) / 384;
  const g4 = (z * ((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945)) / 92160;
  return z + (g1 + (g2 + (g3 + g4 / n) / n) / n) / n;
}

/** The share of the t distribution that lies between -t and t. */
function within(t: number, degrees: number): number {
  const angle = Math.atan(t / Math.sqrt(degrees));
  const square = Math.cos(angle) ** 2;
  const odd = degrees % 2 === 1;
  let term = odd ? Math.cos(angle) : 1;
  let sum = 0;
  for (let k = odd ? 3 : 2; k <= degrees; k += 2) {
    sum += term;
    term *= (square * (k - 1)) / k;
  }
  return odd ? (2 / Math.PI) * (angle + Math.sin(angle) * sum) : Math.sin(angle) * sum;
}

/** The share of the normal distribution that lies between -z and z. */
function withinNormal(z: number): number {
  let term = z;
  let sum = 0;
  for (let k = 3; term > sum * 1e-18; k += 2) {
    sum += term;
    term *= (z * z) / k;
  }
  return Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2) * sum;
}

/** Where a rising function of positive numbers reaches a value. */
function solve(f: (x: number) => number, value: number): number {
  let high = 1;
  while (f(high) < value) high *= 2;
  let low = 0;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) return high;
    if (f(middle) < value) low = middle;
    else high = middle;
  }
}
