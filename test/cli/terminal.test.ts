import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Host } from "../../src/cli/host.ts";
import { columnsOf, lookOf, styleFor } from "../../src/cli/terminal.ts";
import { play } from "../transcripts.ts";

const hostWith = (env: Host["env"], columns?: number): Host =>
  ({ env, stdout: { isTTY: columns !== undefined, columns } }) as unknown as Host;

describe("colours", () => {
  const cases: readonly (readonly [env: Host["env"], terminal: boolean, elsewhere: boolean])[] = [
    [{}, true, false],
    [{ TERM: "xterm-256color" }, true, false],
    [{ TERM: "dumb" }, false, false],
    [{ NO_COLOR: "1" }, false, false],
    [{ NO_COLOR: "0" }, false, false],
    [{ NO_COLOR: "" }, true, false],
    [{ NO_COLOR: "1", FORCE_COLOR: "1" }, false, false],
    [{ NO_COLOR: "1", CLICOLOR_FORCE: "1" }, false, false],
    [{ FORCE_COLOR: "1" }, true, true],
    [{ FORCE_COLOR: "3", TERM: "dumb" }, true, true],
    [{ FORCE_COLOR: "true" }, true, true],
    [{ FORCE_COLOR: "0" }, false, false],
    [{ FORCE_COLOR: "false" }, false, false],
    [{ FORCE_COLOR: "" }, true, false],
    [{ FORCE_COLOR: "0", CLICOLOR_FORCE: "1" }, false, false],
    [{ FORCE_COLOR: "1", CLICOLOR: "0" }, true, true],
    [{ CLICOLOR_FORCE: "1" }, true, true],
    [{ CLICOLOR_FORCE: "1", CLICOLOR: "0", TERM: "dumb" }, true, true],
    [{ CLICOLOR_FORCE: "0" }, true, false],
    [{ CLICOLOR_FORCE: "" }, true, false],
    [{ CLICOLOR: "1" }, true, false],
    [{ CLICOLOR: "0" }, false, false],
    [{ CLICOLOR: "" }, true, false],
  ];

  it.each(cases)("%j", async (env, terminal, elsewhere) => {
    const coloured = async (isTerminal: boolean): Promise<boolean> =>
      (await styleFor(hostWith(env), isTerminal)).strong("x") !== "x";
    expect(await coloured(true)).toBe(terminal);
    expect(await coloured(false)).toBe(elsewhere);
  });

  it("are in what the command prints where they are asked for, and only there", async () => {
    const begin = "\u001b[";
    const mse = "loss mse 1,2,3 1,2,5";
    for (const command of [mse, "loss --help", "loss mse --help", "loss list box", "loss show mse"]) {
      const plain = await play(command);
      expect(plain).not.toContain(begin);
      const coloured = await play(`FORCE_COLOR=1 ${command}`);
      expect(coloured).toContain(begin);
      expect(stripVTControlCharacters(coloured)).toBe(plain);
    }
    for (const format of ["json", "ndjson", "csv", "tsv"])
      expect(await play(`CLICOLOR_FORCE=1 ${mse} --format ${format}`)).not.toContain(begin);
  });
});

describe("width", () => {
  const cases: readonly (readonly [told: string | undefined, has: number | undefined, width: unknown])[] = [
    [undefined, undefined, undefined],
    [undefined, 132, 132],
    [undefined, 0, undefined],
    ["60", undefined, 60],
    ["60", 132, 60],
    ["1", 132, 1],
    ["9999", 132, 9999],
    ["0", 132, 132],
    ["", 132, 132],
    ["-5", 132, 132],
    ["80.5", 132, 132],
    ["10000", 132, 132],
    ["wide", undefined, undefined],
  ];

  it.each(cases)("COLUMNS=%s where the terminal has %s", (told, has, width) => {
    const host = hostWith({ COLUMNS: told }, has);
    expect(columnsOf(host, host.stdout)).toBe(width);
  });

  it.each([
    ["20", 40],
    ["64", 64],
    ["300", 100],
    [undefined, 80],
  ])("text for COLUMNS=%s", async (COLUMNS, width) => {
    expect((await lookOf(hostWith({ COLUMNS }))).width).toBe(width);
  });

  it.each([40, 60, 100])("is kept by lists and help: %i", async (columns) => {
    // beside options there is no room for sentences on a very narrow terminal
    const help = columns > 40 ? ["loss smooth-l1 --help"] : [];
    for (const command of ["loss list", "loss show cox", ...help]) {
      const text = await play(`COLUMNS=${columns} ${command}`);
      // an example is one line, to be pasted, and so is a path
      const lengths = text
        .split("\n")
        .map((line) => (/fixtures\/data|^ {2}loss /.test(line) ? 0 : line.length));
      expect(Math.max(...lengths), command).toBeLessThanOrEqual(columns);
      expect(Math.max(...lengths), command).toBeGreaterThan(columns - 12);
    }
  });
});
