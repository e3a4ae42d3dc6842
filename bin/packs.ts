import { readFileSync } from "node:fs";
import { Module } from "node:module";
import { join } from "node:path";
import { Script } from "node:vm";

/** A script of modules, each a function that is called when it is first required. */
type Pack = Readonly<
  Record<
    string,
    (exports: unknown, require: (name: string) => unknown, module: object, folder: string) => void
  >
>;

const folder = join(import.meta.dirname, "..", "lib");
const packs = new Map<string, Pack>();
const modules = new Map<string, { exports: unknown }>();

/** A module of a pack, such as `start/loss`, or one of Node's. */
export function load(name: string): unknown {
  const known = modules.get(name);
  if (known) return known.exports;
  const slash = name.indexOf("/");
  const pack = slash < 0 || name.startsWith("node:") ? undefined : packOf(name.slice(0, slash));
  if (!pack) return require(name);
  const module = { exports: {} };
  modules.set(name, module);
  pack[name.slice(slash + 1)]!(module.exports, load, module, folder);
  return module.exports;
}

function packOf(name: string): Pack {
  const known = packs.get(name);
  if (known) return known;
  const pack = readPack(join(folder, `${name}.js`));
  packs.set(name, pack);
  return pack;
}

/** Most of the time that a short run takes would be parsing, so the build keeps what V8 makes of a script. */
function readPack(file: string): Pack {
  const cachedData = compiledCode(file);
  if (!cachedData) {
    // Node's own cache, from 22.8 on
    (Module as { enableCompileCache?(): unknown }).enableCompileCache?.();
    return require(file) as Pack;
  }
  const script = new Script(Module.wrap(readFileSync(file, "latin1")), { filename: file, cachedData });
  const module = { exports: {} };
  script.runInThisContext()(module.exports, require, module, file, folder);
  return module.exports as Pack;
}

/** What V8 made of a file when it was built; undefined if that was another V8. */
function compiledCode(file: string): Buffer | undefined {
  try {
    return readFileSync(`${file}.${process.versions.v8}-${process.arch}.code`);
  } catch {
    return undefined;
  }
}
