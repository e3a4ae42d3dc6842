import type { Host } from "./host.ts";

/** Lines of text fill the terminal, but stay readable on a wide one. */
export const widthOf = ({ stdout }: Host): number => Math.max(40, Math.min(stdout.columns ?? 80, 100));
