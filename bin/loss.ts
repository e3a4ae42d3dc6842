import { writeSync } from "node:fs";
import type { Host } from "../src/cli/host.ts";
import { main } from "../src/cli/main.ts";

let clean = (): void => {};
for (const [signal, status] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.on(signal, () => {
    clean();
    process.exit(status);
  });
}

/** Runs the command, with what the host has besides the process. */
export function start(extras: Pick<Host, "thread" | "keepCode">): void {
  // streams and terminals are looked at when they are needed: merely asking loads a good part of Node
  main(process.argv.slice(2), {
    stdin: {
      get isTTY() {
        return process.stdin.isTTY === true;
      },
      stream: () => process.stdin,
    },
    stdout: {
      fd: 1,
      get isTTY() {
        return process.stdout.isTTY === true;
      },
      get columns() {
        return process.stdout.columns;
      },
    },
    stderr: {
      get isTTY() {
        return process.stderr.isTTY === true;
      },
      get columns() {
        return process.stderr.columns;
      },
      write: writeError,
    },
    env: process.env,
    onInterrupt(handler) {
      clean = handler;
    },
    ...extras,
  }).then((status) => process.exit(status));
}

function writeError(text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(2, rest));
    } catch (error) {
      // otherwise nobody listens; the exit status still tells
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
  }
}
