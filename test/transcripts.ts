import { execFile } from "node:child_process";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** A command and what it prints, as `$ command` and the lines below it; `[3]` after them is an exit status. */
export interface Step {
  readonly command: string;
  readonly output: string;
}

/** Splits a transcript into its steps; lines before the first command are a comment. */
export function stepsOf(transcript: string): Step[] {
  return transcript
    .split(/^(?=\$ )/m)
    .filter((part) => part.startsWith("$ "))
    .map((part) => {
      const end = part.indexOf("\n");
      return { command: part.slice(2, end), output: part.slice(end + 1) };
    });
}

let path: string | undefined;

/** A PATH on which `loss` is the built command. */
function pathWithLoss(): string {
  if (path) return path;
  const folder = mkdtempSync(join(tmpdir(), "loss-path-"));
  writeFileSync(
    join(folder, "loss"),
    `#!/bin/sh\nexec "${process.execPath}" "${resolve("dist/bin/loss.js")}" "$@"\n`,
  );
  chmodSync(join(folder, "loss"), 0o755);
  path = `${folder}${delimiter}${process.env.PATH ?? ""}`;
  return path;
}

/** What a shell command prints, stdout and stderr together, and its status where that is not 0. */
export function play(command: string): Promise<string> {
  // what somebody prefers on a terminal is not in the record
  const { NO_COLOR, FORCE_COLOR, CLICOLOR_FORCE, COLUMNS, ...env } = process.env;
  return new Promise((done) => {
    execFile(
      "bash",
      ["-o", "pipefail", "-c", `{ ${command}\n} 2>&1`],
      { env: { ...env, PATH: pathWithLoss(), LC_ALL: "C" }, maxBuffer: 1 << 26 },
      (error, stdout) => done(error ? `${stdout}[${error.code}]\n` : stdout),
    );
  });
}
