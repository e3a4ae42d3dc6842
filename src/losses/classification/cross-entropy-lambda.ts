import { log1mExp, log1pExpNegAbs, sigmoid } from "../../core/activation.ts";
import { defineLoss, type Output } from "../../core/loss.ts";
import { binaryKernel, binaryLayout, binaryRanges, binaryRoles } from "./binary.ts";
import { probabilitiesAsLogits } from "./binary-watches.ts";

export const crossEntropyLambda = defineLoss({
  name: "cross-entropy-lambda",
  aliases: ["xentlambda", "cross-entropy-intensity"],
  family: "classification",
  summary: "Binary cross-entropy by the intensity of a Poisson process (LightGBM).",
  formula: "lambda = w softplus(f),  P = 1 - exp(-lambda);  -(t log P + (1 - t) log(1 - P))",
  gradient: "(1 - t / P) w sigmoid(f);  sigmoid(f) - t  where w = 1",
  denominator: "elements",
  relations: ["without weights P is sigmoid(f), so it is bce-with-logits"],
  notes: [
    "A weight enters the intensity, and not the mean: lambda = w softplus(f). --sample-weight multiplies the loss, as everywhere.",
  ],
  libraries: { LightGBM: "cross_entropy_lambda" },
  reference: "LightGBM, documentation of the objective cross_entropy_lambda",
  example: "fixtures/data/breast_cancer.csv --pred logit",
  roles: {
    ...binaryRoles,
    weight: { kind: "real", about: "what multiplies the intensity, above 0", optional: true },
  },
  params: {},
  reduction: "mean",
  layout: (shapes) => binaryLayout(shapes, { pos_weight: undefined }),
  ranges: () => ({ ...binaryRanges("logits"), weight: { above: 0 } }),
  watches: () => [probabilitiesAsLogits("use bce")],
  kernel(values, _, out) {
    if (values.weight) weightedKernel(values, out);
    else binaryKernel(values, { from: "logits", pos_weight: undefined }, out);
  },
});

/** Below it softplus(f) is exp(f) to all digits. */
const FAR = -40;

function weightedKernel(
  { pred, target, weight }: Readonly<Record<"pred" | "target" | "weight", Float64Array>>,
  { loss, grad }: Output<"pred" | "target" | "weight">,
): void {
  const g = grad.pred;
  for (let i = 0; i < loss.length; i++) {
    const f = pred[i]!;
    const t = target[i]!;
    const w = weight[i]!;
    const lambda = w * (Math.max(f, 0) + log1pExpNegAbs(f));
    // log P, of which P itself is lambda where that is tiny, and may be too small for a double
    const tiny = f < FAR && lambda < 1e-17;
    const logP = tiny ? Math.log(w) + f : log1mExp(-lambda);
    loss[i] = (t === 0 ? 0 : -t * logP) + (1 - t) * lambda;
    if (!g) continue;
    // 1 - t / P is (1 - t) - t / (exp(lambda) - 1)
    const slope = w * sigmoid(f);
    g[i] = (1 - t) * slope - (t === 0 ? 0 : tiny ? t : t * (slope / Math.expm1(lambda)));
  }
}
