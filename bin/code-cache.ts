import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { Module } from "node:module";
import { basename, isAbsolute, join } from "node:path";
import { Script } from "node:vm";

/** A hash of what is in the package, set by the build. */
declare const BUILD: string;

/** Code fits one build, and one version of V8. */
const ENTRY = `${BUILD}-${process.versions.v8}-${process.arch}`;
/** What entries are called, so that nothing else is ever removed. */
const ENTRY_NAME = /^[\da-f]{16}-[\w.-]+-\w+$/;
/** Runs that add to what is kept: each calls functions that those before it did not. */
const RUNS = 5;
const MONTH_MS = 30 * 24 * 3600 * 1000;

/** Kinds of code that the build has made, the best first. */
let kinds = ["code"];

/** Takes code that a long run in threads is sure to need, which would be more than a short one has use for. */
export function useCodeOfLongRuns(): void {
  kinds = ["long.code", "code"];
}

/** Scripts of this run whose code is worth keeping, and how many runs have added to it. */
const worth = new Map<string, { readonly script: Script; readonly runs: number }>();

/**
 * A pack's script. Most of the time that a short run takes would be parsing, so V8 is given what it has compiled before:
 * when the package was built, if that was the same V8, or else in earlier runs of this user.
 */
export function scriptOf(pack: string): Script {
  const source = Module.wrap(readFileSync(pack, "latin1"));
  for (const kind of kinds) {
    const ofBuild = attempt(() => readFileSync(`${pack}.${process.versions.v8}-${process.arch}.${kind}`));
    if (!ofBuild) continue;
    const script = new Script(source, { filename: pack, cachedData: ofBuild });
    if (!script.cachedDataRejected) return script;
  }
  const folder = folderOfUser();
  const kept = folder === undefined ? undefined : attempt(() => takeKept(folder, basename(pack)));
  const script = new Script(source, { filename: pack, ...(kept && { cachedData: kept.code }) });
  const runs = (!script.cachedDataRejected && kept?.runs) || 0;
  if (folder !== undefined && runs < RUNS) worth.set(pack, { script, runs });
  return script;
}

/**
 * Keeps what V8 has compiled in this run, for the next ones. What cannot be kept is compiled again, and nobody is told.
 * Not for a run in which V8's settings changed: its code would not be taken.
 */
export function keepCode(): void {
  const folder = worth.size === 0 ? undefined : folderOfUser();
  if (folder === undefined) return;
  attempt(() => {
    const first = mkdirSync(join(folder, ENTRY), { recursive: true, mode: 0o700 });
    for (const [pack, { script, runs }] of worth) keep(folder, basename(pack), script, runs + 1);
    if (first !== undefined) removeOld(folder);
  });
}

/**
 * Code is kept twice, with how many runs have added to it as the last byte: V8 does not look whether code is damaged and
 * would run it, and comparing two copies takes less time than loading what computes a checksum.
 */
function keep(folder: string, name: string, script: Script, runs: number): void {
  const code = script.createCachedData();
  const file = join(folder, ENTRY, name);
  // another run, which reads it meanwhile, finds the old one or the new one whole
  const own = `${file}.${process.pid}`;
  try {
    writeFileSync(own, Buffer.concat([code, code, Buffer.of(runs)]), { mode: 0o600 });
    renameSync(own, file);
  } finally {
    rmSync(own, { force: true });
  }
}

function takeKept(
  folder: string,
  name: string,
): { readonly code: Buffer; readonly runs: number } | undefined {
  const file = join(folder, ENTRY, name);
  if (!isOwn(join(folder, ENTRY)) || !isOwn(file) || !statSync(file).isFile()) return undefined;
  const bytes = readFileSync(file);
  const length = bytes.length >> 1;
  const code = bytes.subarray(0, length);
  return code.equals(bytes.subarray(length, -1)) ? { code, runs: bytes.at(-1)! } : undefined;
}

/** What no run has added to for long: of builds that an update has replaced, for the most part. */
function removeOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const entry = join(folder, name);
    const old = ENTRY_NAME.test(name) && statSync(entry).mtimeMs < Date.now() - MONTH_MS;
    if (old && name !== ENTRY) rmSync(entry, { recursive: true, force: true });
  }
}

/**
 * Where programs keep for a user what they can make again. Nowhere if that is another's, as HOME is with some ways to use
 * sudo; or where V8 is set otherwise than by default, for its code would be taken by no other run.
 */
function folderOfUser(): string | undefined {
  const { NODE_DISABLE_COMPILE_CACHE, NODE_OPTIONS, XDG_CACHE_HOME, LOCALAPPDATA, HOME } = process.env;
  if (NODE_DISABLE_COMPILE_CACHE || NODE_OPTIONS || process.execArgv.length > 0) return undefined;
  const given = process.platform === "win32" ? LOCALAPPDATA : XDG_CACHE_HOME;
  if (given) return isAbsolute(given) && attempt(() => isOwn(given)) ? join(given, "loss-cli") : undefined;
  if (!HOME || !isAbsolute(HOME) || !attempt(() => isOwn(HOME))) return undefined;
  const caches = join(HOME, process.platform === "darwin" ? "Library/Caches" : ".cache");
  return (attempt(() => isOwn(caches)) ?? true) ? join(caches, "loss-cli") : undefined;
}

const isOwn = (path: string): boolean => statSync(path).uid === (process.getuid?.() ?? 0);

/** Undefined where it fails. */
function attempt<T>(action: () => T): T | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
