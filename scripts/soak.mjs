// The long run: random doubles printed and read against JavaScript, `node scripts/soak.mjs <millions> [seed]`.
// Ends with status 1 at the first difference. Needs `npm run build` before it.
import { copyFileSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const folder = mkdtempSync(join(tmpdir(), "loss-soak-"));
const outfile = join(folder, "wasm.mjs");
copyFileSync("src/wasm/numeric.wasm", join(folder, "numeric.wasm"));
await build({ entryPoints: ["src/wasm/index.ts"], outfile, bundle: true, format: "esm", platform: "node" });
const { NumericMemory, numericModule, RowPrinter, TableScanner } = await import(pathToFileURL(outfile).href);

const millions = Number(process.argv[2] ?? 100);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 31);
const ROWS = 8192;
const memory = new NumericMemory(numericModule());
const input = memory.allocate(ROWS * 8);
const output = memory.allocate(ROWS * 8);
const SIZE = ROWS * 32;
const text = memory.allocateBuffer(SIZE);
const printer = new RowPrinter(memory, [{ text: "", cells: { pointer: input, stride: 8 } }], "\n");
const scanner = new TableScanner(memory, 44, [{ pointer: output, stride: 8 }]);
const doubles = memory.doubles(input, ROWS);
const words = memory.words(input, 2 * ROWS);
const read = memory.doubles(output, ROWS);

let [a, b, c, d] = [seed | 1, 362436069, 521288629, 88675123];
function word() {
  const t = a ^ (a << 11);
  [a, b, c] = [b, c, d];
  d = d ^ (d >>> 19) ^ t ^ (t >>> 8);
  return d >>> 0;
}

/** Ways to fill a row of the input: of these, any bits take half of the time. */
const fills = [
  (i) => {
    words[2 * i] = word();
    words[2 * i + 1] = word();
  },
  (i) => {
    doubles[i] = (word() + word() / 2 ** 32) / 2 ** 32;
  },
  (i) => {
    doubles[i] = Number(`${word()}${word() % 100000}e${(word() % 60) - 45}`);
  },
  (i) => {
    doubles[i] = (word() * 2 ** 21 + (word() >>> 11)) * 2 ** ((word() % 140) - 100);
  },
  (i) => {
    // Few bits set: ties and exact products.
    words[2 * i] = word() & word() & word() & word();
    words[2 * i + 1] = word();
  },
];
const spellings = [
  String,
  (x) => x.toExponential(16),
  (x) => x.toExponential(18),
  (x) => x.toExponential(17).replace(/e([+-])(\d)$/, "e$10$2"),
  (x) => x.toPrecision(17),
  (x) => x.toPrecision(20),
  (x) => x.toPrecision(40),
  (x) => x.toFixed(12),
];

function fail(what, x, found) {
  process.stderr.write(`${what}: ${x} gave ${found} (seed ${seed})`);
  process.exit(1);
}

function checkPrinted() {
  printer.print(0, ROWS, 0, text, SIZE);
  const printed = memory.text(text, printer.length);
  if (printed === `${doubles.join("\n")}\n`) return;
  const lines = printed.split("\n");
  for (const [i, x] of doubles.entries())
    if (lines[i] !== (Object.is(x, -0) ? "-0" : String(x))) fail("printed", x, lines[i]);
}

function checkRead(spelling) {
  const texts = Array.from(doubles, (x) => (Number.isFinite(x) ? spelling(x) : "1"));
  for (let at = 0; at < ROWS; at += 1024) {
    const part = texts.slice(at, at + 1024);
    const bytes = Buffer.from(part.join("\n"), "latin1");
    memory.bytes(text, bytes.length).set(bytes);
    let from = 0;
    for (let i = 0; i < part.length; ) {
      const status = scanner.scan(text + from, bytes.length - from, true, ROWS);
      for (let k = 0; k < scanner.rows; k++, i++)
        if (!Object.is(read[k], Number(part[i]))) fail("read", part[i], read[k]);
      from += scanner.consumed;
      if (status === "ok") break;
      // Only what underflows (or rounds to infinity) may be left.
      const value = Number(part[i]);
      if (value !== 0 && Number.isFinite(value)) fail("not read", part[i], status);
      from += part[i++].length + 1;
    }
  }
}

const rounds = Math.ceil((millions * 1e6) / ROWS);
for (let round = 0; round < rounds; round++) {
  const fill = fills[round & 1 ? 0 : (round >> 1) % fills.length];
  for (let i = 0; i < ROWS; i++) fill(i);
  checkPrinted();
  if (round % 8 === 0) checkRead(spellings[(round >> 3) % spellings.length]);
}
process.stdout.write(`${millions} million printed, ${millions / 8} million read, seed ${seed}: all equal`);
