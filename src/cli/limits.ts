/** Thresholds of a value. */
interface Limits {
  readonly max?: number | undefined;
  readonly min?: number | undefined;
}

/** Why a loss's value fails its thresholds, which are named with a prefix such as `--`; NaN holds none. */
export function brokenLimits(loss: string, value: number, { max, min }: Limits, prefix: string): string[] {
  const broken: string[] = [];
  if (max !== undefined && !(value <= max))
    broken.push(`${loss} is ${value}, not at most ${max} (${prefix}max)`);
  if (min !== undefined && !(value >= min))
    broken.push(`${loss} is ${value}, not at least ${min} (${prefix}min)`);
  return broken;
}
