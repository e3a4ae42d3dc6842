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
import { dirname, resolve } from "node:path";
import { build, transform } from "esbuild";

const WASM = "src/wasm/numeric.wasm";
const ASSEMBLY = "src/wasm/assembly";
const START = "src/cli/main.ts";
const WORKER = "./bin/worker.ts";

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
 * commander is CommonJS. What it requires of Node becomes imports, as of any other module; the process is there already,
 * and child processes, for subcommands of a kind that there are none of here, are slow to load and left out.
 */
const requiredOfNode = {
  name: "required-of-node",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:/ }, ({ path, kind }) =>
      kind === "require-call" ? { path, namespace: "required" } : undefined,
    );
    onLoad({ filter: /.*/, namespace: "required" }, ({ path }) => {
      if (path === "node:process") return { contents: "module.exports = globalThis.process;" };
      if (path === "node:child_process") return { contents: "module.exports = {};" };
      return { contents: `export * from "${path}";` };
    });
  },
};

/**
 * All that is loaded only when it is needed imports what every run needs: so the start is one chunk, and not one for
 * each set of parts that share some of it.
 */
const startInOneChunk = {
  name: "start-in-one-chunk",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^[^:]+$/ }, ({ path, kind, resolveDir, namespace }) =>
      (kind === "dynamic-import" || path === WORKER) && namespace !== "lazy"
        ? { path, namespace: "lazy", pluginData: resolveDir }
        : undefined,
    );
    onLoad({ filter: /.*/, namespace: "lazy" }, ({ path, pluginData: resolveDir }) => {
      const [start, part] = [resolve(START), path].map((name) => JSON.stringify(name));
      return { contents: `import ${start}; export * from ${part};`, resolveDir };
    });
  },
};

const { metafile, outputFiles } = await build({
  // what threads run stands beside the chunk that starts them
  entryPoints: { "bin/loss": "bin/loss.ts", "lib/worker": WORKER },
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  chunkNames: "lib/[name]-[hash]",
  metafile: true,
  plugins: [requiredOfNode, startInOneChunk],
  write: false,
  logLevel: "warning",
});

/** As CommonJS, which starts faster: Node's own loader of ES modules need not be loaded. */
async function commonJs({ path, text }) {
  const { code } = await transform(text, {
    format: "cjs",
    platform: "node",
    target: "node20",
    supported: { "dynamic-import": false },
    define: { "import.meta.dirname": "__dirname" },
    minify: true,
  });
  return { path, code };
}
const files = await Promise.all(outputFiles.map(commonJs));

// only a build that succeeded replaces the last one
rmSync("dist", { recursive: true, force: true });
for (const { path, code } of files) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, code, { mode: path.endsWith("bin/loss.js") ? 0o755 : 0o644 });
}

// the package is of ES modules otherwise
writeFileSync("dist/package.json", '{ "type": "commonjs" }\n');

// beside the chunk that loads it
copyFileSync(WASM, "dist/lib/numeric.wasm");

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
