import { InputError } from "../../core/errors.ts";
import { defineLoss } from "../../core/loss.ts";
import { categoricalKernel, categoricalLayout, categoricalRoles, FROM } from "./categorical.ts";
import { categoricalWatches, PROBABILITY } from "./watches.ts";

export const nll = defineLoss({
  name: "nll",
  aliases: ["NLLLoss", "negative-log-likelihood"],
  family: "classification",
  summary: "Negative log-likelihood of the true class, from log-probabilities.",
  formula: "-w_y lp_y",
  gradient: "-w_y onehot_y",
  denominator: "sum of the class weights of the rows that count",
  relations: ["cross-entropy is log-softmax, then nll"],
  notes: [
    "It takes logarithms: probabilities go in with --from probs, logits with --from logits (or cross-entropy).",
  ],
  libraries: { PyTorch: "torch.nn.NLLLoss", ONNX: "NegativeLogLikelihoodLoss", MLX: "nll_loss" },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, section 4.3.4",
  example: "fixtures/data/iris.ndjson",
  roles: { ...categoricalRoles, target: { kind: "class", about: "class indices from 0, or class names" } },
  params: {
    from: { kind: "choice", choices: FROM, default: "log-probs", about: "what the predictions are" },
    weight: { kind: "numbers", min: 0, about: "class weights, one a class: 1,2,3 or @file" },
    ignore_index: { kind: "number", integer: true, default: -100, about: "class index that does not count" },
  },
  reduction: "mean",
  layout(shapes, params) {
    const layout = categoricalLayout(shapes, params);
    if (layout.classes === undefined)
      throw new InputError("nll takes class indices, but target has a column for each class", {
        hint: "cross-entropy takes distributions",
      });
    return layout;
  },
  ranges: ({ from }) => (from === "probs" ? { pred: PROBABILITY } : {}),
  watches: ({ from }) => categoricalWatches(from, false),
  kernel: (values, params, out, dims) =>
    categoricalKernel(values, { ...params, label_smoothing: 0 }, out, dims),
});
