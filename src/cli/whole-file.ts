import { statSync } from "node:fs";
import { resolve } from "node:path";
import { reason } from "../core/system-error.ts";
import { fileSink } from "../writers/index.ts";
import type { Host } from "./host.ts";

/** Writes a file that appears under its name when it is whole; what stood there before stays until then. */
export async function writeWhole(file: string, text: string, host: Host): Promise<void> {
  const sink = fileSink(file, reason);
  host.onInterrupt(() => sink.abort());
  try {
    await sink.write(text);
    await sink.end();
  } catch (error) {
    sink.abort();
    throw error;
  }
}

/** Whether two names are those of one file, which need not be there. */
export function isSameFile(one: string, other: string): boolean {
  const [a, b] = [one, other].map((file) => statSync(file, { throwIfNoEntry: false }));
  return resolve(one) === resolve(other) || (a?.isFile() === true && a.ino === b?.ino && a.dev === b.dev);
}
