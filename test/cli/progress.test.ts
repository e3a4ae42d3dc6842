import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Host } from "../../src/cli/host.ts";
import { Progress, type Reading } from "../../src/cli/progress.ts";

interface Setting {
  readonly reading?: Partial<Reading>;
  readonly columns?: number;
  /** Bytes in each half second. */
  readonly bytes?: readonly number[];
  readonly terminal?: boolean;
  readonly outputToTerminal?: boolean;
  readonly env?: Host["env"];
}

const MB = 1e6;
const UTF8 = { LANG: "en_GB.UTF-8" };

describe("progress", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function written({
    reading = {},
    columns = 80,
    bytes = [10 * MB, 10 * MB, 10 * MB, 10 * MB],
    terminal = true,
    outputToTerminal = false,
    env = UTF8,
  }: Setting): string[] {
    const texts: string[] = [];
    const host = {
      env,
      stdout: { isTTY: outputToTerminal, columns: undefined },
      stderr: { isTTY: terminal, columns, write: (text: string) => texts.push(text) },
    };
    const progress = new Progress(host as unknown as Host);
    progress.start({ name: "preds.csv", size: 40 * MB, passes: 1, streams: false, ...reading });
    for (const count of bytes) {
      vi.advanceTimersByTime(500);
      if (count > 0) progress.add(count);
    }
    progress.stop();
    progress.add(1);
    return texts;
  }

  /** The lines, without what clears the line before each. */
  const lines = (setting: Setting): string[] =>
    written(setting)
      .slice(0, -1)
      .map((text) => text.replace("\r\u001b[K", ""));

  it("is said after a second on a terminal, and taken back", () => {
    const texts = written({});
    expect(texts).toEqual([
      `\r\u001b[Kpreds.csv  ${"█".repeat(13)}${"░".repeat(13)}   50%  20 MB of 40 MB   20 MB/s  1 s left`,
      `\r\u001b[Kpreds.csv  ${"█".repeat(19)}${"░".repeat(7)}   75%  30 MB of 40 MB   20 MB/s  1 s left`,
      `\r\u001b[Kpreds.csv  ${"█".repeat(26)}  100%  40 MB of 40 MB   20 MB/s  0 s left`,
      "\r\u001b[K",
    ]);
  });

  it("counts two passes as such", () => {
    const reading = { passes: 2, size: 20 * MB };
    expect(lines({ reading, columns: 62, bytes: [5, 5, 10, 10, 5].map((n) => n * MB) })).toEqual([
      "preds.csv  pass 1 of 2  ██░░░░░░░░░   25%   10 MB/s  3 s left",
      "preds.csv  pass 2 of 2  █████░░░░░░   50%   13 MB/s  2 s left",
      "preds.csv  pass 2 of 2  ████████░░░   75%   15 MB/s  1 s left",
      "preds.csv  pass 2 of 2  █████████░░   87%   14 MB/s  1 s left",
    ]);
    expect(lines({ reading, columns: 100, bytes: [5 * MB, 30 * MB] })).toEqual([
      `preds.csv  pass 2 of 2  ${"█".repeat(26)}${"░".repeat(4)}   87%  15 MB of 20 MB   35 MB/s  1 s left`,
    ]);
  });

  it.each([
    [10, " 50%"],
    [16, "preds.csv   50%"],
    [27, "preds.csv   50%  1 s left"],
    [37, "preds.csv   50%   20 MB/s  1 s left"],
    [46, "preds.csv  ████░░░░   50%   20 MB/s  1 s left"],
    [60, "preds.csv   50%  20 MB of 40 MB   20 MB/s  1 s left"],
    [200, `preds.csv  ${"█".repeat(15)}${"░".repeat(15)}   50%  20 MB of 40 MB   20 MB/s  1 s left`],
  ])("says in %i columns what there is room for", (columns, line) => {
    expect(lines({ columns })[0]).toBe(line);
  });

  it("fits every terminal", () => {
    for (let columns = 6; columns < 130; columns++)
      for (const size of [40 * MB, undefined])
        for (const text of lines({ columns, reading: { size, passes: 2 } }))
          expect(text.length).toBeLessThan(columns);
  });

  it("goes by COLUMNS", () => {
    expect(lines({ env: { ...UTF8, COLUMNS: "16" } })[0]).toBe("preds.csv   50%");
  });

  it.each([
    [{ LANG: "C" }, false],
    [{}, false],
    [{ LC_ALL: "C", LANG: "en_GB.UTF-8" }, false],
    [{ LC_CTYPE: "de_DE.ISO-8859-1", LANG: "en_GB.UTF-8" }, false],
    [{ LC_ALL: "", LC_CTYPE: "C.utf8" }, true],
    [{ LC_ALL: "C.UTF-8", LANG: "C" }, true],
  ])("is ASCII where the locale is: %j", (env, unicode) => {
    const [line] = lines({ env });
    const bar = unicode ? `${"█".repeat(13)}${"░".repeat(13)}` : `[${"#".repeat(12)}${"-".repeat(12)}]`;
    expect(line).toBe(`preds.csv  ${bar}   50%  20 MB of 40 MB   20 MB/s  1 s left`);
  });

  it("says what is known where the size is not", () => {
    expect(lines({ reading: { name: "stdin", size: undefined } })[0]).toBe("stdin  20 MB   20 MB/s");
    expect(lines({ reading: { name: "stdin", size: 0 } })[0]).toBe("stdin  20 MB   20 MB/s");
  });

  it.each([
    [59, "59 s left"],
    [60, "1:00 min left"],
    [187, "3:07 min left"],
    [3599, "59:59 min left"],
    [7500, "2:05 h left"],
  ])("tells the time: %i seconds", (seconds, text) => {
    expect(lines({ reading: { size: (seconds + 1) * MB }, bytes: [MB / 2, MB / 2] })[0]).toMatch(
      new RegExp(`  1 MB/s  ${text}$`),
    );
  });

  it("tells the time by the speed of late, and not before there is one", () => {
    const slow = { reading: { size: 100 * MB }, columns: 70 };
    const times = (bytes: readonly number[]): unknown[] =>
      lines({ ...slow, bytes }).map((line) => / ([\d:]+ \w+) left$/.exec(line)?.[1]);
    expect(times([0, 0, 0, 0, 10 * MB, 10 * MB, 10 * MB])).toEqual([undefined, "4 s", "4 s"]);
    const half = Array.from({ length: 24 }, () => MB / 2);
    expect(times([...half, ...Array.from({ length: 16 }, () => 2 * MB)]).slice(-2)).toEqual(["17 s", "16 s"]);
  });

  it("says no more of a file that grows than of its end", () => {
    expect(lines({ bytes: [10 * MB, 40 * MB], columns: 60 })).toEqual([
      "preds.csv  100%  40 MB of 40 MB   50 MB/s  0 s left",
    ]);
  });

  it("shows the end of a long name, and no control characters", () => {
    const name = `${"folder/".repeat(9)}preds.csv`;
    expect(lines({ reading: { name } })[0]).toMatch(/^…r\/folder\/folder\/folder\/folder\/preds\.csv {2}/);
    expect(lines({ reading: { name: "a\u001b[2Jb" } })[0]).toMatch(/^a\\u001b\[2Jb {2}/);
  });

  it("is not said elsewhere, nor among rows on a terminal", () => {
    expect(written({ terminal: false })).toEqual([]);
    expect(written({ reading: { streams: true }, outputToTerminal: true })).toEqual([]);
    expect(written({ reading: { streams: true } }).length).toBe(4);
    expect(written({ outputToTerminal: true }).length).toBe(4);
  });
});
