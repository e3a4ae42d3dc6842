import { reason } from "../core/system-error.ts";
import { descriptorSink, ReaderGone } from "../writers/index.ts";
import type { Host } from "./host.ts";

/** Writes a text to standard output; gives the exit status. */
export async function print(host: Host, text: string): Promise<number> {
  await descriptorSink(host.stdout.fd, "stdout", reason).write(text);
  return 0;
}

/** Writes to standard output what need not be read: a reader that has gone is none the worse. */
export async function tell(host: Host, text: string): Promise<void> {
  try {
    await print(host, text);
  } catch (error) {
    if (!(error instanceof ReaderGone)) throw error;
  }
}
