// Bundles the command into dist/, with what its licences ask for.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

const { metafile, outputFiles } = await build({
  entryPoints: { "bin/loss": "bin/loss.ts" },
  outdir: "dist",
  bundle: true,
  splitting: true,
  minify: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "lib/[name]-[hash]",
  metafile: true,
  write: false,
  logLevel: "warning",
  // commander is CommonJS and asks for Node's own modules in its way
  banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
});

// only a build that succeeded replaces the last one
rmSync("dist", { recursive: true, force: true });
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents, { mode: path.endsWith("bin/loss.js") ? 0o755 : 0o644 });
}

const packages = new Set(
  Object.keys(metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  ),
);
const licences = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licences.join("\n---\n\n"));
