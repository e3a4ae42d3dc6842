import { reason } from "../core/system-error.ts";
import { descriptorSink } from "../writers/index.ts";
import type { Host } from "./host.ts";

/** Writes a text to standard output; gives the exit status. */
export async function print(host: Host, text: string): Promise<number> {
  await descriptorSink(host.stdout.fd, "stdout", reason).write(text);
  return 0;
}
