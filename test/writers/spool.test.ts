import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FileError } from "../../src/core/errors.ts";
import { Spool } from "../../src/writers/spool.ts";
import { KeepingSink } from "./support.ts";

const MEGABYTE = 1 << 20;
const explain = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? String(error);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "loss-test-"));
  vi.stubEnv("TMPDIR", folder);
});
afterEach(() => vi.unstubAllEnvs());

/** Puts the bytes together as they came. */
class ByteSink extends KeepingSink {
  readonly parts: Buffer[] = [];

  override write(data: string | Uint8Array): Promise<void> {
    this.parts.push(Buffer.from(data as Uint8Array));
    return super.write(data);
  }

  get bytes(): Buffer {
    return Buffer.concat(this.parts);
  }
}

async function copyOf(spool: Spool): Promise<Buffer> {
  const sink = new ByteSink();
  await spool.copyTo(sink);
  return sink.bytes;
}

test("gives back what it was given, below and above memory's share", async () => {
  const sizes = fc.oneof(
    { weight: 4, arbitrary: fc.integer({ min: 0, max: 5000 }) },
    fc.integer({ min: MEGABYTE - 2, max: MEGABYTE + 2 }),
    fc.integer({ min: 0, max: 3 * MEGABYTE }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(sizes, { maxLength: 8 }), fc.nat(255), async (lengths, seed) => {
      const spool = new Spool(explain);
      const given: Buffer[] = [];
      for (const [i, length] of lengths.entries()) {
        const bytes = Buffer.alloc(length, (seed + i) % 256);
        if (length > 0) bytes[length >> 1] = i;
        given.push(Buffer.from(bytes));
        spool.write(bytes);
        // they are their owner's again
        bytes.fill(0);
      }
      const total = lengths.reduce((sum, length) => sum + length, 0);
      expect(spool.empty).toBe(total === 0);
      expect(readdirSync(folder).length).toBe(total > MEGABYTE ? 1 : 0);
      expect((await copyOf(spool)).equals(Buffer.concat(given))).toBe(true);
      spool.remove();
      expect(readdirSync(folder)).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

test("takes text as well, whose characters may be cut where memory ends", async () => {
  const text = "é😀x".repeat(500_000);
  const spool = new Spool(explain);
  spool.write(text);
  spool.write("end");
  expect((await copyOf(spool)).toString() === `${text}end`).toBe(true);
  spool.remove();
});

test("hands over pieces of a megabyte at most", async () => {
  const spool = new Spool(explain);
  for (let i = 0; i < 50; i++) spool.write(new Uint8Array(100_000).fill(i));
  const sink = new ByteSink();
  await spool.copyTo(sink);
  expect(sink.bytes.length).toBe(5_000_000);
  expect(Math.max(...sink.parts.map((part) => part.length))).toBe(MEGABYTE);
  spool.remove();
});

test("memory stays flat", () => {
  const spool = new Spool(explain);
  const before = process.memoryUsage().arrayBuffers;
  const piece = new Uint8Array(100_000);
  for (let i = 0; i < 600; i++) spool.write(piece);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8 * MEGABYTE);
  spool.remove();
});

test("says when there is no place for a temporary file", () => {
  vi.stubEnv("TMPDIR", join(folder, "missing"));
  const spool = new Spool(explain);
  const fill = (): void => spool.write(new Uint8Array(2 * MEGABYTE));
  expect(fill).toThrow(FileError);
  expect(fill).toThrow("results cannot be kept in a temporary file: ENOENT");
  // nothing to remove is no error
  spool.remove();
});
