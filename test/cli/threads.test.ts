import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { folder, play } from "../engine/play.ts";
import { peakOf } from "../peak.ts";

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
  const out = join(folder, "faults-rows.csv");
  const rows = ["mse", "--per-sample", "--grad", "--format", "csv"];
  // with rows for standard output all threads are others; otherwise this one takes part
  for (const args of [rows, [...rows, "-o", out], ["mse", "-q"]]) {
    const played = async (split?: Parameters<typeof play>[2]): Promise<unknown> => {
      rmSync(out, { force: true });
      const ended = await play(args, file, split);
      return { ...ended, rows: args.includes(out) && readFileSync(out, "utf8") };
    };
    const alone = await played();
    expect(alone).toMatchObject({ status: 0 });
    expect(await played({ threads: 2, segment: 20, entry: new URL(entry) })).toEqual(alone);
  }
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
        const out = join(folder, `out-${threads}`);
        const command = loss(`mse ${file} ${args} --threads ${threads}`);
        const { status, kilobytes } = await peakOf(`${command} > ${out}`);
        expect(status).toBe(0);
        expect(kilobytes).toBeGreaterThan(0);
        expect(kilobytes).toBeLessThan(150_000);
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

  describe("for which a thread was started with the process", () => {
    const place = mkdtempSync(join(tmpdir(), "loss-test-"));
    cpSync("dist", place, { recursive: true });
    const plain = `"${process.execPath}" "${join(place, "bin/loss.js")}"`;
    afterAll(() => rmSync(place, { recursive: true }));

    test.each([
      ["threw", "throw new Error()"],
      ["threw what is no error", "throw undefined"],
      ["ended", ""],
      ["ended with a status", "process.exit(7)"],
      [
        "ends when it is told what to do",
        'require("worker_threads").parentPort.once("message", () => process.exit(7))',
      ],
    ])("gives the same where that %s", async (_, script) => {
      const rows = join(place, "rows.csv");
      const worker = join(place, "lib/worker.js");
      const kept = readFileSync(worker);
      const run = (): Promise<string> =>
        bash(
          `${plain} mse ${file} -q && ${plain} mse ${file} --grad --format csv -o ${rows} && tail -1 ${rows}`,
        );
      const sound = await run();
      expect(sound).toMatch(/^[\d.]+\n999999,[-\d.e,]+\n$/);
      writeFileSync(worker, script);
      expect(await run()).toBe(sound);
      writeFileSync(worker, kept);
    });

    test("is still refused at once where the command line is wrong", async () => {
      expect(await bash(`${plain} mse ${file} --nosuch; echo $?`)).toBe(
        "2\nloss: unknown option '--nosuch'\n",
      );
      expect(await bash(`${plain} mse ${file} --threads 1 -q; echo $?`)).toMatch(/^[\d.]+\n0\n$/);
    });
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
