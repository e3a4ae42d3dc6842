import fc from "fast-check";
import { expect, test } from "vitest";
import { type LossResult, run } from "../../src/engine/run.ts";
import { mse } from "../../src/losses/regression/mse.ts";
import { perSample } from "../../src/reducers/rows.ts";
import { Totals } from "../../src/reducers/totals.ts";
import { compute, inputOf } from "./arrays.ts";

const plan = {
  losses: [{ loss: mse, given: {}, reduction: "mean" as const, optional: [] }],
  grad: false,
  rows: false,
  sampleWeight: undefined,
};

test("values on the way are those of the rows so far, wherever the batches are cut", async () => {
  const cut = fc.uniqueArray(fc.integer({ min: 0, max: 12 }), { maxLength: 4 });
  const rows = fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(
      rows,
      cut,
      fc.integer({ min: 1, max: 5 }),
      fc.nat(2),
      async (pred, at, every, skipped) => {
        const target = pred.map(() => 1);
        const cuts = at.filter((place) => place <= pred.length).sort((a, b) => a - b);
        const told: [number, number | undefined][] = [];
        const tell = async (read: number, [result]: readonly LossResult[]): Promise<void> => {
          told.push([read, result!.value]);
        };
        const [whole] = await run(
          plan,
          inputOf({ pred, target }, cuts, skipped),
          { totals: () => new Totals(), perSample },
          undefined,
          { running: { every, tell } },
        );
        const wanted: [number, number | undefined][] = [];
        for (let end = every; end <= pred.length; end += every) {
          const { value } = await compute(mse, { pred: pred.slice(0, end), target: target.slice(0, end) });
          wanted.push([end, value]);
        }
        expect(told).toEqual(wanted);
        expect(whole).toEqual({ ...whole, value: (await compute(mse, { pred, target })).value, skipped });
      },
    ),
  );
});
