import type { Loss } from "../../core/loss.ts";
import { exponential } from "./exponential.ts";
import { hinge } from "./hinge.ts";
import { modifiedHuber } from "./modified-huber.ts";
import { perceptron } from "./perceptron.ts";
import { softMargin } from "./soft-margin.ts";
import { sparsemaxBinary } from "./sparsemax-binary.ts";
import { squaredHinge } from "./squared-hinge.ts";

export const margin: readonly Loss[] = [
  hinge,
  squaredHinge,
  modifiedHuber,
  perceptron,
  exponential,
  sparsemaxBinary,
  softMargin,
];
