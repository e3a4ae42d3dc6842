// How the tools that are measured are found, and what they say they are. All of these throw where a tool is missing.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

export const node = process.execPath;
const require = createRequire(import.meta.url);

/**
 * @param {string} command
 * @param {...string} args
 */
export const firstLine = (command, ...args) =>
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
    .split("\n")[0]
    .trim();

/** The interpreter itself: what python3 stands for may be a script of pyenv's, which takes its own time. */
function interpreter() {
  const python = process.env.BENCH_PYTHON ?? "python3";
  try {
    return firstLine(python, "-c", "import sys; print(sys.executable)");
  } catch {
    return python;
  }
}

export const python = interpreter();

/** The first line from its first digit on. @type {typeof firstLine} */
export const firstNumber = (command, ...args) => firstLine(command, ...args).replace(/^\D+/, "");

/** @param {string} name of a package from npm, which has to load too */
export function packageVersion(name) {
  require(name);
  const lock = JSON.parse(readFileSync(new URL("package-lock.json", import.meta.url), "utf8"));
  return lock.packages[`node_modules/${name}`].version;
}

/** @param {...string} names of Python's modules */
export const moduleVersions = (...names) =>
  firstLine(
    python,
    "-c",
    `import ${names}; print(*(f"{m.__name__} {m.__version__}" for m in (${names},)), sep=", ")`,
  );
