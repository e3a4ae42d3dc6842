import { spawn } from "node:child_process";
import { createReadStream, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { peakOf } from "./peak.ts";

const COMMAND = "dist/bin/loss.js";

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Setup {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** File to feed to standard input; null where somebody else does. */
  readonly stdin?: string | null;
  /** Called with the process as soon as it runs. */
  readonly started?: (child: ReturnType<typeof spawn>) => void;
}

function start(args: readonly string[], { env = {}, stdin, started }: Setup = {}): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [COMMAND, ...args], { env: { ...process.env, ...env } });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.stdin.on("error", () => {});
    if (stdin === undefined) child.stdin.end();
    else if (stdin !== null) createReadStream(stdin).pipe(child.stdin);
    child.on("close", (status) => done({ status, stdout, stderr }));
    started?.(child);
  });
}

function shell(command: string): Promise<Ended> {
  return new Promise((done) => {
    const child = spawn("bash", ["-c", `loss() { "${process.execPath}" ${COMMAND} "$@"; }; ${command}`]);
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    child.on("close", (status) => done({ status, stdout, stderr }));
  });
}

const folder = (): string => mkdtempSync(join(tmpdir(), "loss-test-"));

/** A table of pseudorandom predictions. */
function table(rows: number, quoted = false): string {
  let seed = 1;
  const next = (): string => {
    seed = (seed * 48271) % 2147483647;
    const text = String(seed / 2147483647);
    return quoted ? `"${text}"` : text;
  };
  const lines = ["pred,target"];
  for (let i = 0; i < rows; i++) lines.push(`${next()},${next()}`);
  return `${lines.join("\n")}\n`;
}

describe("rows that come in slowly", () => {
  it.each([
    ["csv", "pred,target\n1,1\n", ["1,3\n", "4,1\n"]],
    ["ndjson", '{"pred":1,"target":1}\n', ['{"pred":1,"target":3}\n', '{"pred":4,"target":1}\n']],
  ])("%s: each is told of before the next one comes", async (format, first, others) => {
    const values: string[] = [];
    const waiting = [...others];
    const { status, stdout } = await start(["mse", "-", "--every", "1", "-q", "--input-format", format], {
      stdin: null,
      started(child) {
        child.stdin!.write(first);
        child.stdout!.on("data", (chunk: Buffer) => {
          values.push(...chunk.toString().trim().split("\n"));
          const next = waiting.shift();
          if (next === undefined) child.stdin!.end();
          else child.stdin!.write(next);
        });
      },
    });
    expect(values.slice(0, 3)).toEqual(["0", "2", "4.333333333333333"]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "0\n2\n4.333333333333333\n4.333333333333333\n" });
  });
});

describe("a full disk", () => {
  it.each(["text", "json", "csv", "ndjson"])("is status 4 with its message (%s)", async (format) => {
    const { status, stderr } = await shell(`loss mse 1,2 1,4 --per-sample --format ${format} > /dev/full`);
    expect(stderr).toBe("loss: stdout: cannot be written: no space left on the device (ENOSPC)\n");
    expect(status).toBe(4);
  });

  it("is told for -o, list and show as well", async () => {
    expect(await shell("loss mse 1,2 1,4 -o /dev/full")).toEqual({
      status: 4,
      stdout: "",
      stderr: "loss: /dev/full: cannot be written: no space left on the device (ENOSPC)\n",
    });
    expect((await shell("loss list > /dev/full")).status).toBe(4);
    expect((await shell("loss show mse > /dev/full")).status).toBe(4);
  });

  it("of temporary files is told too", async () => {
    const missing = join(folder(), "gone");
    const { status, stderr } = await start(["mse", "--grad"], {
      env: { TMPDIR: missing },
      stdin: "fixtures/data/diabetes.csv",
    });
    expect(stderr).toBe("loss: stdin: cannot be kept in a temporary file: no such file (ENOENT)\n");
    expect(status).toBe(4);
  });
});

describe("a reader that goes away", () => {
  const file = join(folder(), "large.csv");
  writeFileSync(file, table(60_000));

  it.each(["csv", "ndjson"])("ends the run quietly (%s)", async (format) => {
    const { status, stdout, stderr } = await shell(
      `loss mse ${file} --per-sample --format ${format} | head -1 > /dev/null; echo "\${PIPESTATUS[0]}"`,
    );
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: "0\n", stderr: "" });
  });

  it("does not stop a threshold", async () => {
    const { stdout } = await shell(
      `loss mse ${file} --per-sample --format csv --max 0.01 2>/dev/null | head -1 > /dev/null; echo "\${PIPESTATUS[0]}"`,
    );
    expect(stdout).toBe("1\n");
  });

  it("on stderr changes nothing", async () => {
    const { status, stdout } = await shell("loss mse nan,1 1,1 -q 2>&-");
    expect({ status, stdout }).toEqual({ status: 0, stdout: "NaN\n" });
  });
});

describe("-o", () => {
  it("writes the file whole, and nothing to stdout", async () => {
    const file = join(folder(), "out.json");
    const { status, stdout } = await start(["mse", "1,2", "1,4", "--format", "json", "-o", file]);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "" });
    expect(JSON.parse(readFileSync(file, "utf8"))).toMatchObject({ loss: "mse", value: 2 });
  });

  it("leaves neither a file nor a trace after an error", async () => {
    const place = folder();
    const bad = join(place, "bad.csv");
    writeFileSync(bad, `${table(10)}1,x\n`);
    const { status } = await start([
      "mse",
      bad,
      "--per-sample",
      "--format",
      "csv",
      "-o",
      join(place, "out.csv"),
    ]);
    expect(status).toBe(3);
    expect(readdirSync(place)).toEqual(["bad.csv"]);
  });

  it("keeps the old file after an error", async () => {
    const file = join(folder(), "out.txt");
    writeFileSync(file, "old\n");
    expect((await start(["mse", "1,2", "1", "-o", file])).status).toBe(3);
    expect(readFileSync(file, "utf8")).toBe("old\n");
  });

  it("refuses to write over an input", async () => {
    const file = join(folder(), "in.csv");
    writeFileSync(file, table(3));
    const { status, stderr } = await start(["mse", file, "-o", file]);
    expect({ status, stderr }).toEqual({ status: 2, stderr: `loss: --output ${file} is an input\n` });
    expect(readFileSync(file, "utf8")).toBe(table(3));
  });
});

describe("an interrupt", () => {
  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("%s ends with %i and leaves no file behind", async (signal, status) => {
    const place = folder();
    const temporary = folder();
    const out = join(place, "out.json");
    const ended = await new Promise<number | null>((done) => {
      const child = spawn(process.execPath, [COMMAND, "mse", "--grad", "--format", "json", "-o", out], {
        env: { ...process.env, TMPDIR: temporary },
      });
      child.on("close", done);
      child.stdin.write(table(1000));
      // as soon as both temporary files are there, in the middle of the input
      const timer = setInterval(() => {
        if (readdirSync(place).length === 0 || readdirSync(temporary).length === 0) return;
        clearInterval(timer);
        child.kill(signal);
      }, 20);
    });
    expect(ended).toBe(status);
    expect(readdirSync(place)).toEqual([]);
    expect(readdirSync(temporary)).toEqual([]);
  });
});

describe("two passes", () => {
  const text = table(5000);
  const file = join(folder(), "two.csv");
  writeFileSync(file, text);
  writeFileSync(`${file}.gz`, gzipSync(text));
  const args = ["--grad", "--format", "csv"];

  it("give the same from a file, gzip, standard input and a pipe, and leave no temporary file", async () => {
    const temporary = folder();
    const env = { TMPDIR: temporary };
    const whole = await start(["mse", file, ...args], { env });
    expect(whole.stdout.split("\n").length).toBe(5002);
    for (const [input, stdin] of [[`${file}.gz`], ["-", file], ["-", `${file}.gz`]] as const)
      expect(
        (await start(["mse", input, ...args], { env, ...(stdin && { stdin }) })).stdout === whole.stdout,
      ).toBe(true);
    const piped = await shell(`TMPDIR=${temporary} loss mse <(cat ${file}) ${args.join(" ")}`);
    expect(piped.stderr).toBe("");
    expect(piped.stdout === whole.stdout).toBe(true);
    expect(readdirSync(temporary)).toEqual([]);
  });

  it("keep rows that do not fit into memory's share in a temporary file, and remove it", async () => {
    const temporary = folder();
    const large = join(folder(), "rows.csv");
    writeFileSync(large, table(250_000));
    const { status, stdout } = await start(["mse", large, "--per-sample", "--format", "json"], {
      env: { TMPDIR: temporary },
    });
    expect(status).toBe(0);
    expect((JSON.parse(stdout) as { per_sample: number[] }).per_sample.length).toBe(250_000);
    expect(existsSync(temporary) && readdirSync(temporary)).toEqual([]);
  });
});

describe("memory", () => {
  // the size at which a table that is kept would be seen: three times the limit
  const file = join(folder(), "memory.csv");
  writeFileSync(file, table(1_000_000, true));

  it.each([
    ["reduced", ["-q"]],
    ["per sample and gradient", ["--per-sample", "--grad", "--format", "json", "-o", "/dev/null"]],
  ] as const)("stays below 150 MB (%s)", async (_, args) => {
    const { status, kilobytes } = await peakOf(
      `"${process.execPath}" ${COMMAND} mse ${file} ${args.join(" ")} > /dev/null`,
    );
    expect(status).toBe(0);
    expect(kilobytes).toBeGreaterThan(0);
    expect(kilobytes).toBeLessThan(150_000);
  });
});
