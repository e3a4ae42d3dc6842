// Compiles the AssemblyScript and bundles the command into dist/, with what its licences ask for.
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname } from "node:path";
import { build } from "esbuild";

const WASM = "src/wasm/numeric.wasm";
const ASSEMBLY = "src/wasm/assembly";

const modified = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);
const sources = ["scripts/powers.mjs", ...readdirSync(ASSEMBLY).map((name) => `${ASSEMBLY}/${name}`)];
if (sources.some((source) => modified(source) > modified(WASM))) {
  execFileSync(process.execPath, ["scripts/powers.mjs"], { stdio: "inherit" });
  const { default: asc } = await import("assemblyscript/asc");
  const options = [
    "-O3",
    "--converge",
    "--noAssert",
    "--runtime",
    "stub",
    "--use",
    "abort=",
    "--enable",
    "simd",
  ];
  const { error, stderr } = await asc.main([`${ASSEMBLY}/index.ts`, "-o", WASM, ...options]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
}

/**
 * What commander requires of Node: the process is there already, and child processes, for subcommands of a kind that
 * there are none of here, are slow to load and left out.
 */
const requiredOfNode = {
  name: "required-of-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:(?:child_)?process$/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "required" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => ({
      contents: `module.exports = ${path === "node:process" ? "process" : "{}"};`,
    }));
  },
};

// as CommonJS, for whose sake Node need not load its loader of ES modules; what is imported in a run is a lazy part
const { metafile, outputFiles } = await build({
  entryPoints: { "bin/loss": "bin/start.ts", "lib/loss": "bin/loss.ts", "lib/worker": "bin/worker.ts" },
  outdir: "dist",
  bundle: true,
  minify: true,
  format: "cjs",
  platform: "node",
  target: "node20",
  supported: { "dynamic-import": false },
  define: { "import.meta.dirname": "__dirname" },
  metafile: true,
  plugins: [requiredOfNode],
  write: false,
  logLevel: "warning",
});

// only a build that succeeded replaces the last one
rmSync("dist", { recursive: true, force: true });
for (const { path, contents } of outputFiles) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, contents, { mode: path.endsWith("bin/loss.js") ? 0o755 : 0o644 });
}

// the package is of ES modules otherwise
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');

// beside the bundles that load it
copyFileSync(WASM, "dist/lib/numeric.wasm");

// V8 compiles what these runs do not call when it is called; those that use WebAssembly leave code that V8 refuses
const code = `dist/lib/loss.${process.versions.v8}-${process.arch}.code`;
for (const options of [["-q"], ["--max", "9"]]) {
  const args = ["dist/lib/loss.js", code, "mse", "1,2,3", "1,2,5", ...options];
  execFileSync(process.execPath, ["scripts/compile-code.cjs", ...args]);
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
