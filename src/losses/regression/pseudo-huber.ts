import { defineLoss } from "../../core/loss.ts";
import { onResidual } from "./residual.ts";

/** From here on sqrt(1 + s^2) is |s|, and s^2 may overflow. */
export const FAR = 1e8;

export const pseudoHuber = defineLoss({
  ...onResidual,
  name: "pseudo-huber",
  aliases: ["pseudo-huber-loss", "charbonnier", "reg:pseudohubererror", "mphe"],
  summary: "A smooth huber: squared near zero, linear far from it, without a seam.",
  formula: "d = p - t;  delta^2 (sqrt(1 + (d / delta)^2) - 1)",
  gradient: "d / sqrt(1 + (d / delta)^2)",
  relations: [
    "at most huber of the same delta; far out the two differ by half of delta^2",
    "soft-l1 is twice pseudo-huber at delta 1",
  ],
  notes: ["Charbonnier's own form, sqrt(d^2 + delta^2), is this over delta, plus delta."],
  libraries: { XGBoost: "reg:pseudohubererror, mphe (delta is huber_slope)" },
  reference: "Charbonnier et al., Two deterministic half-quadratic regularization algorithms, 1994",
  example: "fixtures/data/diabetes.csv --delta 50",
  params: { delta: { kind: "number", above: 0, default: 1, about: "where it turns from squared to linear" } },
  like: { xgboost: { delta: 1 } },
  kernel({ pred, target }, { delta }, { loss, grad }) {
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const d = pred[i]! - target[i]!;
      const s = d / delta;
      if (Math.abs(s) > FAR) {
        loss[i] = delta * (Math.abs(d) - delta);
        if (g) g[i] = delta * Math.sign(d);
      } else {
        const root = Math.sqrt(1 + s * s);
        // sqrt(1 + s^2) - 1 would lose the digits of a small s
        loss[i] = d * (d / (root + 1));
        if (g) g[i] = d / root;
      }
    }
  },
});
