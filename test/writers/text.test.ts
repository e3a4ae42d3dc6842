import { mkdtempSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { RowBlock } from "../../src/core/row-block.ts";
import { blocksOf, KeepingSink, makeWriter, SUMMARY, written } from "./support.ts";

afterEach(() => vi.unstubAllEnvs());

const block: RowBlock = {
  rows: 3,
  index: (row) => [0, 1, 1_000_000][row]!,
  losses: [
    {
      name: "mse",
      reduction: "mean",
      shape: [],
      unreduced: Float64Array.of(0, 0, 0),
      perSample: Float64Array.of(1 / 3, -0, Number.NaN),
      grads: [
        {
          role: "pred",
          shape: [2],
          names: ["a", "a_very_long_column"],
          values: Float64Array.of(1, 123456789, 1e-9, -1.5, Infinity, 1e300),
        },
      ],
    },
  ],
};

const HEAD = "mse        0.5\nreduction  mean over 3\nsum        1.5\nsamples    3\n";

describe("rows", () => {
  test("are rounded to six digits, in columns; long names are cut", async () => {
    expect(await written("text", [block], [SUMMARY])).toBe(
      `${HEAD}
    index         loss       grad a grad a_very…
        0     0.333333            1    123457000
        1            0         1e-9         -1.5
  1000000          NaN     Infinity       1e+300
`,
    );
  });

  test.each([
    [9 + 3 * 13, 3],
    [9 + 3 * 13 - 1, 2],
    [9 + 2 * 13, 2],
    [30, 1],
    [1, 1],
  ])("on a terminal of %i columns show %i", async (width, shown) => {
    const text = await written("text", [block], [SUMMARY], { width });
    const [, title, note, ...rows] = text.slice(HEAD.length).split("\n");
    const columns = ["         loss", "       grad a", " grad a_very…"].slice(0, shown);
    expect(title).toBe(`    index${columns.join("")}`);
    if (shown < 3) expect(note).toBe(`(${3 - shown} columns more than fit here; --format csv has all)`);
    const first = shown < 3 ? rows[0]! : note!;
    expect(first.length).toBe(9 + 13 * shown);
  });

  test("of several losses have the loss's name before theirs, and their cells where there is no sum", async () => {
    const [mse] = block.losses;
    const two: RowBlock = {
      ...block,
      losses: [
        { ...mse!, grads: [] },
        {
          name: "mae",
          reduction: "none",
          shape: [2],
          unreduced: Float64Array.of(1, 2, 3, 4, 5, 6),
          perSample: undefined,
          grads: [],
        },
      ],
    };
    const summaries = [SUMMARY, { ...SUMMARY, loss: "mae", reduction: "none", value: undefined }];
    expect(await written("text", [two], summaries)).toBe(
      `${HEAD}
mae        unreduced
reduction  none
sum        1.5
samples    3

    index     mse loss   mae loss_0   mae loss_1
        0     0.333333            1            2
        1            0            3            4
  1000000          NaN            5            6
`,
    );
  });

  test("come in as many blocks as they like, and more of them than memory's share are kept aside", async () => {
    const folder = mkdtempSync(join(tmpdir(), "loss-test-"));
    vi.stubEnv("TMPDIR", folder);
    const losses = [{ name: "mse", reduction: "mean" as const, shape: [], grads: [] }];
    const blocks = blocksOf({ seed: 1, blocks: [30_000, 0, 1, 30_000], gaps: false, losses });
    const sink = new KeepingSink();
    const writer = makeWriter("text", sink);
    for (const one of blocks) await writer.rows(one);
    expect(readdirSync(folder).length).toBe(1);
    await writer.finish([SUMMARY]);
    expect(readdirSync(folder)).toEqual([]);
    const lines = sink.text.slice(HEAD.length).split("\n");
    expect(lines.length).toBe(1 + 1 + 60_001 + 1);
    for (let i = 0; i <= 60_000; i += 1111) expect(lines[i + 2]!.slice(0, 9).trim()).toBe(String(i));

    const stopped = makeWriter("text", new KeepingSink());
    for (const one of blocks) await stopped.rows(one);
    stopped.abort();
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("the summary", () => {
  test("shows what was left out, parameters, and counts in groups", async () => {
    const summary = {
      ...SUMMARY,
      params: { ignore_index: -100, weight: [1, 2.5], from: "probs" },
      reduction: "sum",
      value: -0,
      samples: 1_234_567,
      ignored: 1000,
      skipped: 1,
    };
    expect(await written("text", [], [summary])).toBe(
      "mse           -0\nreduction     sum\nignore-index  -100\nweight        1,2.5\nfrom          probs\n" +
        "samples       1,234,567 of 1,235,568 rows (1,000 ignored, 1 skipped)\n",
    );
  });

  test("is set off where there are colours", async () => {
    const style = { strong: (text: string) => `<${text}>`, faint: (text: string) => `(${text})` };
    expect(await written("text", [], [{ ...SUMMARY, denominator: 2.5 }], { style })).toBe(
      "<mse        0.5>\n(reduction  )mean over 2.5\n(sum        )1.5\n(samples    )3\n",
    );
  });
});
