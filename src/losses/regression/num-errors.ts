import { defineLoss } from "../../core/loss.ts";
import { onResidual, residualRoles } from "./residual.ts";

export const numErrors = defineLoss({
  ...onResidual,
  name: "num-errors",
  aliases: ["number-of-errors"],
  summary: "Share of predictions that are off by more than a bound; with --reduction sum their number.",
  formula: "1  if |p - t| > greater_than,  else  0",
  gradient: "none: it is 0 wherever it exists",
  notes: ["An error of just the bound does not count. CatBoost has no default for the bound."],
  libraries: { CatBoost: "NumErrors (metric; greater_than has no default)" },
  reference: "CatBoost, NumErrors",
  example: "fixtures/data/diabetes.csv --greater-than 50",
  roles: { pred: { ...residualRoles.pred, grad: false }, target: residualRoles.target },
  params: { greater_than: { kind: "number", min: 0, default: 0, about: "the largest error that is none" } },
  kernel({ pred, target }, { greater_than }, { loss }) {
    for (let i = 0; i < loss.length; i++) {
      const size = Math.abs(pred[i]! - target[i]!);
      loss[i] = size > greater_than ? 1 : size <= greater_than ? 0 : Number.NaN;
    }
  },
});
