import { execFile } from "node:child_process";

interface Peak {
  readonly status: number;
  /** The most memory that it held. */
  readonly kilobytes: number;
}

/** Runs a shell command that prints nothing, and asks Linux over and over how much memory it has held. */
export function peakOf(command: string): Promise<Peak> {
  const watched =
    `${command} & pid=$!; peak=0; while kill -0 $pid 2>/dev/null; do ` +
    `now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null); [ -n "$now" ] && peak=$now; sleep 0.02; ` +
    `done; wait $pid; echo "[$?, $peak]"`;
  return new Promise((done, failed) => {
    execFile("bash", ["-c", watched], (error, stdout) => {
      if (error) return failed(error);
      const [status, kilobytes] = JSON.parse(stdout) as [number, number];
      done({ status, kilobytes });
    });
  });
}
