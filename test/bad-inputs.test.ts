import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { Case } from "./bad-inputs/case.ts";
import { columns } from "./bad-inputs/columns.ts";
import { domains } from "./bad-inputs/domains.ts";
import { encodings } from "./bad-inputs/encodings.ts";
import { json } from "./bad-inputs/json.ts";
import { jsonText } from "./bad-inputs/json-text.ts";
import { labels } from "./bad-inputs/labels.ts";
import { numbers } from "./bad-inputs/numbers.ts";
import { options } from "./bad-inputs/options.ts";
import { sequences } from "./bad-inputs/sequences.ts";
import { shapes } from "./bad-inputs/shapes.ts";
import { specialValues } from "./bad-inputs/special-values.ts";
import { streams } from "./bad-inputs/streams.ts";
import { tables } from "./bad-inputs/tables.ts";

const COMMAND = resolve("dist/bin/loss.js");
const sections = {
  tables,
  encodings,
  columns,
  numbers,
  specialValues,
  shapes,
  domains,
  labels,
  json,
  jsonText,
  sequences,
  streams,
  options,
};

interface Ran {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Files that were not there before. */
  readonly left: readonly string[];
}

async function run({ files = {}, stdin = "", args }: Case): Promise<Ran> {
  const folder = await mkdtemp(join(tmpdir(), "loss-test-"));
  try {
    for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
    const child = spawn(process.execPath, [COMMAND, ...args.split(" ")], { cwd: folder });
    // a command that fails early does not read all of its input
    child.stdin.on("error", () => {});
    child.stdin.end(stdin);
    const closed = new Promise<number | null>((done) => child.on("close", done));
    const [stdout, stderr, status] = await Promise.all([text(child.stdout), text(child.stderr), closed]);
    const left = (await readdir(folder)).filter((name) => !(name in files));
    return { status, stdout, stderr, left };
  } finally {
    await rm(folder, { recursive: true });
  }
}

function expected({ status = 0, says = [], prints }: Case): Ran {
  return {
    status,
    stdout: prints === undefined ? "" : `${prints}\n`,
    stderr: [says]
      .flat()
      .map((line) => `loss: ${line}\n`)
      .join(""),
    left: [],
  };
}

for (const [section, cases] of Object.entries(sections)) {
  for (const one of cases)
    test.concurrent(`${section} ${one.id}: ${one.what}`, async () => {
      expect(await run(one)).toEqual(expected(one));
    });
}

test("every case has an id of its own", () => {
  const ids = Object.values(sections).flatMap((cases) => cases.map(({ id }) => id));
  expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([]);
});
