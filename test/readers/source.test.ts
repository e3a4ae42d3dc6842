import { execFileSync, spawn } from "node:child_process";
import { closeSync, constants, mkdtempSync, openSync, rmSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FileError, formatMessage, LossError } from "../../src/core/errors.ts";
import { Notes } from "../../src/core/notes.ts";
import { Unpacker } from "../../src/readers/gzip.ts";
import { fileSource, type Source, streamSource } from "../../src/readers/source.ts";
import { cutAt, everyCut } from "./support.ts";

async function* pieces(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}

/** All bytes as text, or the message. */
async function textOf(bytes: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of bytes) chunks.push(chunk);
  } catch (error) {
    if (!(error instanceof LossError)) throw error;
    return `${error.status}: ${formatMessage(error.message, error.place, error.hint)}`;
  }
  return Buffer.concat(chunks).toString();
}

const unpack = (parts: readonly Buffer[]): Promise<string> => textOf(new Unpacker("t").unpack(pieces(parts)));

describe("gzip", () => {
  const first = gzipSync("pred,target\n1,2\n");
  const second = gzipSync("3,4\n");

  test("is unpacked wherever it is cut, all of its members", async () => {
    const packed = Buffer.concat([first, second]);
    for (const parts of [[packed], ...everyCut(packed)])
      expect(await unpack(parts)).toBe("pred,target\n1,2\n3,4\n");
  });

  test("that ends early is damaged, wherever it ends", async () => {
    const packed = Buffer.concat([first, second]);
    for (let end = 2; end < packed.length; end++) {
      if (end === first.length) continue;
      expect([end, await unpack([packed.subarray(0, end)])]).toEqual([
        end,
        "4: t: damaged gzip: the file ends in the middle",
      ]);
    }
  });

  test("with text behind it is damaged, wherever it is cut", async () => {
    const packed = Buffer.concat([first, Buffer.from("3,4\n")]);
    for (const parts of [[packed], ...everyCut(packed)])
      expect(await unpack(parts)).toMatch(/^4: t: damaged gzip: /);
  });

  test("with any bit turned is damaged, or says the same", async () => {
    // the header's time and system say nothing of the text, nor do the bits that fill the last byte
    for (let bit = 8 * 10; bit < 8 * first.length; bit++) {
      const turned = Buffer.from(first);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      expect(await unpack([turned])).toMatch(/^(?:4: t: damaged gzip: .*|pred,target\n1,2\n)$/);
    }
  });

  test("is told by its bytes, so that plain text passes", async () => {
    for (const text of ["", "a", "\u001f", "\u001fa,b\n", "pred\n1\n"])
      for (const parts of [[Buffer.from(text)], ...everyCut(Buffer.from(text))])
        expect(await unpack(parts)).toBe(text);
  });

  test("whose text nobody could read is looked at to its end", async () => {
    const packed = gzipSync("x".repeat(1_000_000));
    const damaged = Buffer.concat([packed.subarray(0, -8), Buffer.alloc(8)]);
    for (const [bytes, sound] of [
      [packed, true],
      [damaged, false],
    ] as const) {
      const unpacker = new Unpacker("t");
      for await (const _ of unpacker.unpack(pieces(cutAt(bytes, [500])))) break;
      if (sound) await unpacker.settle();
      else await expect(unpacker.settle()).rejects.toThrow(FileError);
    }
  });
});

describe("files", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "loss-test-"));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = (name: string, notes = new Notes()): Promise<Source> =>
    fileSource(join(folder, name), { rereadable: true, notes });

  test("are read as often as they are opened, and counted as they are packed", async () => {
    const packed = gzipSync("pred\n1\n");
    await writeFile(join(folder, "a.csv"), packed);
    let seen = 0;
    const source = await fileSource(join(folder, "a.csv"), {
      rereadable: true,
      notes: new Notes(),
      progress: (bytes) => {
        seen += bytes;
      },
    });
    expect([source.size, await textOf(source.open()), await textOf(source.open())]).toEqual([
      packed.length,
      "pred\n1\n",
      "pred\n1\n",
    ]);
    expect(seen).toBe(2 * packed.length);
  });

  test("that change while they are read are noted", async () => {
    const notes = new Notes();
    await writeFile(join(folder, "b.csv"), "pred\n1\n");
    const source = await open("b.csv", notes);
    await writeFile(join(folder, "b.csv"), "pred\n1\n2\n");
    await textOf(source.open());
    expect(notes.list().map(({ says, count }) => says(count))).toEqual([
      "the file changed while it was read",
    ]);
  });

  test("that cannot be opened fail with the system's reason", async () => {
    await expect(open("none.csv")).rejects.toThrow("cannot be read: no such file (ENOENT)");
    await expect(open(".")).rejects.toThrow("is a directory");
  });
});

describe("a stream that comes once", () => {
  test("can be read twice where that is asked for, and leaves nothing behind", async () => {
    const text = "pred,target\n1,2\n".repeat(50_000);
    for (const bytes of [Buffer.from(text), gzipSync(text)]) {
      let starts = 0;
      const start = (): Readable => {
        starts++;
        return Readable.from(cutAt(bytes, [1, 2, 100]));
      };
      const before = process.env.TMPDIR;
      const folder = await mkdtemp(join(tmpdir(), "loss-test-"));
      process.env.TMPDIR = folder;
      try {
        const source = streamSource("stdin", start, { rereadable: true, notes: new Notes() });
        expect(await textOf(source.open())).toBe(text);
        expect(await textOf(source.open())).toBe(text);
        expect(starts).toBe(1);
        source.discard();
        expect(await readdir(folder)).toEqual([]);
      } finally {
        if (before === undefined) delete process.env.TMPDIR;
        else process.env.TMPDIR = before;
        await rm(folder, { recursive: true });
      }
    }
  });

  test("that breaks off is told", async () => {
    const broken = new Readable({
      read() {
        this.destroy(Object.assign(new Error("read EIO"), { code: "EIO" }));
      },
    });
    const source = streamSource("stdin", () => broken, { rereadable: false, notes: new Notes() });
    expect(await textOf(source.open())).toBe("4: stdin: cannot be read: input/output error (EIO)");
  });
});

test("an interrupt ends a run that waits for the other end of a named pipe", async () => {
  const pipe = join(mkdtempSync(join(tmpdir(), "loss-pipe-")), "pipe.csv");
  execFileSync("mkfifo", [pipe]);
  const child = spawn(process.execPath, ["dist/bin/loss.js", "mse", pipe]);
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let end = -1;
  while (end < 0) {
    await new Promise((done) => setTimeout(done, 20));
    try {
      // succeeds once somebody reads
      end = openSync(pipe, constants.O_WRONLY | constants.O_NONBLOCK);
    } catch {
      // not yet
    }
  }
  child.kill("SIGINT");
  expect(await ended).toBe(130);
  closeSync(end);
  rmSync(dirname(pipe), { recursive: true });
});
