/** Bytes of a file from which on starting threads pays. */
export const LARGE = 1 << 25;

/** What a thread keeps is not in V8's heap, and what it throws away need not be. */
export const THREAD_LIMITS = { maxYoungGenerationSizeMb: 4 };
