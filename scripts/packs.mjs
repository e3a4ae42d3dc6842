// Links the chunks into which esbuild has split the command to a few packs, so that a run reads few files and none of
// what it does not need.
//
// A pack is a script of functions by name, one for each chunk, which is called when the chunk is first required
// (bin/packs.ts). Unlike esbuild's CommonJS, which reads what it imports through getters that each start has to define,
// such a function takes it once: chunks do not import each other in circles, and export nothing that changes.
import { basename } from "node:path";

/**
 * @typedef {{ outputFiles: { path: string, text: string }[], metafile: import("esbuild").Metafile }} Split
 */

/**
 * The scripts of the packs, by name.
 *
 * @param {Split} split what esbuild has made of some entry points: ES modules, minified
 * @param {Record<string, readonly string[]>} groups entry points whose chunks belong together, beginning with those of
 * every run; a chunk that several others need goes into a pack `shared`, and one that none needs into `rest`
 */
export function linkPacks({ outputFiles, metafile }, groups) {
  const { outputs } = metafile;
  const files = Object.keys(outputs);
  const [everyRun] = Object.keys(groups);
  /** @type {Map<string, string>} */
  const packOf = new Map();
  for (const [pack, entries] of Object.entries(groups)) {
    for (const entry of entries) {
      const file = files.find((name) => outputs[name]?.entryPoint === entry);
      if (!file) throw new Error(`no chunk for ${entry}`);
      for (const chunk of closure(file, outputs)) {
        const other = packOf.get(chunk);
        if (other === undefined || other === pack) packOf.set(chunk, pack);
        else if (other !== everyRun) packOf.set(chunk, "shared");
      }
    }
  }
  const nameOf = new Map(
    files.map((file) => [`./${basename(file)}`, `${packOf.get(file) ?? "rest"}/${basename(file, ".js")}`]),
  );
  /** @type {Record<string, string[]>} */
  const packs = {};
  for (const file of files) {
    const text = outputFiles.find(({ path }) => basename(path) === basename(file))?.text;
    const [pack, name] = nameOf.get(`./${basename(file)}`)?.split("/") ?? [];
    if (text === undefined || pack === undefined) throw new Error(`no text of ${file}`);
    packs[pack] ??= [];
    packs[pack].push(
      `"${name}":function(exports,require,module,__dirname){"use strict";${link(text, nameOf)}}`,
    );
  }
  return Object.fromEntries(
    Object.entries(packs).map(([pack, chunks]) => [pack, `module.exports={\n${chunks.join(",\n")}\n};\n`]),
  );
}

/**
 * A chunk and all that it imports, but for what it imports while it runs.
 *
 * @param {string} file
 * @param {import("esbuild").Metafile["outputs"]} outputs
 * @param {Set<string>} seen
 */
function closure(file, outputs, seen = new Set()) {
  if (seen.has(file)) return seen;
  seen.add(file);
  for (const { kind, path } of outputs[file]?.imports ?? [])
    if (kind === "import-statement" && path in outputs) closure(path, outputs, seen);
  return seen;
}

// as esbuild writes them; those of Node's modules also stand between what was several files
const IMPORT = /(?<=^|[;}\n])import(?:\{([^}]*)\}from| ([\w$]+) from|\*as ([\w$]+) from)?"([^"]+)";/g;
const DYNAMIC_IMPORT = /\bimport\("([^"]+)"\)/g;
const EXPORT = /\bexport\{([^}]*)\};?\s*$/;

/**
 * What a chunk imports, its code and what it exports, as a function's body.
 *
 * @param {string} text
 * @param {Map<string, string>} nameOf
 */
function link(text, nameOf) {
  const required = (/** @type {string} */ from) => `require("${nameOf.get(from) ?? from}")`;
  let head = "";
  let tail = "";
  const body = text
    .replace(IMPORT, (_, names, one, all, from) => {
      const taken = names === undefined ? (one ?? all) : `{${names.replaceAll(" as ", ":")}}`;
      head += `${taken === undefined ? "" : `const ${taken}=`}${required(from)};`;
      return "";
    })
    .replace(DYNAMIC_IMPORT, (_, from) => `Promise.resolve().then(()=>${required(from)})`)
    .replace(EXPORT, (_, names) => {
      for (const name of names.split(",")) {
        const [local, outer = local] = name.split(" as ");
        tail += `exports.${outer}=${local};`;
      }
      return "";
    });
  return `${head}${body}${tail}`;
}
