import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { play } from "../transcripts.ts";

interface Group {
  readonly by: string;
  readonly samples: number;
  readonly value: number;
  readonly sum?: number;
  readonly share?: number;
}

interface Told {
  readonly groups: readonly (Omit<Group, "by"> & { readonly by: Readonly<Record<string, string>> })[];
}

const cases = JSON.parse(readFileSync("fixtures/statistics/groups.json", "utf8")) as {
  readonly args: string;
  readonly groups: readonly Group[];
}[];

/** PyTorch's losses carry its own rounding. */
const TOLERANCE = 1e-12;

describe.concurrent("groups", () => {
  test.each(cases)("loss $args", async ({ args, groups: wanted }) => {
    const { groups } = JSON.parse(await play(`loss ${args} --format json`)) as Told;
    expect(groups.map(({ by, samples }) => [...Object.values(by), samples])).toEqual(
      wanted.map(({ by, samples }) => [by, samples]),
    );
    for (const [i, group] of groups.entries())
      for (const field of ["value", "sum", "share"] as const) {
        const expected = wanted[i]![field];
        if (expected === undefined) continue;
        expect(Math.abs(group[field]! - expected), field).toBeLessThanOrEqual(TOLERANCE * Math.abs(expected));
      }
  });

  test("twenty thousand are all told, the largest first", async () => {
    const rows = `seq 0 19999 | awk '{print $1","0",g"$1}'`;
    const { groups } = JSON.parse(
      await play(`(echo pred,target,key; ${rows}) | loss mae --group-by key --format json`),
    ) as Told;
    expect(groups.length).toBe(20_000);
    expect(groups.slice(0, 2).map(({ by, sum }) => [by.key, sum])).toEqual([
      ["g19999", 19999],
      ["g19998", 19998],
    ]);
    expect(groups.at(-1)).toMatchObject({ by: { key: "g0" }, value: 0, share: 0 });
  });
});

test("neither threads nor where the rows come from change anything", async () => {
  const rows = `awk 'BEGIN{srand(3); print "pred,target,key"; for (i=0;i<20000;i++) print rand()","rand()*rand()","i%7}'`;
  const options = "--group-by key --worst 3 --show key --stats --histogram --format json";
  const out = await play(
    `f=$(mktemp --suffix .csv); ${rows} > $f; loss mse $f ${options} --threads 2 | md5sum; loss mse $f ${options} --threads 1 | md5sum; loss mse - ${options} < $f | md5sum; rm $f`,
  );
  const sums = out.trim().split("\n");
  expect(sums.length).toBe(3);
  expect(new Set(sums).size).toBe(1);
});
