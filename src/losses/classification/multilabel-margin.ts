import { vectors } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { multilabelWatches } from "./multilabel-watches.ts";

export const multilabelMargin = defineLoss({
  name: "multilabel-margin",
  aliases: ["MultiLabelMarginLoss", "multilabel-hinge"],
  family: "classification",
  summary: "Every right label's score should be 1 above every other label's.",
  formula: "sum over j in Y, i not in Y of max(1 - x_j + x_i, 0) / C",
  gradient: "1 / C at i and -1 / C at j, for each pair with a loss above 0",
  denominator: "rows",
  relations: ["multi-margin, where each row has one label"],
  notes: [
    "The target is a list of label indices, as long as the scores; it ends at the first -1. Rows of 0 and 1 are read as indices: those go with multilabel-soft-margin.",
    "A label that is listed twice counts twice, as in torch.",
  ],
  libraries: { PyTorch: "torch.nn.MultiLabelMarginLoss" },
  reference: "Crammer and Singer, A family of additive online algorithms for category ranking, 2003",
  example: "'[[2,0.5,-1],[0,0,0]]' '[[0,2,-1],[1,-1,0]]'",
  roles: {
    pred: { kind: "real", about: "a score for each label", grad: true },
    target: { kind: "real", about: "indices of the right labels, then -1" },
  },
  params: {},
  reduction: "mean",
  layout: (shapes) => vectors(shapes),
  watches: (_, { pred }) => multilabelWatches(pred[0] ?? 1),
  kernel({ pred, target }, _, { loss, grad }, { rows }) {
    const labels = pred.length / rows;
    const right = new Uint8Array(labels);
    const g = grad.pred;
    g?.fill(0);
    for (let row = 0; row < rows; row++) {
      const start = row * labels;
      right.fill(0);
      let listed = 0;
      while (listed < labels && target[start + listed]! >= 0) right[target[start + listed++]!] = 1;
      let sum = 0;
      for (let k = 0; k < labels; k++) {
        if (Number.isNaN(target[start + k]! + pred[start + k]!)) sum = Number.NaN;
        if (k >= listed) continue;
        const j = start + target[start + k]!;
        for (let i = start; i < start + labels; i++) {
          if (right[i - start]) continue;
          // of large scores the difference keeps the 1
          const short = 1 - (pred[j]! - pred[i]!);
          sum += Math.max(short, 0);
          if (!g || short <= 0) continue;
          g[i]! += 1 / labels;
          g[j]! -= 1 / labels;
        }
      }
      loss[row] = sum / labels;
    }
  },
});
