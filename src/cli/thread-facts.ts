/** Bytes of a file from which on starting threads pays. */
export const LARGE = 1 << 25;

export const THREAD_OPTIONS = {
  // a thread prints nothing, and leading its streams to this one's would load those first
  stdout: true,
  stderr: true,
  // what it keeps is not in V8's heap, and what it throws away need not be
  resourceLimits: { maxYoungGenerationSizeMb: 4 },
};
