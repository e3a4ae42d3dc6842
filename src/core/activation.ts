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

/** log(1 - exp(v)) for v < 0: of the two ways each is exact on its side of -log 2 (Maechler, 2012). */
export function log1mExp(v: number): number {
  return v > -Math.LN2 ? Math.log(-Math.expm1(v)) : Math.log1p(-Math.exp(v));
}
