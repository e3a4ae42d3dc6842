import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compute } from "../../src/cli/compute.ts";
import type { Host } from "../../src/cli/host.ts";
import { findLosses } from "../../src/cli/names.ts";
import { computeOptions } from "../../src/cli/options.ts";
import { makePlan } from "../../src/cli/plan.ts";
import { parseCommandLine } from "../../src/cli/program.ts";
import { SPLITTING } from "../../src/cli/threads.ts";
import { formatMessage, LossError } from "../../src/core/errors.ts";
import { losses } from "../../src/losses/index.ts";

const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
const ENTRY = new URL("../../dist/lib/worker.js", import.meta.url);

interface Ended {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command line on a file; split into segments of so many bytes among so many threads, or not at all. */
async function play(
  args: readonly string[],
  file: string,
  split?: { threads: number; segment: number; entry?: URL },
): Promise<Ended> {
  const [names = "", ...rest] = args;
  const chosen = findLosses(names, losses);
  const { operands, options } = parseCommandLine([file, ...rest], computeOptions(losses));
  const plan = await makePlan(chosen, operands, options, losses);
  const out = join(folder, "stdout");
  const fd = openSync(out, "w");
  let stderr = "";
  const host: Host = {
    stdin: {
      isTTY: false,
      stream: () => {
        throw new Error("nobody reads it");
      },
    },
    stdout: { fd, isTTY: false, columns: undefined },
    stderr: {
      isTTY: false,
      columns: undefined,
      write(text) {
        stderr += text;
      },
    },
    env: {},
    onInterrupt() {},
  };
  let status: number;
  try {
    const splitting = split && {
      ...SPLITTING,
      segment: split.segment,
      segmentWithRows: split.segment,
      entry: split.entry ?? ENTRY,
    };
    status = await compute({ ...plan, threads: split?.threads }, host, splitting);
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    stderr += formatMessage(error.message, error.place, error.hint);
    status = error.status;
  } finally {
    closeSync(fd);
  }
  return { status, stdout: readFileSync(out, "utf8"), stderr };
}

const number = fc.oneof(
  { weight: 20, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 20, arbitrary: fc.integer({ min: -9, max: 9 }).map(String) },
  fc.constantFrom("nan", "inf", '"3"', " 4", "1e-400", "-0", "1e300", "+.5", "0.1"),
);
/** Cells that end a run, or leave a row out. */
const odd = fc.constantFrom("", "x", "1e400", "NA", '"', '1,2,"3', '"a\nb"');
/** A column that nobody asks for, whose text may hold what looks like the end of a row. */
const note = fc.oneof(
  { weight: 6, arbitrary: fc.constant("n") },
  { weight: 1, arbitrary: fc.constantFrom('"a\n1,2,b"', '"\n\n"', '"a,b"', '"q""q"') },
);

const settings = {
  threads: fc.integer({ min: 1, max: 3 }),
  segment: fc.integer({ min: 5, max: 120 }),
  end: fc.constantFrom("\n", "\r\n"),
  last: fc.boolean(),
};

async function same(
  args: readonly string[],
  text: string,
  threads: number,
  segment: number,
  name = "t.csv",
): Promise<void> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const alone = await play(args, file);
  expect(await play(args, file, { threads, segment })).toEqual(alone);
}

describe("a file in segments gives the same as in one piece", () => {
  const runs = 40;
  const rowsOf = (row: fc.Arbitrary<string>) => fc.array(row, { minLength: 0, maxLength: 40 });

  test("regressions", async () => {
    const row = fc.oneof(
      { weight: 60, arbitrary: fc.tuple(number, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.tuple(odd, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.constantFrom("", "1,2", "#", "1,2,3,4") },
    );
    const args = fc.constantFrom(
      ["mse", "-q"],
      ["mse", "--format", "json"],
      ["mse,mae", "--per-sample", "--format", "csv"],
      ["mse", "--grad", "--format", "ndjson", "--missing", "skip"],
      ["mse", "--grad", "--reduction", "sum", "--format", "tsv"],
      ["mse", "--per-sample", "--format", "csv", "--missing", "skip"],
      ["l1", "--reduction", "none", "--format", "csv", "--strict"],
      ["mse", "--per-sample"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        fc.constantFrom("pred,target,note", '"pred","target",note'),
        async (chosen, rows, { threads, segment, end, last }, header) =>
          await same(chosen, [header, ...rows].join(end) + (last ? end : ""), threads, segment),
      ),
      { numRuns: runs },
    );
  });

  test("classes, weights and warnings", async () => {
    const probability = fc.constantFrom("0.5,0.25,0.25", "1,0,0", "0.2,0.3,0.5000004", "0,0.5,0.5");
    const label = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom("1", "2", "-100", "1.0") },
      { weight: 1, arbitrary: fc.constantFrom("0", "3", "1.5", "-1", "") },
    );
    const weight = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom("1", "0", "0.1", "3") },
      { weight: 1, arbitrary: fc.constantFrom("-1", "nan") },
    );
    const row = fc.tuple(probability, label, weight).map((cells) => cells.join(","));
    const common = ["-p", "p_*", "-t", "label"];
    const args = fc.constantFrom(
      ["cross-entropy", ...common, "--from", "probs", "--format", "json"],
      ["cross-entropy", ...common, "--format", "json", "--sample-weight", "w"],
      ["cross-entropy", ...common, "--from", "probs", "--per-sample", "--grad", "--format", "csv"],
      ["cross-entropy", ...common, "--sample-weight", "w", "--grad", "--format", "ndjson"],
      ["nll", ...common, "--weight", "0.1,2,3", "--format", "json", "--missing", "skip"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        async (chosen, rows, { threads, segment, end, last }) =>
          await same(
            chosen,
            ["p_0,p_1,p_2,label,w", ...rows].join(end) + (last ? end : ""),
            threads,
            segment,
          ),
      ),
      { numRuns: runs },
    );
  });

  test("gradients of means, of which rows may stand above an error", async () => {
    const row = fc.oneof(
      { weight: 80, arbitrary: fc.tuple(number, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.tuple(odd, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.constantFrom("", "1,2", "1,2,3,4", "1,2,\r", "\r\n") },
    );
    const args = fc.constantFrom(
      ["mse", "--per-sample", "--grad", "--format", "csv"],
      ["mse,huber", "--grad", "--format", "ndjson"],
      ["kl-div", "--log-target", "--reduction", "batchmean", "--grad", "--format", "tsv"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        fc.constantFrom("pred,target,note", '"pred","target",note'),
        async (chosen, rows, { threads, segment, end, last }, header) => {
          const file = join(folder, "t.csv");
          writeFileSync(file, [header, ...rows].join(end) + (last ? end : ""));
          const alone = await play(chosen, file);
          const [one, several] = [
            await play(chosen, file, { threads: 1, segment: 1000 }),
            await play(chosen, file, { threads, segment }),
          ];
          expect(several).toEqual(one);
          expect(one).toEqual(alone.status === 0 ? alone : { ...alone, stdout: one.stdout });
        },
      ),
      { numRuns: runs },
    );
  });

  test("tables without a header", async () => {
    const row = fc.oneof(
      { weight: 10, arbitrary: fc.tuple(number, number).map((cells) => cells.join(";")) },
      { weight: 1, arbitrary: fc.constant("") },
    );
    await fc.assert(
      fc.asyncProperty(
        rowsOf(row),
        fc.record(settings),
        async (rows, { threads, segment, end, last }) =>
          await same(
            ["mae", "--no-header", "-d", ";", "--per-sample", "--format", "csv", "--missing", "skip"],
            rows.join(end) + (last ? end : ""),
            threads,
            segment,
          ),
      ),
      { numRuns: 20 },
    );
  });
});

test("records in segments give the same as in one piece", async () => {
  const value = fc.oneof(
    { weight: 40, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
    { weight: 4, arbitrary: fc.constantFrom("NaN", '"-Infinity"', "1e-400", "1e300", "-0") },
    { weight: 1, arbitrary: fc.constantFrom("null", '"x"', "1e400", "[1]", "{", '"a') },
  );
  const row = fc.oneof(
    { weight: 40, arbitrary: fc.tuple(value, value).map(([p, t]) => `{"pred": ${p}, "target": ${t}}`) },
    {
      weight: 4,
      arbitrary: fc.tuple(value, value).map(([p, t]) => `{"target":${t},"note":"é","pred":${p}}`),
    },
    { weight: 1, arbitrary: fc.constantFrom("", "  ", "3", "\ufeff", '{"pred": 1}', "{") },
  );
  const args = fc.constantFrom(
    ["mse", "-q"],
    ["mse,mae", "--format", "json", "--missing", "skip"],
    ["mse", "--format", "json"],
    ["mse", "--grad", "--format", "ndjson", "--missing", "skip"],
    ["l1", "--per-sample", "--format", "csv", "--strict"],
  );
  const property = fc.asyncProperty(
    args,
    fc.array(row, { maxLength: 40 }),
    fc.record(settings),
    async (chosen, rows, { threads, segment, end, last }) =>
      await same(chosen, rows.join(end) + (last ? end : ""), threads, segment, "t.ndjson"),
  );
  await fc.assert(property, { numRuns: 60 });
}, 60_000);

describe("what stands in other segments counts", () => {
  const rows = "0.5,0.25,0.25,1\n".repeat(30);

  test.each([
    ["class 0 above one that is too high", `0.5,0.25,0.25,0\n${rows}1,0,0,3\n`],
    ["no class 0 above one that is too high", `${rows}1,0,0,3\n`],
    ["infinite losses", `0,0.5,0.5,0\n${rows}0,0.5,0.5,0\n${rows}`],
    ["a wrong row of a role that is checked first", `${rows}0.5,0.25,0.25,7\n3,0,0,1\n`],
    [
      "odd values in another order than roles are looked at",
      `0.5,0.25,0.25,1\n${rows}0.5,nan,0.25,1\n${rows}`,
    ],
    ["blank lines", `${rows}${"\n".repeat(40)}${rows}`],
    ["blank lines at the end", `${rows}\n\n\n\n`],
  ])("%s", async (_, text) => {
    for (const [threads, segment] of [
      [2, 16],
      [1, 40],
    ] as const)
      await same(
        ["cross-entropy", "--from", "probs", "-p", "p_*", "-t", "label", "--format", "json"],
        `p_0,p_1,p_2,label\n${text}`,
        threads,
        segment,
      );
  });
});

test("rows that the scanner does not understand outlive the chunks that they came in", async () => {
  const file = join(folder, "strange.csv");
  const count = 20_000;
  const rows = Array.from({ length: count }, (_, i) => `"a, ${i} ""quoted"" text",${i},0\n`).join("");
  writeFileSync(file, `note,pred,target\n${rows}`);
  const args = ["l1", "--format", "json"];
  const alone = await play(args, file);
  expect(JSON.parse(alone.stdout)).toMatchObject({ samples: count, sum: (count * (count - 1)) / 2 });
  expect(await play(args, file, { threads: 2, segment: 300_000 })).toEqual(alone);
});

/** What a thread could do wrong. */
const FAULTS = {
  "cannot be started": "nowhere:",
  "is not there": "file:///nowhere.js",
  throws: "data:text/javascript,throw new Error()",
  "throws what is no error": "data:text/javascript,throw undefined",
  ends: "data:text/javascript,process.exit(7)",
};

test.each(Object.entries(FAULTS))("a thread that %s is done without", async (_, entry) => {
  const file = join(folder, "faults.csv");
  writeFileSync(file, `pred,target\n${"1,2\n".repeat(50)}`);
  const args = ["mse", "--per-sample", "--grad", "--format", "csv"];
  const alone = await play(args, file);
  expect(alone.status).toBe(0);
  expect(await play(args, file, { threads: 2, segment: 20, entry: new URL(entry) })).toEqual(alone);
});

describe("a large file", () => {
  const file = join(folder, "large.csv");
  const rows = Array.from({ length: 1000 }, (_, i) => `${Math.sin(i)},${Math.cos(i)}\n`).join("");
  writeFileSync(file, `pred,target\n${rows.repeat(1000)}`);
  const loss = (args: string): string => `"${process.execPath}" dist/bin/loss.js ${args}`;
  const bash = (command: string): Promise<string> =>
    new Promise((done) => {
      execFile("bash", ["-c", command], (_, stdout, stderr) => done(stdout + stderr));
    });

  test.each(["-q", "--per-sample --format csv", "--grad --format ndjson"])(
    "gives the same for any number of threads, and takes below 150 MB (%s)",
    async (args) => {
      const sums = new Set<string>();
      for (const threads of [1, 2, 3]) {
        const peak =
          `peak=0; while kill -0 $pid 2>/dev/null; do now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null); ` +
          `[ -n "$now" ] && peak=$now; sleep 0.02; done; wait $pid; echo "status $?" ; echo $peak`;
        const out = join(folder, `out-${threads}`);
        const text = await bash(
          `${loss(`mse ${file} ${args} --threads ${threads}`)} > ${out} & pid=$!; ${peak}`,
        );
        const [status, kilobytes] = text.split("\n");
        expect(status).toBe("status 0");
        expect(Number(kilobytes)).toBeGreaterThan(0);
        expect(Number(kilobytes)).toBeLessThan(150_000);
        sums.add(createHash("sha256").update(readFileSync(out)).digest("hex"));
      }
      expect(sums.size).toBe(1);
    },
    60_000,
  );

  test("whose reader goes away ends quietly", async () => {
    const command = `${loss(`mse ${file} --per-sample --format csv --threads 2`)} | head -1; echo "\${PIPESTATUS[0]}"`;
    expect(await bash(command)).toBe("index,loss\n0\n");
  });

  test("on a full disk is told as such", async () => {
    const command = `${loss(`mse ${file} --per-sample --format csv --threads 2`)} > /dev/full; echo $?`;
    expect(await bash(command)).toBe(
      "4\nloss: stdout: cannot be written: no space left on the device (ENOSPC)\n",
    );
  });

  test("that is interrupted leaves nothing behind", async () => {
    const place = mkdtempSync(join(tmpdir(), "loss-test-"));
    const child = spawn(process.execPath, [
      ...["dist/bin/loss.js", "mse", file, "--grad", "--format", "csv", "-o", join(place, "out.csv")],
      ...["--threads", "2"],
    ]);
    const ended = new Promise((done) => child.on("close", done));
    const timer = setInterval(() => {
      // some of it is written
      if (!readdirSync(place).some((name) => statSync(join(place, name)).size > 0)) return;
      clearInterval(timer);
      child.kill("SIGINT");
    }, 5);
    expect(await ended).toBe(130);
    expect(readdirSync(place)).toEqual([]);
  });
});
