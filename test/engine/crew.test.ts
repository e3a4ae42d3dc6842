import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folder, play } from "./play.ts";

const number = fc.oneof(
  { weight: 20, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
  { weight: 20, arbitrary: fc.integer({ min: -9, max: 9 }).map(String) },
  fc.constantFrom("nan", "inf", '"3"', " 4", "1e-400", "-0", "1e300", "+.5", "0.1"),
);
/** Cells that end a run, or leave a row out. */
const odd = fc.constantFrom("", "x", "1e400", "NA", '"', '1,2,"3', '"a\nb"');
/** A column that nobody asks for, whose text may hold what looks like the end of a row. */
const note = fc.oneof(
  { weight: 6, arbitrary: fc.constant("n") },
  { weight: 1, arbitrary: fc.constantFrom('"a\n1,2,b"', '"\n\n"', '"a,b"', '"q""q"') },
);

const settings = {
  threads: fc.integer({ min: 1, max: 3 }),
  segment: fc.integer({ min: 5, max: 120 }),
  end: fc.constantFrom("\n", "\r\n"),
  last: fc.boolean(),
};

async function same(
  args: readonly string[],
  text: string,
  threads: number,
  segment: number,
  name = "t.csv",
): Promise<void> {
  const file = join(folder, name);
  writeFileSync(file, text);
  const alone = await play(args, file);
  expect(await play(args, file, { threads, segment })).toEqual(alone);
}

describe("a file in segments gives the same as in one piece", () => {
  const runs = 40;
  const rowsOf = (row: fc.Arbitrary<string>) => fc.array(row, { minLength: 0, maxLength: 40 });

  test("regressions", async () => {
    const row = fc.oneof(
      { weight: 60, arbitrary: fc.tuple(number, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.tuple(odd, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.constantFrom("", "1,2", "#", "1,2,3,4") },
    );
    const args = fc.constantFrom(
      ["mse", "-q"],
      ["mse", "--format", "json"],
      ["mse,mae", "--per-sample", "--format", "csv"],
      ["mse", "--grad", "--format", "ndjson", "--missing", "skip"],
      ["mse", "--grad", "--reduction", "sum", "--format", "tsv"],
      ["mse", "--per-sample", "--format", "csv", "--missing", "skip"],
      ["l1", "--reduction", "none", "--format", "csv", "--strict"],
      ["mse", "--per-sample"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        fc.constantFrom("pred,target,note", '"pred","target",note'),
        async (chosen, rows, { threads, segment, end, last }, header) =>
          await same(chosen, [header, ...rows].join(end) + (last ? end : ""), threads, segment),
      ),
      { numRuns: runs },
    );
  });

  test("classes, weights and warnings", async () => {
    const probability = fc.constantFrom("0.5,0.25,0.25", "1,0,0", "0.2,0.3,0.5000004", "0,0.5,0.5");
    const label = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom("1", "2", "-100", "1.0") },
      { weight: 1, arbitrary: fc.constantFrom("0", "3", "1.5", "-1", "") },
    );
    const weight = fc.oneof(
      { weight: 40, arbitrary: fc.constantFrom("1", "0", "0.1", "3") },
      { weight: 1, arbitrary: fc.constantFrom("-1", "nan") },
    );
    const row = fc.tuple(probability, label, weight).map((cells) => cells.join(","));
    const common = ["-p", "p_*", "-t", "label"];
    const args = fc.constantFrom(
      ["cross-entropy", ...common, "--from", "probs", "--format", "json"],
      ["cross-entropy", ...common, "--format", "json", "--sample-weight", "w"],
      ["cross-entropy", ...common, "--from", "probs", "--per-sample", "--grad", "--format", "csv"],
      ["cross-entropy", ...common, "--sample-weight", "w", "--grad", "--format", "ndjson"],
      ["nll", ...common, "--weight", "0.1,2,3", "--format", "json", "--missing", "skip"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        async (chosen, rows, { threads, segment, end, last }) =>
          await same(
            chosen,
            ["p_0,p_1,p_2,label,w", ...rows].join(end) + (last ? end : ""),
            threads,
            segment,
          ),
      ),
      { numRuns: runs },
    );
  });

  test("gradients of means, of which rows may stand above an error", async () => {
    const row = fc.oneof(
      { weight: 80, arbitrary: fc.tuple(number, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.tuple(odd, number, note).map((cells) => cells.join(",")) },
      { weight: 1, arbitrary: fc.constantFrom("", "1,2", "1,2,3,4", "1,2,\r", "\r\n") },
    );
    const args = fc.constantFrom(
      ["mse", "--per-sample", "--grad", "--format", "csv"],
      ["mse,huber", "--grad", "--format", "ndjson"],
      ["kl-div", "--log-target", "--reduction", "batchmean", "--grad", "--format", "tsv"],
    );
    await fc.assert(
      fc.asyncProperty(
        args,
        rowsOf(row),
        fc.record(settings),
        fc.constantFrom("pred,target,note", '"pred","target",note'),
        async (chosen, rows, { threads, segment, end, last }, header) => {
          const file = join(folder, "t.csv");
          writeFileSync(file, [header, ...rows].join(end) + (last ? end : ""));
          const alone = await play(chosen, file);
          const [one, several] = [
            await play(chosen, file, { threads: 1, segment: 1000 }),
            await play(chosen, file, { threads, segment }),
          ];
          expect(several).toEqual(one);
          expect(one).toEqual(alone.status === 0 ? alone : { ...alone, stdout: one.stdout });
        },
      ),
      { numRuns: runs },
    );
  });

  test("tables without a header", async () => {
    const row = fc.oneof(
      { weight: 10, arbitrary: fc.tuple(number, number).map((cells) => cells.join(";")) },
      { weight: 1, arbitrary: fc.constant("") },
    );
    await fc.assert(
      fc.asyncProperty(
        rowsOf(row),
        fc.record(settings),
        async (rows, { threads, segment, end, last }) =>
          await same(
            ["mae", "--no-header", "-d", ";", "--per-sample", "--format", "csv", "--missing", "skip"],
            rows.join(end) + (last ? end : ""),
            threads,
            segment,
          ),
      ),
      { numRuns: 20 },
    );
  });
});

test("rows that threads write to a file by themselves stand where those of one thread do", async () => {
  const row = fc.oneof(
    { weight: 90, arbitrary: fc.tuple(number, number).map((cells) => cells.join(",")) },
    { weight: 1, arbitrary: fc.constantFrom("", "1,x", '"1\n",2', "nan,1") },
  );
  const args = fc.constantFrom(
    ["mse", "--per-sample", "--grad", "--format", "csv"],
    ["mse,mae", "--per-sample", "--format", "tsv", "--missing", "skip"],
    ["l1", "--grad", "--reduction", "sum", "--format", "ndjson"],
  );
  const out = join(folder, "rows");
  const played = async (...how: Parameters<typeof play>) => {
    rmSync(out, { force: true });
    const ended = await play(...how);
    return { ...ended, rows: existsSync(out) && readFileSync(out, "utf8") };
  };
  await fc.assert(
    fc.asyncProperty(
      args,
      fc.array(row, { maxLength: 60 }),
      fc.record(settings),
      async (chosen, rows, { threads, segment, end, last }) => {
        const file = join(folder, "t.csv");
        writeFileSync(file, ["pred,target", ...rows].join(end) + (last ? end : ""));
        const told = [...chosen, "-o", out];
        expect(await played(told, file, { threads, segment })).toEqual(await played(told, file));
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);

test("rows that the compiled printer has printed wait for their places, also where some are left out now and then", async () => {
  const rows = Array.from({ length: 60_000 }, (_, i) => {
    // in every third part, so that rows are sometimes numbered without a gap
    const missing = Math.floor(i / 4000) % 3 === 2 && i % 997 === 0;
    return `${Math.sin(i)},${missing ? "" : i / 7}`;
  });
  const file = join(folder, "many.csv");
  writeFileSync(file, ["pred,target", ...rows].join("\n"));
  const out = join(folder, "many-rows");
  for (const format of ["csv", "ndjson"]) {
    const args = ["mse", "--per-sample", "--grad", "--missing", "skip", "--format", format, "-o", out];
    const played = async (split?: { threads: number; segment: number }): Promise<string> => {
      expect((await play(args, file, split)).status).toBe(0);
      return readFileSync(out, "utf8");
    };
    const alone = await played();
    for (const threads of [1, 2, 3])
      for (const segment of [20_000, 150_000])
        expect((await played({ threads, segment })) === alone).toBe(true);
  }
}, 60_000);

test("records in segments give the same as in one piece", async () => {
  const value = fc.oneof(
    { weight: 40, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
    { weight: 4, arbitrary: fc.constantFrom("NaN", '"-Infinity"', "1e-400", "1e300", "-0") },
    { weight: 1, arbitrary: fc.constantFrom("null", '"x"', "1e400", "[1]", "{", '"a') },
  );
  const row = fc.oneof(
    { weight: 40, arbitrary: fc.tuple(value, value).map(([p, t]) => `{"pred": ${p}, "target": ${t}}`) },
    {
      weight: 4,
      arbitrary: fc.tuple(value, value).map(([p, t]) => `{"target":${t},"note":"é","pred":${p}}`),
    },
    { weight: 1, arbitrary: fc.constantFrom("", "  ", "3", "\ufeff", '{"pred": 1}', "{") },
  );
  const args = fc.constantFrom(
    ["mse", "-q"],
    ["mse,mae", "--format", "json", "--missing", "skip"],
    ["mse", "--format", "json"],
    ["mse", "--grad", "--format", "ndjson", "--missing", "skip"],
    ["l1", "--per-sample", "--format", "csv", "--strict"],
  );
  const property = fc.asyncProperty(
    args,
    fc.array(row, { maxLength: 40 }),
    fc.record(settings),
    async (chosen, rows, { threads, segment, end, last }) =>
      await same(chosen, rows.join(end) + (last ? end : ""), threads, segment, "t.ndjson"),
  );
  await fc.assert(property, { numRuns: 60 });
}, 60_000);

describe("what stands in other segments counts", () => {
  const rows = "0.5,0.25,0.25,1\n".repeat(30);

  test.each([
    ["class 0 above one that is too high", `0.5,0.25,0.25,0\n${rows}1,0,0,3\n`],
    ["no class 0 above one that is too high", `${rows}1,0,0,3\n`],
    ["infinite losses", `0,0.5,0.5,0\n${rows}0,0.5,0.5,0\n${rows}`],
    ["a wrong row of a role that is checked first", `${rows}0.5,0.25,0.25,7\n3,0,0,1\n`],
    [
      "odd values in another order than roles are looked at",
      `0.5,0.25,0.25,1\n${rows}0.5,nan,0.25,1\n${rows}`,
    ],
    ["blank lines", `${rows}${"\n".repeat(40)}${rows}`],
    ["blank lines at the end", `${rows}\n\n\n\n`],
  ])("%s", async (_, text) => {
    for (const [threads, segment] of [
      [2, 16],
      [1, 40],
    ] as const)
      await same(
        ["cross-entropy", "--from", "probs", "-p", "p_*", "-t", "label", "--format", "json"],
        `p_0,p_1,p_2,label\n${text}`,
        threads,
        segment,
      );
  });
});
