import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

/** What the files of each folder may import: other folders of src, packages, and whether Node's own modules. */
interface Layer {
  readonly src: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

const LAYERS: Readonly<Record<string, Layer>> = {
  core: { src: [] },
  losses: { src: ["core"] },
  wasm: { src: [], node: true },
  reducers: { src: ["core", "wasm"] },
  readers: { src: ["core", "wasm"], packages: ["csv-parse", "zod"], node: true },
  writers: { src: ["core", "wasm"], node: true },
  engine: { src: ["core", "wasm"] },
  cli: {
    src: ["core", "losses", "wasm", "reducers", "readers", "writers", "engine"],
    packages: ["commander", "chalk", "zod"],
    node: true,
  },
};

/** Tests that are about more than the file of their name, and what they walk. */
const WALKS: Readonly<Record<string, string>> = {
  layers: "src",
  docs: "docs/losses.md",
  build: "build.mjs",
  ci: "README.md",
  examples: "src/losses/index.ts",
  "bad-inputs": "test/bad-inputs",
  expected: "fixtures/data/expected.json",
  process: "bin/loss.ts",
  runs: "fixtures/runs",
  "cli/commands": "src/cli/commands",
  "cli/reports": "src/cli/reports",
  "readers/rejects": "src/readers",
  "losses/losses": "src/losses/index.ts",
  "losses/golden": "fixtures/golden",
  "losses/kernels": "src/losses/index.ts",
  "losses/params": "src/losses/index.ts",
  "losses/identities": "src/losses/index.ts",
  "losses/kinks": "src/losses/index.ts",
  "losses/relations": "src/losses/index.ts",
  "losses/warnings": "src/losses/index.ts",
  "losses/like": "src/losses/index.ts",
  "losses/regression": "src/losses/regression",
  "losses/distribution": "src/losses/distribution",
  "losses/two-classes": "src/losses/classification",
  "losses/far-out": "src/losses/classification",
  "losses/embedding": "src/losses/embedding",
  "losses/segmentation": "src/losses/segmentation",
  "losses/survival": "src/losses/survival",
};

const LONGEST = 300;
const ROOT = fileURLToPath(new URL("..", import.meta.url));

const filesIn = (folder: string): string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => join(folder, file))
    .sort();

const textOf = (file: string): string => readFileSync(join(ROOT, file), "utf8");

/** AssemblyScript leaves out the ending. */
const fileAt = (path: string): string => (path.endsWith(".ts") ? path : `${path}.ts`);

interface Import {
  /** Path from the root, or the name of a package or of one of Node's modules. */
  readonly what: string;
  readonly typeOnly: boolean;
}

/** Everything that a file imports or exports from elsewhere, at its top or in the middle of a run. */
function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found = [
    ...text.matchAll(/^(?:import|export)\s+(type\s)?(?:[\w*{][^"';]*?\sfrom\s+)?"([^"]+)"/gm),
    ...text.matchAll(/\bimport\((\s*)"([^"]+)"\s*\)/g),
  ];
  return found.map(([, type, name]) => ({
    what: name!.startsWith(".") ? fileAt(normalize(join(dirname(file), name!))) : name!,
    typeOnly: type?.startsWith("type") ?? false,
  }));
}

const src = filesIn("src");
const folderOf = (file: string): string => file.split("/")[1]!;
/** `zod` for `zod/mini`, `@scope/name` for `@scope/name/part`. */
const packageOf = (name: string): string => name.split("/", name.startsWith("@") ? 2 : 1).join("/");

test("every import is found that a plain search for the word finds", () => {
  for (const file of src) {
    const words =
      textOf(file).match(/^\} from "|^(?:import|export)\b.* from "|^import "|\bimport\("/gm) ?? [];
    expect(importsOf(file).length, file).toBe(words.length);
  }
  expect(src.flatMap(importsOf).length).toBeGreaterThan(100);
});

test("a folder imports only what it may know", () => {
  const wrong = src.flatMap((file) => {
    const layer = LAYERS[folderOf(file)];
    if (!layer) return [`${file}: the table of layers has no src/${folderOf(file)}`];
    return importsOf(file)
      .filter(({ what }) => {
        if (what.startsWith("src/"))
          return folderOf(what) !== folderOf(file) && !layer.src.includes(folderOf(what));
        if (what.startsWith("node:")) return !layer.node;
        return !layer.packages?.includes(packageOf(what));
      })
      .map(({ what }) => `${file} imports ${what}`);
  });
  expect(wrong).toEqual([]);
});

test("bin imports the command, and itself, alone", () => {
  for (const file of filesIn("bin"))
    for (const { what } of importsOf(file)) expect(what, file).toMatch(/^(?:bin\/|src\/cli\/|node:)/);
});

test("what is imported is there, and no file imports itself by way of others", () => {
  // types are gone when the code runs, so those may know each other
  const edges = new Map(
    src.map((file) => [
      file,
      importsOf(file)
        .filter(({ what, typeOnly }) => what.startsWith("src/") && !typeOnly)
        .map(({ what }) => what),
    ]),
  );
  const missing = src.flatMap((file) =>
    importsOf(file)
      .filter(({ what }) => what.startsWith("src/") && !existsSync(join(ROOT, what)))
      .map(({ what }) => `${file}: ${what}`),
  );
  expect(missing).toEqual([]);
  const done = new Set<string>();
  const cycles: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) cycles.push([...path.slice(path.indexOf(file)), file].join(" -> "));
    if (done.has(file)) return;
    done.add(file);
    for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
  };
  for (const file of src) visit(file, []);
  expect(cycles).toEqual([]);
});

test(`no file has more than ${LONGEST} lines`, () => {
  const lengths = [...src, ...filesIn("bin"), ...filesIn("test")].map(
    (file) => [file, textOf(file).trimEnd().split("\n").length] as const,
  );
  expect(lengths.filter(([, lines]) => lines > LONGEST)).toEqual([]);
});

test("names are kebab-case, and say what a file is", () => {
  const wrong = [...src, ...filesIn("bin"), ...filesIn("test")].filter(
    (file) =>
      !file.split("/").every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.test|\.d)?(?:\.ts)?$/.test(part)) ||
      /\b(?:utils?|helpers?|common|misc|shared)\b/.test(file),
  );
  expect(wrong).toEqual([]);
});

test("every test is about a file of src, or something it walks", () => {
  const tests = filesIn("test").filter((file) => file.endsWith(".test.ts"));
  const stems = tests.map((file) => file.slice("test/".length, -".test.ts".length));
  const lost = stems.filter((stem) => {
    const walked = WALKS[stem];
    if (walked !== undefined) return !existsSync(join(ROOT, walked));
    const [folder, name] = stem.split("/");
    return !src.some((file) => file.startsWith(`src/${folder}/`) && file.endsWith(`/${name}.ts`));
  });
  expect(lost, "add to WALKS what they are about").toEqual([]);
  expect(Object.keys(WALKS).filter((stem) => !stems.includes(stem))).toEqual([]);
});
