// Runs a bundle and keeps, in another file, the code that V8 has compiled of it by the end: compile-code.cjs FILE CODE ARG...
const { existsSync, readFileSync, writeFileSync } = require("node:fs");
const Module = require("node:module");
const { dirname } = require("node:path");
const { Script } = require("node:vm");

const [file, code] = process.argv.splice(2, 2);
// what a run before this one has kept is kept on
const cachedData = existsSync(code) ? readFileSync(code) : undefined;
const script = new Script(Module.wrap(readFileSync(file, "latin1")), { filename: file, cachedData });
process.on("exit", () => writeFileSync(code, script.createCachedData()));
script.runInThisContext()(exports, require, module, file, dirname(file));
