import { join } from "node:path";
import { scriptOf } from "./code-cache.ts";

/** A script of modules, each a function that is called when it is first required. */
type Pack = Readonly<
  Record<
    string,
    (exports: unknown, require: (name: string) => unknown, module: object, folder: string) => void
  >
>;

/** Where the packs are, and what threads run. */
export const folder = join(import.meta.dirname, "..", "lib");
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

function readPack(file: string): Pack {
  const module = { exports: {} };
  scriptOf(file).runInThisContext()(module.exports, require, module, file, folder);
  return module.exports as Pack;
}
