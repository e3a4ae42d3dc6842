import { defineLoss } from "../../core/loss.ts";
import { plural } from "../../core/notes.ts";
import { cellWatch } from "../watch.ts";
import { onResidual } from "./residual.ts";

/** The spacing of doubles at 1, which scikit-learn takes as the floor. */
const EPSILON = Number.EPSILON;

export const mape = defineLoss({
  ...onResidual,
  name: "mape",
  aliases: ["mean-absolute-percentage-error"],
  summary: "Mean absolute error relative to the target; a fraction, or percent with --percent.",
  formula: "|p - t| / max(|t|, floor), times 100 with --percent",
  gradient: "sign(p - t) / max(|t|, floor), times 100 with --percent; 0 where p = t",
  notes: [
    "A fraction in scikit-learn and the gradient boosters (0.25), percent in Keras and TensorFlow.js (25).",
    "A target of 0 is divided by the floor: with scikit-learn's an error of 0.2 becomes 9e14 and decides the mean. LightGBM and CatBoost take 1 as the floor, which also changes every target between -1 and 1.",
  ],
  libraries: {
    Keras: "keras.losses.MeanAbsolutePercentageError (percent, floor 1e-7)",
    "TensorFlow.js": "meanAbsolutePercentageError (layers; percent, floor 1e-7)",
    "scikit-learn": "sklearn.metrics.mean_absolute_percentage_error (fraction, floor 2.2e-16)",
    CatBoost: "MAPE (fraction, floor 1)",
    LightGBM: "mape (fraction, floor 1)",
    XGBoost: "mape (fraction, no floor)",
  },
  reference: "Hyndman and Koehler, Another look at measures of forecast accuracy, 2006",
  example: "fixtures/data/diabetes.csv --percent",
  params: {
    percent: { kind: "flag", default: false, about: "percent rather than a fraction" },
    floor: { kind: "number", min: 0, default: EPSILON, about: "least that is divided by" },
  },
  like: {
    keras: { percent: true, floor: 1e-7 },
    tfjs: { percent: true, floor: 1e-7 },
    sklearn: { percent: false, floor: EPSILON },
    catboost: { percent: false, floor: 1 },
    lightgbm: { percent: false, floor: 1 },
    xgboost: { percent: false, floor: 0 },
  },
  watches: ({ floor }) => [
    // a floor of 1 or more makes no error larger
    ...(floor >= 1
      ? []
      : [
          cellWatch<"pred" | "target">(
            "target",
            (t) => t === 0,
            (count) =>
              `${plural(count, "target")} ${count === 1 ? "is" : "are"} 0: the error is divided by ${floor} instead, which may decide the mean; see --floor, or smape`,
          ),
        ]),
    cellWatch(
      "target",
      (t) => t !== 0 && Math.abs(t) < floor,
      (count) =>
        `${plural(count, "target")} ${count === 1 ? "is" : "are"} nearer to 0 than the floor: the error is divided by ${floor} instead; see --floor`,
    ),
  ],
  kernel({ pred, target }, { percent, floor }, { loss, grad }) {
    const unit = percent ? 100 : 1;
    const g = grad.pred;
    for (let i = 0; i < loss.length; i++) {
      const t = target[i]!;
      const d = pred[i]! - t;
      const scale = Math.max(Math.abs(t), floor);
      // in this order, for 100 errors may be more than a double holds
      loss[i] = d === 0 ? 0 : unit * (Math.abs(d) / scale);
      if (g) g[i] = d === 0 ? 0 : (unit * Math.sign(d)) / scale;
    }
  },
});
