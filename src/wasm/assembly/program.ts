// What a table's columns are for.

/** One run of neighbouring columns; base 0 means that they are skipped. */
@unmanaged
export class Run {
  count: u32;
  base: usize;
  stride: u32;
  last: u32;
}

const RUN_SIZE: usize = 16;

@inline
export function nextRun(run: Run): Run {
  return changetype<Run>(changetype<usize>(run) + RUN_SIZE);
}
