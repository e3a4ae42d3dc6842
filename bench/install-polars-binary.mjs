// nodejs-polars runs on Node 20, but its binary packages ask for Node 22, and npm leaves out an optional package whose
// engine does not match. Asked for by name, it is installed with no more than a warning.
import { spawnSync } from "node:child_process";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** The binary package that nodejs-polars looks for on this platform, where it does not find it. */
function missingBinary() {
  try {
    require("nodejs-polars");
  } catch (error) {
    return /Cannot find module '(nodejs-polars-[\w-]+)'/.exec(String(error))?.[1];
  }
}

const binary = missingBinary();
if (binary) {
  const version = require("nodejs-polars/package.json").optionalDependencies[binary];
  // an npm that runs inside an npm takes over its --prefix, unless its variables are taken away
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name)));
  const { status } = spawnSync(
    "npm",
    ["install", "--no-save", "--ignore-scripts", "--silent", `${binary}@${version}`],
    { cwd: import.meta.dirname, env, shell: process.platform === "win32" },
  );
  if (status !== 0)
    process.stderr.write(`could not install ${binary}: the benchmark will do without Polars\n`);
}
