// Runs one process and says how long it took, how much of the processors, and how much memory at its peak.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @typedef {object} Measurement
 * @property {number} wall seconds
 * @property {number | undefined} cpu seconds, user and system, of the process and what it started
 * @property {number | undefined} peak bytes of resident memory
 * @property {string} stdout
 * @property {string | undefined} failure
 */

/** Without certificates that Node would read at each start, which takes longer than the start itself. */
const { NODE_EXTRA_CA_CERTS: _, ...ENVIRONMENT } = process.env;
const gnuTime = /GNU/.test(String(spawnSync("time", ["--version"]).stdout));
const POLL_MS = 5;

/** A shell's own figures would say nothing of what it starts. */
const unknown = () => () => ({ cpu: undefined, peak: undefined });

/**
 * Where GNU time is not installed: Linux's own account of the process, which is read until it ends.
 * @param {number | undefined} pid
 */
function watch(pid) {
  /** @type {{ cpu?: number, peak?: number }} */
  const seen = {};
  const look = () => {
    try {
      const status = readFileSync(`/proc/${pid}/status`, "utf8");
      const kilobytes = /VmHWM:\s+(\d+)/.exec(status)?.[1];
      if (kilobytes) seen.peak = Number(kilobytes) * 1024;
      // the name, which may hold blanks, ends with a parenthesis; then fields 3, 4, ...; 14 and 15 are ticks of 10 ms
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
      seen.cpu = (Number(fields[11]) + Number(fields[12])) / 100;
    } catch {
      // no /proc here, or the process is gone: what was seen last counts
    }
  };
  const timer = setInterval(look, POLL_MS);
  return () => {
    clearInterval(timer);
    return seen;
  };
}

/** What `time -f "%U %S %M"` wrote; above it stands a line where the command failed. @param {string} path */
function readTimes(path) {
  const [user, system, kilobytes] = readFileSync(path, "utf8").trim().split(/\s+/).slice(-3).map(Number);
  return { cpu: user + system, peak: kilobytes * 1024 };
}

/**
 * @param {string[]} command
 * @param {string} scratch a folder for a file of one's own
 * @returns {Promise<Measurement>}
 */
export function measure(command, scratch) {
  const times = join(scratch, "times");
  const [program, ...args] = gnuTime ? ["time", "-f", "%U %S %M", "-o", times, ...command] : command;
  return new Promise((resolve, reject) => {
    let stdout = "";
    let stderr = "";
    let wall = 0;
    const start = performance.now();
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"], env: ENVIRONMENT });
    const account = command[0] === "sh" ? unknown : watch;
    const stop = gnuTime ? () => readTimes(times) : account(child.pid);
    child.stdout.on("data", (text) => {
      stdout += text;
    });
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    child.on("error", reject);
    child.on("exit", () => {
      wall = (performance.now() - start) / 1e3;
    });
    child.on("close", (status, signal) => {
      const { cpu, peak } = stop();
      const failure =
        status === 0 ? undefined : stderr.trim() || `ended with ${signal ?? `status ${status}`}`;
      resolve({ wall, cpu, peak, stdout: stdout.trim(), failure });
    });
  });
}
