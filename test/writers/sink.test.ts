import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  readSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { FileError, formatMessage } from "../../src/core/errors.ts";
import { descriptorSink, fileSink, ReaderGone } from "../../src/writers/index.ts";

const explain = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loss-test-"));
});

/** The message of what is thrown. */
async function failure(action: () => Promise<unknown>): Promise<string> {
  const error = await action().then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof FileError)) throw new Error(`no FileError: ${error}`);
  return `${error.status}: ${formatMessage(error.message, error.place)}`;
}

/** Both ends of a named pipe that never blocks, so that it takes a part, and then nothing until there is room. */
function pipe(): { reader: number; writer: number } {
  const path = join(folder, "pipe");
  execFileSync("mkfifo", [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  return { reader, writer: openSync(path, constants.O_WRONLY | constants.O_NONBLOCK) };
}

describe("a descriptor", () => {
  test("gets all, in order, when it takes less at once and then nothing for a while", async () => {
    const { reader, writer } = pipe();
    const sink = descriptorSink(writer, "stdout", explain);
    const bytes = new Uint8Array(300_000).map((_, i) => i % 251);
    let got = Buffer.alloc(0);
    let tries = 0;
    const buffer = Buffer.alloc(20_000);
    const timer = setInterval(() => {
      try {
        tries++;
        got = Buffer.concat([got, buffer.subarray(0, readSync(reader, buffer))]);
      } catch (error) {
        if (explain(error) !== "EAGAIN") throw error;
      }
    }, 3);
    const whole = Buffer.concat([Buffer.from("first é\n"), bytes, Buffer.from("last")]);
    await sink.write("first é\n");
    await sink.write(bytes);
    await sink.write("last");
    await sink.end();
    while (got.length < whole.length) await new Promise((done) => setTimeout(done, 5));
    clearInterval(timer);
    expect(got.equals(whole)).toBe(true);
    expect(tries).toBeGreaterThan(10);
    closeSync(reader);
    closeSync(writer);
  });

  test("whose reader went away says so, for bytes and for text", async () => {
    const { reader, writer } = pipe();
    const sink = descriptorSink(writer, "stdout", explain);
    await sink.write("read by nobody");
    closeSync(reader);
    await expect(sink.write("text")).rejects.toThrow(ReaderGone);
    await expect(sink.write(new Uint8Array(3))).rejects.toThrow(ReaderGone);
    closeSync(writer);
  });

  test("whose reader goes away while it waits says so", async () => {
    const { reader, writer } = pipe();
    const writing = descriptorSink(writer, "stdout", explain).write(new Uint8Array(1_000_000));
    setTimeout(() => closeSync(reader), 30);
    await expect(writing).rejects.toThrow(ReaderGone);
    closeSync(writer);
  });

  test("that is full is a message", async () => {
    const full = openSync("/dev/full", "w");
    const writing = descriptorSink(full, "stdout", explain).write("x");
    expect(await failure(() => writing)).toBe("4: stdout: cannot be written: ENOSPC");
    closeSync(full);
  });
});

describe("a file", () => {
  test("appears when it is whole, of text and bytes", async () => {
    const path = join(folder, "out.csv");
    const sink = fileSink(path, explain);
    await sink.write("a,");
    await sink.write(Buffer.from("é\n"));
    expect(existsSync(path)).toBe(false);
    await sink.end();
    expect(readFileSync(path, "utf8")).toBe("a,é\n");
    expect(readdirSync(folder)).toEqual(["out.csv"]);
  });

  test("that is there already keeps its text until then, and its mode", async () => {
    const path = join(folder, "out.csv");
    writeFileSync(path, "old");
    chmodSync(path, 0o600);
    const sink = fileSink(path, explain);
    await sink.write("new");
    expect(readFileSync(path, "utf8")).toBe("old");
    await sink.end();
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  test("that is given up leaves nothing", async () => {
    const sink = fileSink(join(folder, "out.csv"), explain);
    await sink.write("half");
    sink.abort();
    sink.abort();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("that cannot be made is a message", async () => {
    expect(await failure(async () => fileSink(folder, explain))).toBe(`4: ${folder}: is a directory`);
    const path = join(folder, "missing", "out.csv");
    expect(await failure(async () => fileSink(path, explain))).toBe(
      `4: ${path}: cannot be written: there is no directory "${join(folder, "missing")}"`,
    );
  });

  test("that is a device is written as it is, and stays", async () => {
    const sink = fileSink("/dev/null", explain);
    await sink.write(new Uint8Array(10));
    await sink.end();
    sink.abort();
    expect(statSync("/dev/null").isCharacterDevice()).toBe(true);
    const full = fileSink("/dev/full", explain);
    expect(await failure(() => full.write("x"))).toBe("4: /dev/full: cannot be written: ENOSPC");
  });

  test("that a link leads to is replaced, and the link stays", async () => {
    const [path, link] = [join(folder, "out.csv"), join(folder, "link.csv")];
    writeFileSync(path, "old");
    symlinkSync(path, link);
    const sink = fileSink(link, explain);
    await sink.write("new");
    await sink.end();
    expect(readlinkSync(link)).toBe(path);
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(readdirSync(folder).sort()).toEqual(["link.csv", "out.csv"]);
  });

  test("that is open already, under a name of the system's, is written to its end", async () => {
    const path = join(folder, "out.csv");
    const open = openSync(path, "w");
    writeFileSync(open, "first,");
    for (const name of [`/dev/fd/${open}`, `/proc/self/fd/${open}`]) {
      const sink = fileSink(name, explain);
      await sink.write("more,");
      await sink.end();
      sink.abort();
    }
    closeSync(open);
    expect(readFileSync(path, "utf8")).toBe("first,more,more,");
  });
});
