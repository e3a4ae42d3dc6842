// The date and the machine, for the head of the results.
import { readFileSync } from "node:fs";
import { arch, cpus, loadavg, release, totalmem, type } from "node:os";
import { firstLine } from "./versions.mjs";

/** @param {() => string} look @param {string} otherwise */
const orElse = (look, otherwise) => {
  try {
    return look();
  } catch {
    return otherwise;
  }
};

const system = () => /^PRETTY_NAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? type();

/** The commit that was checked out, and whether the tree had changes of its own. @param {string} folder */
function commit(folder) {
  const changes = firstLine("git", "-C", folder, "status", "--porcelain", "--untracked-files=no");
  return `${firstLine("git", "-C", folder, "rev-parse", "--short", "HEAD")}${changes ? ", with changes" : ""}`;
}

/** @param {string} folder of the repository */
export const machine = (folder) => ({
  date: `${new Date().toISOString().slice(0, 16).replace("T", " ")} UTC`,
  commit: orElse(() => commit(folder), "unknown"),
  processor: `${cpus()[0]?.model.trim() ?? "unknown"}, ${cpus().length} cores`,
  memory: `${(totalmem() / 1e9).toFixed(0)} GB`,
  system: `${orElse(system, type())} (${type()} ${release()}, ${arch()})`,
  node: process.version,
  load: `${loadavg()[0].toFixed(1)} before the first run (near 0 where nothing else ran)`,
});
