import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../src/cli/host.ts";
import { Progress } from "../../src/cli/progress.ts";

describe("progress", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** What is written to stderr, a terminal or not, while 10 MB come in each half second. */
  function written(isTTY: boolean, columns: number): string[] {
    const texts: string[] = [];
    const host = { stdout: { columns }, stderr: { isTTY, write: (text: string) => texts.push(text) } };
    const progress = new Progress(host as unknown as Host);
    progress.start("preds.csv", 40_000_000);
    for (let i = 0; i < 4; i++) {
      vi.advanceTimersByTime(500);
      progress.add(10_000_000);
    }
    progress.stop();
    progress.add(1);
    return texts;
  }

  it("is said after a second on a terminal, and taken back", () => {
    expect(written(true, 80)).toEqual([
      "\r\u001b[Kpreds.csv  50%  20 MB  20 MB/s",
      "\r\u001b[Kpreds.csv  75%  30 MB  20 MB/s",
      "\r\u001b[Kpreds.csv  100%  40 MB  20 MB/s",
      "\r\u001b[K",
    ]);
  });

  it("fits the terminal", () => {
    expect(written(true, 12)[0]).toBe("\r\u001b[Kpreds.csv  ");
  });

  it("is not said elsewhere", () => {
    expect(written(false, 80)).toEqual([]);
  });
});
