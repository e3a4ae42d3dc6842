import { describe, expect, test } from "vitest";
import { compute, expectClose, named } from "../engine/arrays.ts";
import { SIMILARITIES, VECTORS } from "./dependent.ts";

describe("embeddings", () => {
  test("ntxent does not see the lengths of vectors, and its gradient does not change them", async () => {
    const ntxent = named("ntxent");
    const longer = VECTORS.pred!.map((v, i) => (v as number[]).map((x) => x * (i + 2)));
    const plain = await compute(ntxent, VECTORS, { grad: true });
    const scaled = await compute(ntxent, { ...VECTORS, pred: longer }, { grad: true });
    expectClose([scaled.value!], [plain.value!]);
    expectClose(
      scaled.grads.pred!.map((g, i) => g * (Math.floor(i / 2) + 2)),
      plain.grads.pred!,
    );
    for (let row = 0; row < 5; row++) {
      const [x, y] = VECTORS.pred![row] as number[];
      expectClose([plain.grads.pred![2 * row]! * x! + plain.grads.pred![2 * row + 1]! * y!], [0], 1e-15);
    }
  });

  test("squares that would overflow do not take part in a cosine", async () => {
    const [u, v] = [[[1e200, 0]], [[1e200, 1e200]]];
    const wanted = 1 - Math.SQRT1_2;
    const distance = await compute(named("cosine-distance"), { pred: u, target: v });
    expectClose(distance.unreduced, [wanted]);
    const embedding = await compute(named("cosine-embedding"), { input1: u, input2: v, target: [1] });
    expectClose(embedding.unreduced, [wanted]);
    const triplet = await compute(
      named("triplet-margin-with-distance"),
      { anchor: u, positive: v, negative: v },
      { given: { distance: "cosine" } },
    );
    expectClose(triplet.unreduced, [1]);
  });

  test("info-nce is cross-entropy against the diagonal", async () => {
    const nce = await compute(named("info-nce"), SIMILARITIES, { grad: true });
    const entropy = await compute(
      named("cross-entropy"),
      { pred: SIMILARITIES.pred!, target: [0, 1, 2] },
      { grad: true },
    );
    expectClose(nce.unreduced, entropy.unreduced);
    expectClose(nce.grads.pred!, entropy.grads.pred!);
  });

  test("info-nce takes as many rows as columns", async () => {
    await expect(compute(named("info-nce"), { pred: SIMILARITIES.pred!.slice(1) })).rejects.toMatchObject({
      message:
        "pred has 2 rows of 3 columns, but info-nce takes as many rows as columns: the similarities of each query with each key",
      place: { source: "memory" },
      status: 3,
    });
  });

  const unit = (labels: number[]) => ({ pred: VECTORS.pred!.slice(0, labels.length), target: labels });
  const UNPAIRED = "no two rows have the same target: without a pair that belongs together";
  const ALL_ONE = "all rows have the same target: without a row of another group the loss is 0";

  test.each([
    ["ntxent", unit([0, 1, 2]), Number.NaN, `${UNPAIRED} there is nothing to average, and the loss is NaN`],
    ["circle", unit([0, 1, 2]), 0, `${UNPAIRED} the loss is 0`],
    ["ntxent", unit([3, 3, 3]), 0, ALL_ONE],
    ["circle", unit([3, 3, 3]), 0, ALL_ONE],
  ])("%s of groups %j", async (name, arrays, value, message) => {
    const got = await compute(named(name), arrays, { grad: true, cuts: [1] });
    expect([got.value, got.messages]).toEqual([value, [message]]);
    expect(got.grads.pred).toEqual([0, 0, 0, 0, 0, 0]);
  });

  test("circle wants vectors of length 1, ntxent any but 0", async () => {
    const target = [0, 0, 1];
    const pred = [
      [3, 4],
      [0, 0],
      [0, 1],
    ];
    expect((await compute(named("circle"), { pred, target })).messages).toEqual([
      "2 of 3 vectors in pred are not of length 1, which this loss takes: divide each by its length",
    ]);
    const { messages, grads, value } = await compute(named("ntxent"), { pred, target }, { grad: true });
    expect(messages).toEqual([
      "1 row of pred is a zero vector: it has no direction, and its cosine counts as 0",
    ]);
    expect(value).toBeGreaterThan(0);
    expect(grads.pred!.slice(2, 4)).toEqual([0, 0]);
  });
});
