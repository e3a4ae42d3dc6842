// Start-up: commands that compute next to nothing, many times in a shell loop, since one run is too short to be timed.
import { firstNumber, moduleVersions, node, python } from "./versions.mjs";

/** Runs in one measurement. */
export const LOOPS = 20;
const LOOP = `i=0; while [ $i -lt ${LOOPS} ]; do "$@" > /dev/null || exit; i=$((i + 1)); done`;

/**
 * @param {string} name
 * @param {() => string} version
 * @param {string[]} command
 * @returns {import("./contestants.mjs").Contestant}
 */
const starter = (name, version, command) => ({
  name,
  version,
  answers: false,
  commands: () => ({ "": ["sh", "-c", LOOP, "sh", ...command] }),
});

/** @param {string} path of loss */
export const starters = (path) => [
  starter("loss", () => firstNumber(node, path, "--version"), [node, path, "mse", "1,2,3", "1,2,5", "-q"]),
  starter("node -e 0", () => process.version, [node, "-e", "0"]),
  starter("python3 -c pass", () => firstNumber(python, "--version"), [python, "-c", "pass"]),
  starter("python3 -c 'import numpy'", () => moduleVersions("numpy"), [python, "-c", "import numpy"]),
];
