import { defineLoss } from "../../core/loss.ts";
import { binaryKernel, binaryLayout, binaryRanges, binaryRoles } from "./binary.ts";
import { probabilitiesAsLogits } from "./binary-watches.ts";

export const crossEntropyLambda = defineLoss({
  name: "cross-entropy-lambda",
  aliases: ["xentlambda", "cross-entropy-intensity"],
  family: "classification",
  summary: "Binary cross-entropy by the intensity of a Poisson process (LightGBM).",
  formula: "lambda = softplus(f),  P = 1 - exp(-lambda);  -(t log P + (1 - t) log(1 - P))",
  gradient: "sigmoid(f) - t",
  denominator: "elements",
  relations: ["P is sigmoid(f), so it is bce-with-logits"],
  notes: [
    "In LightGBM weights enter the intensity: lambda = w softplus(f). Here there are none; --sample-weight multiplies the loss.",
  ],
  libraries: { LightGBM: "cross_entropy_lambda" },
  reference: "LightGBM, documentation of the objective cross_entropy_lambda",
  example: "fixtures/data/breast_cancer.csv --pred logit",
  roles: binaryRoles,
  params: {},
  reduction: "mean",
  layout: (shapes) => binaryLayout(shapes, { pos_weight: undefined }),
  ranges: () => binaryRanges("logits"),
  watches: () => [probabilitiesAsLogits("bce")],
  kernel: (values, _, out) => binaryKernel(values, { from: "logits", pos_weight: undefined }, out),
});
