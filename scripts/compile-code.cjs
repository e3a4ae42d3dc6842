// Runs the built command and keeps, beside the packs, the code that V8 has compiled of them by the end:
// compile-code.cjs DIST KIND ARG...
// KIND is how the files end.
const { existsSync, writeFileSync } = require("node:fs");
const { resolve } = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const threads = require("node:worker_threads");

// code is for the settings that V8 starts with
v8.setFlagsFromString = () => {};
if (threads.isMainThread) run();

function run() {
  const [dist, kind] = process.argv.splice(2, 2);
  const codeOf = (file) => `${file}.${process.versions.v8}-${process.arch}.${kind}`;
  // threads keep their settings as well
  threads.Worker = class extends threads.Worker {
    constructor(file, options) {
      super(file, { ...options, execArgv: ["--require", __filename] });
    }
  };
  const scripts = new Map();
  vm.Script = class extends vm.Script {
    constructor(source, options) {
      super(source, options);
      scripts.set(options.filename, this);
    }
  };
  process.on("exit", () => {
    // what a run before this one has kept is not added to: the more there is, the longer it takes to read
    for (const [file, script] of scripts)
      if (!existsSync(codeOf(file))) writeFileSync(codeOf(file), script.createCachedData());
  });
  require(resolve(dist, "bin/loss.js"));
}
