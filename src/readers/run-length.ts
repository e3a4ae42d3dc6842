let long = false;

/** Whether this run takes more than a moment, as far as is known. */
export const isLongRun = (): boolean => long;

/** V8 is, or will be, settled on a long run (long-run.ts): what it compiles is then of use to no other run. */
export function expectLongRun(): void {
  long = true;
}
