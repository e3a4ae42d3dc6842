import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { Module } from "node:module";
import { basename, join } from "node:path";
import { Script } from "node:vm";

/** A hash of the packs, set by the build. */
declare const BUILD: string;

/** Code fits one build, and one version of V8. */
const ENTRY = `${BUILD}-${process.versions.v8}-${process.arch}`;
/** Runs that add to what is kept: each calls functions that those before it did not. */
const RUNS = 5;

/** Scripts of this run whose code is worth keeping, and how many runs have added to it. */
const worth = new Map<string, { readonly script: Script; readonly runs: number }>();

/**
 * A pack's script. Most of the time that a short run takes would be parsing, so V8 is given what it has compiled before:
 * when the package was built, if that was the same V8, or else in earlier runs of this user.
 */
export function scriptOf(pack: string): Script {
  const source = Module.wrap(readFileSync(pack, "latin1"));
  const ofBuild = contents(`${pack}.${process.versions.v8}-${process.arch}.code`);
  if (ofBuild) {
    const script = new Script(source, { filename: pack, cachedData: ofBuild });
    if (!script.cachedDataRejected) return script;
  }
  const folder = folderOfUser();
  const kept = folder === undefined ? undefined : contents(join(folder, ENTRY, basename(pack)));
  // the last byte is how many runs have added to it
  const script = new Script(source, { filename: pack, ...(kept && { cachedData: kept.subarray(0, -1) }) });
  const runs = (!script.cachedDataRejected && kept?.at(-1)) || 0;
  if (folder !== undefined && runs < RUNS) worth.set(pack, { script, runs });
  return script;
}

/**
 * Keeps what V8 has compiled in this run, for the next ones. What cannot be kept is compiled again, and nobody is told.
 * Not for a run in which V8's settings changed: its code would not be taken.
 */
export function keepCode(): void {
  const folder = folderOfUser();
  if (folder === undefined || worth.size === 0) return;
  try {
    if (mkdirSync(join(folder, ENTRY), { recursive: true, mode: 0o700 })) removeOthers(folder);
    for (const [pack, { script, runs }] of worth)
      replace(join(folder, ENTRY, basename(pack)), [script.createCachedData(), Buffer.of(runs + 1)]);
  } catch {
    // a folder that may not be written to, or a full disk
  }
}

/** Another run, which reads the file meanwhile, finds the old one or the new one whole. */
function replace(file: string, parts: readonly Buffer[]): void {
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, Buffer.concat(parts), { mode: 0o600 });
    renameSync(own, file);
  } catch (error) {
    rmSync(own, { force: true });
    throw error;
  }
}

/** Code of other builds, which an update leaves. */
function removeOthers(folder: string): void {
  for (const name of readdirSync(folder))
    if (!name.startsWith(`${BUILD}-`)) rmSync(join(folder, name), { recursive: true, force: true });
}

/** Where programs keep what they can make again. Node's switches for a cache of the kind count here too. */
function folderOfUser(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_COMPILE_CACHE, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE) return undefined;
  const caches =
    NODE_COMPILE_CACHE ||
    (process.platform === "win32" ? LOCALAPPDATA : XDG_CACHE_HOME) ||
    (HOME && join(HOME, process.platform === "darwin" ? "Library/Caches" : ".cache"));
  return caches ? join(caches, "loss-cli") : undefined;
}

function contents(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
