import { closeSync, mkdtempSync, openSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compute } from "../../src/cli/compute.ts";
import type { Host } from "../../src/cli/host.ts";
import { findLosses } from "../../src/cli/names.ts";
import { computeOptions } from "../../src/cli/options.ts";
import { makePlan } from "../../src/cli/plan.ts";
import { parseCommandLine } from "../../src/cli/program.ts";
import { SPLITTING } from "../../src/cli/threads.ts";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { losses } from "../../src/losses/index.ts";

export const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
const ENTRY = new URL("../../dist/lib/worker.js", import.meta.url);

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line on a file; split into segments of so many bytes among so many threads, or not at all. */
export async function play(
  args: readonly string[],
  file: string,
  split?: { threads: number; segment: number; entry?: URL },
): Promise<Ended> {
  const [names = "", ...rest] = args;
  const chosen = findLosses(names, losses);
  const { operands, options } = parseCommandLine([file, ...rest], computeOptions(losses));
  const plan = await makePlan(chosen, operands, options, losses);
  const out = join(folder, "stdout");
  const fd = openSync(out, "w");
  let stderr = "";
  const host: Host = {
    stdin: {
      isTTY: false,
      stream: () => {
        throw new Error("nobody reads it");
      },
    },
    stdout: { fd, isTTY: false, columns: undefined },
    stderr: {
      isTTY: false,
      columns: undefined,
      write(text) {
        stderr += text;
      },
    },
    env: {},
    onInterrupt() {},
  };
  let status: number;
  try {
    const splitting = split && {
      ...SPLITTING,
      segment: split.segment,
      segmentWithRows: split.segment,
      entry: split.entry ?? ENTRY,
    };
    status = await compute({ ...plan, threads: split?.threads }, host, splitting);
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    stderr += formatMessage(error.message, error.place, error.hint);
    status = error.status;
  } finally {
    closeSync(fd);
  }
  return { status, stdout: readFileSync(out, "utf8"), stderr };
}
