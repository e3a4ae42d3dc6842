import { InputError } from "../../core/errors.ts";
import { defineLoss } from "../../core/loss.ts";
import {
  categoricalKernel,
  categoricalLayout,
  categoricalParams,
  categoricalRanges,
  categoricalRoles,
} from "./categorical.ts";
import { categoricalWatches } from "./categorical-watches.ts";
import { fromParam } from "./from.ts";

export const nll = defineLoss({
  name: "nll",
  aliases: ["NLLLoss", "NLLLoss2d", "NegativeLogLikelihoodLoss", "negative-log-likelihood"],
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
  params: { from: fromParam("log-probs"), ...categoricalParams },
  reduction: "mean",
  layout(shapes, params) {
    const layout = categoricalLayout(shapes, params);
    if (layout.classes === undefined)
      throw new InputError("nll takes class indices, but target has a column for each class", {
        hint: "cross-entropy takes distributions",
      });
    return layout;
  },
  ranges: ({ from }) => categoricalRanges(from),
  watches: (params, shapes) => categoricalWatches({ ...params, label_smoothing: 0 }, shapes),
  kernel: (values, params, out, dims) =>
    categoricalKernel(values, { ...params, label_smoothing: 0 }, out, dims),
});
