let long = false;

/** Whether this run takes more than a moment, as far as is known. */
export const isLongRun = (): boolean => long;

/** Says so; whoever reads the most then settles V8 on it (long-run.ts). */
export function expectLongRun(): void {
  long = true;
}
