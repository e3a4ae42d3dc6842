import { perClassIndex } from "../../core/layout.ts";
import { defineLoss } from "../../core/loss.ts";
import { probabilityWatches } from "./categorical-watches.ts";
import { fromParam, probabilityRanges } from "./from.ts";
import { probabilityKernel } from "./softmax.ts";

/** From here on a double has all its digits. */
const LEAST = 2 ** -1022;

export const generalizedCrossEntropy = defineLoss({
  name: "generalized-cross-entropy",
  aliases: ["gce", "categorical-generalized-cross-entropy"],
  family: "classification",
  summary: "Between cross-entropy and the absolute error: robust to wrong labels.",
  formula: "(1 - p_y^q) / q",
  gradient: "-p_y^(q - 1) at y, by probabilities;  p_y^q (p - onehot_y), by logits",
  denominator: "rows",
  relations: ["towards q = 0 it is cross-entropy", "at q = 1 it is 1 - p_y"],
  notes: ["Predictions are probabilities unless --from says otherwise."],
  libraries: { Keras: "keras.losses.CategoricalGeneralizedCrossEntropy" },
  reference: "Zhang and Sabuncu, Generalized cross entropy loss for training with noisy labels, 2018",
  example: "fixtures/data/iris.csv --target species",
  roles: {
    pred: { kind: "real", about: "one column a class", grad: true },
    target: { kind: "class", about: "class indices from 0, or class names" },
  },
  params: {
    from: fromParam("probs"),
    q: {
      kind: "number",
      above: 0,
      max: 1,
      default: 0.5,
      about: "how robust: towards 0 cross-entropy, 1 absolute error",
    },
  },
  reduction: "mean",
  like: { keras: { from: "probs", q: 0.5 } },
  layout: perClassIndex,
  ranges: ({ from }) => probabilityRanges(from),
  watches: ({ from }, shapes) => probabilityWatches(from, shapes),
  kernel: (values, { from, q }, out, dims) =>
    probabilityKernel(values, from, out, dims, ({ p, log }, onehot, w) => {
      let sum = 0;
      for (let c = 0; c < p.length; c++) {
        // 1 - p^q keeps its digits where p is nearly 1
        sum += onehot[c] === 0 ? 0 * p[c]! : -Math.expm1(q * log[c]!) / q;
        // p^q may be a number where p is none
        const power = p[c]! >= LEAST ? p[c]! ** q : Math.exp(q * log[c]!);
        // the least number stands for 0, so that the slope by p is infinite there and not 0
        w[c] = onehot[c] === 0 ? 0 : -(power || (q < 1 ? Number.MIN_VALUE : 0));
      }
      return sum + 0;
    }),
});
