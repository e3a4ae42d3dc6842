import { InputError } from "../../core/errors.ts";
import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { LogSum } from "../log-sum.ts";

export const infoNce = defineLoss({
  name: "info-nce",
  aliases: ["infonce-loss", "contrastive-cross-entropy"],
  family: "embedding",
  summary: "Each row should find its own column: similarities of N queries with N keys, in the same order.",
  formula: "log sum_k exp(s_ik / temperature) - s_ii / temperature",
  gradient: "(softmax(s_i / temperature) - onehot(i)) / temperature",
  denominator: "rows",
  relations: ["cross-entropy of s / temperature against the classes 0, 1, ..., N - 1"],
  notes: [
    "It needs all rows at once, as many as there are columns: which one is positive is said by the place on the diagonal.",
    "It takes similarities. Vectors with groups go with ntxent.",
    "CLIP's loss is the mean of this one and that of the transposed similarities.",
    "There is no temperature by default; MoCo and SimCLR have 0.07 and 0.5.",
  ],
  libraries: { PyTorch: "torch.nn.functional.cross_entropy(s / temperature, torch.arange(N))" },
  reference: "van den Oord, Li and Vinyals, Contrastive predictive coding, 2018",
  example: "'[[0.9,0.1,0],[0.2,0.7,0.3],[-0.1,0.4,0.8]]' --temperature 0.2",
  roles: {
    pred: { kind: "real", about: "similarity of each query with each key, one query a row", grad: true },
  },
  params: {
    temperature: { kind: "number", above: 0, default: 1, about: "what the similarities are divided by" },
  },
  reduction: "mean",
  like: { torch: { temperature: 1 } },
  whole: () => "rows",
  layout: (shapes) => vectors(shapes),
  kernel({ pred }, { temperature }, { loss, grad }, { rows }) {
    const width = pred.length / rows;
    if (width !== rows)
      throw new InputError(
        `pred has ${rows} rows of ${width} columns, but info-nce takes as many rows as columns: the similarities of each query with each key`,
      );
    const sum = new LogSum();
    for (let row = 0; row < rows; row++) {
      const s = pred.subarray(row * width, (row + 1) * width).map((x) => x / temperature);
      sum.clear();
      for (const x of s) sum.add(x);
      loss[row] = sum.above(s[row]!);
      if (!grad.pred) continue;
      // what the others have is what the row's own column lacks
      let others = 0;
      for (let k = 0; k < rows; k++) {
        if (k === row) continue;
        const share = sum.share(s[k]!);
        others += share;
        grad.pred[row * width + k] = share / temperature;
      }
      grad.pred[row * width + row] = 0 - others / temperature;
    }
  },
});
