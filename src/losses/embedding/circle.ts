import { log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { defineLoss } from "../../core/loss.ts";
import { LogSum } from "../log-sum.ts";
import { rowWatch } from "../watch.ts";
import { addProductGradients, groupLayout, groupRoles, groupWatches, products } from "./groups.ts";

/** How far the square of a length may be from 1. */
const ROUNDING = 1e-3;

export const circle = defineLoss({
  name: "circle",
  aliases: ["circle-loss"],
  family: "embedding",
  summary: "Pulls vectors of a group together and pushes others away, the more the farther there is to go.",
  formula:
    "log(1 + sum_j exp(-g [1 + m - s_j]+ (s_j - 1 + m)) sum_k exp(g [s_k + m]+ (s_k - m))),  s = <u, v>, j of the same group, k of others",
  gradient:
    "by s_j: 2 g (s_j - 1) times its share of the sum and sigmoid of the logarithm of the product; by s_k: 2 g s_k likewise; through s to both vectors",
  denominator: "rows",
  relations: ["ntxent takes one positive at a time, without weights"],
  notes: [
    "It needs all rows at once: a row is compared with every other one, so the work grows with the square of the rows.",
    "Vectors must have length 1: it does not bring them there.",
    "A row without another one of its group, or without any of another group, costs 0. With --no-remove-diagonal a row is one of those that it should be near itself.",
    "The gradient goes through the weights [1 + m - s]+ and [s + m]+ as in Keras; the paper holds them constant.",
  ],
  libraries: { Keras: "keras.losses.Circle" },
  reference: "Sun et al., Circle loss: a unified perspective of pair similarity optimization, 2020",
  example: "'[[1,0],[0.8,0.6],[0,1],[-0.6,0.8]]' 0,0,1,1 --gamma 4",
  roles: groupRoles,
  params: {
    gamma: { kind: "number", above: 0, default: 80, about: "how sharply similarities count" },
    margin: { kind: "number", default: 0.4, about: "by how much groups should be apart" },
    remove_diagonal: {
      kind: "flag",
      default: true,
      about: "whether a row is left out of those that it should be near",
    },
  },
  reduction: "mean",
  like: { keras: { gamma: 80, margin: 0.4, remove_diagonal: true } },
  whole: () => "rows",
  layout: groupLayout,
  watches: ({ remove_diagonal }) => [
    rowWatch<"pred" | "target">({
      role: "pred",
      rows: "any",
      find({ pred }, row, width) {
        let square = 0;
        for (let i = row * width; i < (row + 1) * width; i++) square += pred[i]! ** 2;
        return Math.abs(square - 1) > ROUNDING ? row * width : -1;
      },
      says: (count, samples) =>
        `${count} of ${samples} vectors in pred ${count === 1 ? "is" : "are"} not of length 1, which this loss takes: divide each by its length`,
    }),
    // a row that is near itself is no pair, but has a loss
    ...groupWatches("the loss is 0").slice(remove_diagonal ? 0 : 1),
  ],
  kernel({ pred, target }, { gamma, margin, remove_diagonal }, { loss, grad }, { rows }) {
    const unknown = target.some(Number.isNaN);
    const s = new Float64Array(rows);
    const near = new LogSum();
    const away = new LogSum();
    const cost = (x: number, same: boolean) =>
      same
        ? -gamma * Math.max(1 + margin - x, 0) * (x - 1 + margin)
        : gamma * Math.max(x + margin, 0) * (x - margin);
    grad.pred?.fill(0);
    for (let row = 0; row < rows; row++) {
      products(pred, row, s);
      near.clear();
      away.clear();
      let nan = unknown || Number.isNaN(s[row]!);
      for (let other = 0; other < rows; other++) {
        nan ||= Number.isNaN(s[other]!);
        const same = target[other] === target[row];
        if (other !== row || !remove_diagonal) (same ? near : away).add(cost(s[other]!, same));
      }
      const u = near.value() + away.value();
      const alone = near.empty || away.empty;
      loss[row] = nan ? Number.NaN : alone ? 0 : Math.max(u, 0) + log1pExpNegAbs(u);
      if (!grad.pred || (alone && !nan)) continue;
      const pull = nan ? Number.NaN : sigmoid(u);
      for (let other = 0; other < rows; other++) {
        const x = s[other]!;
        const same = target[other] === target[row];
        const slope = same
          ? 1 + margin - x > 0
            ? 2 * gamma * (x - 1)
            : 0
          : x + margin > 0
            ? 2 * gamma * x
            : 0;
        s[other] =
          other === row && remove_diagonal ? 0 : pull * slope * (same ? near : away).share(cost(x, same));
      }
      addProductGradients(pred, row, s, grad.pred);
    }
    // no -0
    if (grad.pred) for (let i = 0; i < grad.pred.length; i++) grad.pred[i]! += 0;
  },
});
