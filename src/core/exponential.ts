// exp(x) for x <= 0, which a softmax takes once for each value: a call of Math.exp for each is most of the time it needs.
//   Tang, Table-driven implementation of the exponential function in IEEE floating-point arithmetic, 1989
// x = (64 k + i) log(2) / 64 + r, so exp(x) = 2^k 2^(i/64) exp(r), where r is so small that six terms tell exp(r).

/** exp(x) for x <= 0, within two ulps; NaN for NaN. */
export const expOfNegative = withTables();

/** A closure over constants: those that a bundler makes of a module's own ones, V8 looks up at each use. */
function withTables(): (x: number) => number {
  const steps = 64;
  const stepBits = 6;
  const stepsByLog2 = steps / Math.LN2;
  // log(2) / 64 in two parts, of which the first times any number of steps that occurs is exact
  const stepHigh = 0.010830424695996044;
  const stepLow = 2.5310172166650877e-13;
  // added to a small number and subtracted again, it rounds to the nearest integer
  const rounding = 1.5 * 2 ** 52;
  // exp of this and of all below is 0
  const least = -746;
  const leastPower = 1077;

  const roots = new Float64Array(steps);
  for (let i = 0; i < steps; i++) roots[i] = 2 ** (i / steps);
  const powers = new Float64Array(leastPower + 1);
  for (let k = 0, power = 1; k <= leastPower; k++, power /= 2) powers[k] = power;

  return (x) => {
    const held = x < least ? least : x;
    const step = held * stepsByLog2 + rounding - rounding;
    const r = held - step * stepHigh - step * stepLow;
    const square = r * r;
    const more = r + square * (1 / 2 + r * (1 / 6) + square * (1 / 24 + r * (1 / 120)));
    const whole = step | 0;
    const root = roots[whole & (steps - 1)]!;
    return (root + root * more) * powers[-(whole >> stepBits)]!;
  };
}
