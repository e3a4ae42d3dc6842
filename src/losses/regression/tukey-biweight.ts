import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

export const tukeyBiweight = defineLoss({
  ...onResidual,
  name: "tukey-biweight",
  aliases: ["tukey", "biweight", "bisquare"],
  summary: "Constant beyond c: outliers do not pull at all.",
  formula: "s = (p - t) / c;  c^2 / 6 (1 - (1 - s^2)^3)  if |s| <= 1,  else  c^2 / 6",
  gradient: "(p - t) (1 - s^2)^2  if |s| <= 1,  else  0",
  relations: ["half-squared-error where |p - t| is far below c"],
  notes: [
    "The default keeps 95 % of the efficiency of least squares on normal errors of deviation 1: divide residuals by a robust scale first, or choose c in their unit.",
  ],
  libraries: {
    statsmodels: "robust.norms.TukeyBiweight (c = 4.685)",
    MATLAB: "robustfit 'bisquare' (tune = 4.685)",
  },
  reference: "Beaton and Tukey, The fitting of power series, 1974",
  example: "fixtures/data/diabetes.csv --c 200",
  params: { c: { kind: "number", above: 0, default: 4.685, about: "residuals beyond it all cost the same" } },
  kernel({ pred, target }, { c }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const size = Math.abs(d) / c;
      if (size > 1) {
        loss[i] = (c * c) / 6;
        if (g) g[i] = 0;
      } else {
        const q = size * size;
        const rest = (1 - size) * (1 + size);
        // expanded, so that nothing cancels where q is small
        loss[i] = d * d * (0.5 - q * (0.5 - q / 6));
        if (g) g[i] = d * rest * rest;
      }
    }
  },
});
