/** log(a / b), also where the quotient is no double. Better than a difference of two large logarithms. */
export function logQuotient(a: number, b: number): number {
  const q = a / b;
  return q > 1e-300 && q < 1e300 ? Math.log(q) : Math.log(a) - Math.log(b);
}
