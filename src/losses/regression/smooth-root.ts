/** sqrt(1 + x^2), without the overflow of x^2. */
export function hypotOne(x: number): number {
  const size = Math.abs(x);
  return size > 1e8 ? size : Math.sqrt(1 + x * x);
}
