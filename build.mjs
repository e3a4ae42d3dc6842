// Compiles the AssemblyScript and bundles the command into dist/, with what its licences ask for.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import { linkPacks } from "./scripts/packs.mjs";

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

const options = {
  bundle: true,
  minify: true,
  platform: "node",
  target: "node20",
  define: { "import.meta.dirname": "__dirname" },
  metafile: true,
  plugins: [requiredOfNode],
  write: false,
  logLevel: "warning",
};

const split = await build({
  ...options,
  entryPoints: { loss: "bin/loss.ts", worker: "bin/worker.ts" },
  outdir: "dist/lib",
  format: "esm",
  splitting: true,
});
const entries = Object.values(split.metafile.outputs).flatMap(({ entryPoint }) => entryPoint ?? []);
const lossesOf = (family) => entries.filter((entry) => entry.startsWith(`src/losses/${family}/`));
const families = new Set(entries.flatMap((entry) => /^src\/losses\/(\w+)\//.exec(entry)?.[1] ?? []));
const packs = linkPacks(split, {
  start: ["bin/loss.ts", "src/losses/regression/mse.ts"],
  ...Object.fromEntries([...families].map((family) => [family, lossesOf(family)])),
  tables: ["src/readers/source.ts", "src/readers/table.ts", "src/readers/scanned-rows.ts"],
  threads: ["bin/worker.ts", "src/cli/threads.ts", "src/readers/segments.ts", "src/readers/counted-rows.ts"],
  rows: ["src/writers/compiled-rows.ts"],
  validate: ["src/cli/validate.ts"],
});
const hash = createHash("sha256").update(readFileSync("bin/code-cache.ts"));
for (const text of Object.values(packs)) hash.update(text);

// as CommonJS, for whose sake Node need not load its loader of ES modules
const start = await build({
  ...options,
  entryPoints: { "bin/loss": "bin/start.ts", "lib/worker": "bin/start-worker.ts" },
  outdir: "dist",
  format: "cjs",
  define: { ...options.define, BUILD: JSON.stringify(hash.digest("hex").slice(0, 16)) },
});
const files = [
  ...start.outputFiles,
  ...Object.entries(packs).map(([name, text]) => ({ path: `dist/lib/${name}.js`, text })),
];

// only a build that succeeded replaces the last one
rmSync("dist", { recursive: true, force: true });
for (const { path, text } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, { mode: path.endsWith("bin/loss.js") ? 0o755 : 0o644 });
}

// the package is of ES modules otherwise
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');

// beside the bundles that load it
copyFileSync(WASM, "dist/lib/numeric.wasm");

// V8 compiles what these runs do not call when it is called; a long run in threads calls more than a short one
const table = join(mkdtempSync(join(tmpdir(), "loss-build-")), "table.csv");
writeFileSync(table, `pred,target\n${"0.5,1\n".repeat(6_000_000)}`);
const toRows = ["--per-sample", "--grad", "--format", "csv", "-o", `${table}.rows`];
const runs = [
  ["code", "mse", "1,2,3", "1,2,5", "-q"],
  ["code", "mse", "fixtures/data/diabetes.csv", "--max", "9999"],
  ["code", "cross-entropy", "fixtures/data/iris.csv", "-t", "species", "--from", "probs"],
  ["code", "bce", "fixtures/data/breast_cancer.csv", "--per-sample", "--format", "csv"],
  ["code", "mse", table, "--threads", "1"],
  ["code", "mse", table, "--threads", "1", ...toRows],
  ["long.code", "mse", table, ...toRows],
];
const env = { ...process.env, NODE_DISABLE_COMPILE_CACHE: "1" };
for (const args of runs)
  execFileSync(process.execPath, ["scripts/compile-code.cjs", "dist", ...args], { stdio: "ignore", env });
rmSync(dirname(table), { recursive: true });

const packages = new Set(
  Object.keys(split.metafile.inputs).flatMap(
    (file) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file)?.[1] ?? [],
  ),
);
const licences = [...packages].sort().map((name) => {
  const folder = `node_modules/${name}`;
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  return `${name}\n\n${readFileSync(`${folder}/${file}`, "utf8").trim()}\n`;
});
writeFileSync("dist/THIRD-PARTY-LICENSES.txt", licences.join("\n---\n\n"));
