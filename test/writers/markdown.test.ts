import { parse } from "csv-parse/sync";
import fc from "fast-check";
import { expect, test } from "vitest";
import { blocksOf, type LossForm, SUMMARY, scenes, summariesOf, written } from "./support.ts";

/** Cells of a line of a table, which stand between bars that no backslash is before. */
const cellsOf = (line: string): string[] =>
  line.match(/(?:\\.|[^|\\])+/g)!.map((cell) => cell.slice(1, -1).replace(/\\([!-/:-@[-`{-~])/g, "$1"));

test("a row for each loss, with what all of them are told", async () => {
  const summaries = [
    { ...SUMMARY, loss: "smooth-l1", params: { beta: 0.5 } },
    {
      ...SUMMARY,
      loss: "cross-entropy",
      params: { ignore_index: -100, weight: [1, 2] },
      ignored: 2,
      value: 1e-7,
    },
    { ...SUMMARY, reduction: "none", value: undefined },
  ];
  expect(await written("markdown", [], summaries)).toBe(
    [
      "| loss | value | reduction | samples | ignored | beta | ignore-index | weight |",
      "| --- | --: | --- | --: | --: | --- | --- | --- |",
      "| smooth-l1 | 0.5 | mean | 3 | 0 | 0.5 |  |  |",
      "| cross-entropy | 1e-7 | mean | 3 | 2 |  | -100 | 1,2 |",
      "| mse | unreduced | none | 3 | 0 |  |  |  |\n",
    ].join("\n"),
  );
});

test("what Markdown would take for its own is escaped", async () => {
  const named = (name: string): LossForm => ({
    name: "mse",
    reduction: "mean",
    shape: [],
    grads: [{ role: "pred", shape: [], names: [name] }],
  });
  const heads = async (name: string): Promise<string> => {
    const [block] = blocksOf({ seed: 1, blocks: [1], gaps: false, losses: [named(name)] });
    return (await written("markdown", [block!], [SUMMARY])).split("\n")[4]!;
  };
  expect(await heads("a|b")).toBe("| index | loss | grad_a\\|b |");
  expect(await heads("*x*\n_y_ y_hat")).toBe("| index | loss | grad\\_\\*x\\* \\_y\\_ y_hat |");
  expect(await heads("`<b>&\\[~")).toBe("| index | loss | grad\\_\\`\\<b\\>\\&\\\\\\[\\~ |");
});

test("rows are those of csv, in a table whose lines all have as many cells", async () => {
  await fc.assert(
    fc.asyncProperty(scenes, async (scene) => {
      const blocks = blocksOf(scene);
      const summaries = summariesOf(scene);
      const text = await written("markdown", blocks, summaries);
      const csv = parse(await written("csv", blocks, summaries)) as string[][];
      const [summary, rows] = text.split("\n\n");
      expect(summary!.trimEnd().split("\n").length).toBe(scene.losses.length + 2);
      const [head, rule, ...lines] = (rows ?? "").split("\n").slice(0, -1);
      if (csv.length === 0) {
        expect(rows).toBeUndefined();
        return;
      }
      expect(cellsOf(head!)).toEqual(csv[0]!.map((cell) => cell.replace(/\s+/g, " ")));
      expect(rule).toBe(`| ${csv[0]!.map(() => "--:").join(" | ")} |`);
      expect(lines).toEqual(csv.slice(1).map((cells) => `| ${cells.join(" | ")} |`));
    }),
    { numRuns: 40 },
  );
});
