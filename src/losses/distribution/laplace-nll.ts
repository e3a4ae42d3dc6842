import { defineLoss } from "../../core/loss.ts";
import { means, perElement, trueValues } from "./per-element.ts";

export const laplaceNll = defineLoss({
  ...perElement,
  name: "laplace-nll",
  aliases: ["laplace"],
  summary: "Negative log-likelihood under a Laplace distribution of predicted median and scale.",
  formula: "log(2 b) + |p - t| / b,  b = scale",
  gradient: "by pred sign(p - t) / b, 0 where p = t;  by scale 1 / b - |p - t| / b^2",
  relations: ["mae plus log 2 at scale 1"],
  notes: ["scale is b, not the standard deviation, which is b sqrt 2."],
  libraries: { PyTorch: "-torch.distributions.Laplace(p, b).log_prob(t)" },
  reference: "Bishop, Pattern Recognition and Machine Learning, 2006, exercise 2.43",
  example: "1,2,3 1.5,2,2 0.5,1,2",
  roles: {
    pred: { ...means, about: "predicted medians" },
    target: trueValues,
    scale: { kind: "real", about: "predicted scales b, above 0", grad: true },
  },
  params: {},
  ranges: () => ({ scale: { above: 0 } }),
  kernel({ pred, target, scale }, _, { loss, grad }) {
    const { pred: g, scale: h } = grad;
    for (let i = 0; i < loss.length; i++) {
      const b = scale[i]!;
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d) / b;
      loss[i] = Math.log(b) + Math.LN2 + size;
      if (g) g[i] = Math.sign(d) / b;
      if (h) h[i] = (1 - size) / b;
    }
  },
});
