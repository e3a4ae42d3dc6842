/** log(1 + exp(-|x|)): what softplus adds to its linear part, and sigmoid's logarithm to its own. */
export function log1pExpNegAbs(x: number): number {
  return Math.log1p(Math.exp(-Math.abs(x)));
}

/** 1 / (1 + exp(-x)), exact to the last digits on both sides. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x));
  const e = Math.exp(x);
  return e / (1 + e);
}
