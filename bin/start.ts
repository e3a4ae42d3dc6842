#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { Module } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

const folder = join(import.meta.dirname, "..", "lib");
const file = join(folder, "loss.js");

/** What V8 made of the file when it was built; undefined if that was another V8. */
function compiledCode(): Buffer | undefined {
  try {
    return readFileSync(join(folder, `loss.${process.versions.v8}-${process.arch}.code`));
  } catch {
    return undefined;
  }
}

// most of the time that a short run takes is parsing
const cachedData = compiledCode();
if (cachedData) {
  const script = new Script(Module.wrap(readFileSync(file, "latin1")), { filename: file, cachedData });
  script.runInThisContext()(exports, require, module, file, folder);
} else {
  // Node's own cache, from 22.8 on
  (Module as { enableCompileCache?(): unknown }).enableCompileCache?.();
  require(file);
}
